"""Looking at one hand-in in submitted/ before anything is done with it: which files, which time, which notebook.

A hand-in is a stranger's: links, odd names, huge or broken files are named in a sentence and left where they are.
Not here: what becomes of the words (`mark_words`), and writing of any kind.
"""

import datetime
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import handover
from .arrivals import LARGEST, LEARNER
from .course_folder import CourseFolder

PASSED_BY = {".ipynb_checkpoints", "__pycache__", "feedback"}
# Clocks of two computers are seldom the same to the minute.
AHEAD = datetime.timedelta(hours=1)
SEND_AGAIN = "Please ask the learner to open it in JupyterLab, save it and hand in again."


class Left(Exception):
    """One hand-in cannot be made ready; the message says why and what to do. It stays as it is in submitted/."""


@dataclass(frozen=True)
class HandIn:
    """What one learner handed in for one task."""

    task: str
    learner: str
    folder: Path


@dataclass(frozen=True)
class Stamp:
    """When something was handed in: `text` as it stands in the file, `when` in UTC, `note` if it looks odd."""

    text: str = ""
    when: datetime.datetime | None = None
    note: str = ""


def found(course: CourseFolder) -> list[HandIn]:
    """Return all that was collected, in the order of names."""
    return [HandIn(task.name, learner.name, Path(task.path))
            for learner in _folders(course.submitted) for task in _folders(learner.path)]


def look_at(hand_in: HandIn) -> None:
    """Raise Left if a name, a link or a file of this hand-in is not to be trusted."""
    if not LEARNER.match(hand_in.learner):
        raise Left("The folder's name cannot be a learner's name. Please look whose it is and rename it.")
    if hand_in.folder.is_symlink() or hand_in.folder.parent.is_symlink():
        raise Left("It is a link that leads elsewhere, so it was not opened. Please remove the link.")
    look_at_files(hand_in.folder)


def look_at_files(folder: Path) -> None:
    """Raise Left if a link leads out of a hand-in, or something in it is no ordinary file."""
    for path in files(folder):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise Left(f"{shown(path.name)} in it is a link that leads elsewhere, so nothing of it was opened. "
                       "Please remove the link and run the command again.")
        if not stat.S_ISREG(mode):
            raise Left(f"{shown(path.name)} in it is no ordinary file. Please remove it and run the command again.")


def files(folder: Path) -> Iterator[Path]:
    """Give every file and link in a folder, but for what editors leave behind; links are not followed."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(set(folders) - PASSED_BY - set(links))
        yield from (Path(place, name) for name in sorted([*names, *links]))


def expected(source: Path) -> set[Path]:
    """Return which files belong to a hand-in beside its notebooks: time, secret, and what the task brings along."""
    brought = {path.relative_to(source) for path in files(source) if path.suffix != ".ipynb"}
    return brought | {Path(handover.TIMESTAMP), Path(handover.SECRET)}


def stamp(folder: Path) -> Stamp:
    """Return when a hand-in was sent, as far as its file tells."""
    try:
        with (folder / handover.TIMESTAMP).open(encoding="utf-8", errors="replace") as file:
            text = file.read(200).strip()
    except FileNotFoundError:
        return Stamp()
    try:
        when = _utc(text)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return Stamp(note="Its time of handing in cannot be read. It was taken without one.")
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    note = ""
    if when and when > now + AHEAD:
        note = (f"It says that it was handed in on {when:%d %B %Y at %H:%M} UTC, which is still to come. A clock is "
                "ahead. If the learner hands in again before then, `nbgrader collect` takes the new one for older.")
    return Stamp(text, when, note)


def read(path: Path) -> dict:
    """Return a notebook of format 4 as plain data. Raises Left with a sentence when it is none."""
    name = shown(path.name)
    if path.stat().st_size > LARGEST:
        raise Left(f"{name} is larger than {LARGEST // 1_000_000} MB, so it was not opened. Please ask the learner to "
                   "choose Edit, Clear Outputs of All Cells, save and hand in again.")
    try:
        text = path.read_text(encoding="utf-8-sig")
        nb = json.loads(text)
    except (RecursionError, MemoryError):
        raise Left(f"{name} is nested too deeply to be a notebook. {SEND_AGAIN}") from None
    except ValueError:
        raise Left(f"{name} is not a notebook, or it was cut short on its way. {SEND_AGAIN}") from None
    version = nb.get("nbformat") if isinstance(nb, dict) else None
    if version in (2, 3):
        nb = _from_old(text, name)
    elif version != 4:
        raise Left(f"{name} is not a notebook of a kind that can be read here. {SEND_AGAIN}")
    if not isinstance(nb.get("cells"), list):
        raise Left(f"{name} is a notebook without cells. {SEND_AGAIN}")
    return nb


def shown(name: str) -> str:
    """Return a name such that a terminal shows it and does nothing else."""
    return "".join(character if character.isprintable() else "?" for character in name)


def _from_old(text: str, name: str) -> dict:
    import nbformat

    try:
        return nbformat.reads(text, as_version=4)
    except Exception as e:  # noqa: BLE001 - an old notebook can be broken in any way; what to do is the same
        raise Left(f"{name} is an old kind of notebook and could not be read. {SEND_AGAIN}") from e


def _folders(place) -> list[os.DirEntry]:
    try:
        with os.scandir(place) as entries:
            return sorted((one for one in entries if not one.name.startswith(".") and one.is_dir()),
                          key=lambda one: one.name)
    except FileNotFoundError:
        return []


def _utc(text: str) -> datetime.datetime | None:
    from nbgrader.utils import parse_utc

    return parse_utc(text) if text else None
