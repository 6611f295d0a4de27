"""Where the tutor's side holds somebody's work: every folder and file that is theirs by its place or its name.

Here: finding, by place. Searching by words is in `sweep`, rows of databases are in `forget_rows`. Nothing here
removes anything.
"""

import difflib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from .. import handover
from ..library import paths
from . import arrivals, records
from .course_folder import CourseFolder, NotPossible, gradebook

STEPS = ("submitted", "autograded", "feedback")
ASIDE = "before-restore-"
CHECKPOINTS = ".ipynb_checkpoints"
# user+task+time, and in the exchange a random end; a learner's name may hold a + itself.
HANDED_IN = re.compile(r"\.?(?P<who>.+)\+(?P<task>[^+]+)\+\d{4}-\d\d-\d\d [^+]*(?:\+[^+]*)?\Z", re.DOTALL)


@dataclass
class Traces:
    """What is somebody's by its place, as paths.

    `inbound`: hand-ins in the exchange; `pages`: feedback there, also inside `inbound`; `caches`: nbgrader's copies;
    `steps`: folders of nbgrader's steps; `downloaded`; `taken_out`: folders made by `peer-course export`.
    `closed`: folders that this account may not look into, in which more of theirs may be.
    """

    inbound: list[Path] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)
    caches: list[Path] = field(default_factory=list)
    steps: list[Path] = field(default_factory=list)
    downloaded: list[Path] = field(default_factory=list)
    taken_out: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)

    def folders(self) -> list[Path]:
        """Return the folders that hold what they wrote."""
        return [path for path in (*self.inbound, *self.caches, *self.steps) if is_folder(path)]


def wanted(learner: str) -> str:
    """Return the name if it can be a learner's; raises NotPossible, because a name is part of a path."""
    if not learner.strip() or learner in (".", "..") or "/" in learner or "\\" in learner or "\0" in learner:
        raise NotPossible("This cannot be a learner's name: it is empty or holds a / or \\. "
                          "Learners' names are the names of the folders in `submitted`. Nothing was changed.")
    return learner


def all_of(course: CourseFolder) -> list[CourseFolder]:
    """Return the course and what earlier restores moved aside, which is laid out in the same way."""
    aside = [path for path in entries(course.root) if path.name.startswith(ASIDE) and path.is_dir()]
    return [course, *(CourseFolder(path, path / "exchange") for path in aside)]


def find(course: CourseFolder, learner: str, outside: bool = True) -> Traces:
    """Return everything that is somebody's by its place or its name, with `outside` also beyond the course."""
    found = Traces()
    shut = found.closed
    if outside:
        found.caches = [path for cache in caches() for path in entries(cache, shut) if owner(path.name) == learner]
        found.taken_out = [path for path in taken_out(course) if _made_for(path) == learner]
    others = learners(course) - {learner}
    for one in all_of(course):
        found.inbound += [path for path in entries(one.inbound, shut) if is_theirs(path.name, learner)]
        found.steps += [path for step in STEPS for path in _of_step(one.root / step, shut) if path.name == learner]
        found.downloaded += _downloaded(one.root / "downloaded", learner, others, shut)
    found.pages = [path for folder in found.inbound for path in _pages_inside(folder, shut)]
    secrets = list(_secrets(found.folders(), shut))
    for one in all_of(course):
        found.pages += _pages(one, secrets, shut)
    return found


def owner(name: str) -> str | None:
    """Return whose a folder in the exchange or in nbgrader's copies is, by its name."""
    match = HANDED_IN.match(name)
    return match["who"] if match else None


def learners(course: CourseFolder) -> set[str]:
    """Return the names of all about whom anything is held."""
    found = set()
    for one in all_of(course):
        found |= {path.name for step in STEPS for path in entries(one.root / step, []) if is_folder(path)}
        found |= {who for path in entries(one.inbound, []) if (who := owner(path.name))}
        found |= in_databases(one)
    return {name for name in found if not name.startswith(".")}


def in_databases(course: CourseFolder) -> set[str]:
    """Return the learners whom the gradebook or our own tables know; a database that cannot be used knows nobody."""
    found: set[str] = set()
    try:
        if course.gradebook.is_file():
            with gradebook(course) as book:
                found |= {student.id for student in book.students}
    except NotPossible:
        pass
    try:
        if course.records.is_file():
            with records.tables(course) as db:
                for table in ("markings", "kept", "events"):
                    found |= {row[0] for row in db.execute(f"select distinct learner from {table}") if row[0]}
    except NotPossible:
        pass
    return found


def near(course: CourseFolder, learner: str) -> list[str]:
    """Return known names that look like this one."""
    known = sorted(learners(course))
    alike = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(learner.casefold(), list(alike), n=3, cutoff=0.6)
    return [alike[name] for name in close]


def caches() -> list[Path]:
    """Return where nbgrader, run from this account, keeps copies of what was handed in."""
    from jupyter_core.paths import jupyter_data_dir

    places = {Path(jupyter_data_dir()), paths.home() / "jupyter" / "data"}
    return [place / "nbgrader_cache" / handover.COURSE for place in sorted(places)]


def taken_out(course: CourseFolder) -> list[Path]:
    """Return the folders that `peer-course export` made and that are still there."""
    if not course.records.is_file():
        return []
    try:
        return [path for name in records.exports(course) if (path := Path(name)).is_dir()]
    except NotPossible:
        return []


def entries(folder: Path, closed: list[Path] | None = None) -> list[Path]:
    """Return what lies in a folder, in order; nothing when it is not there. Names are never read as patterns.

    A folder that cannot be looked into is added to `closed`; without such a list this raises OSError.
    """
    try:
        with closing(os.scandir(folder)) as inside:
            return sorted(Path(entry.path) for entry in inside)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        if closed is None:
            raise
        closed.append(folder)
        return []


def walk(folder: Path, closed: list[Path], skip: Iterable[str] = ()) -> Iterator[Path]:
    """Give everything below a folder, each folder before what is in it, following no link; `closed` as in `entries`.

    What is called like one of `skip` is left out.
    """
    # A list of what waits, because folders can be nested deeper than functions may call one another.
    waiting = entries(folder, closed)[::-1]
    while waiting:
        path = waiting.pop()
        if path.name not in skip:
            yield path
            if is_folder(path):
                waiting += entries(path, closed)[::-1]


def is_folder(path: Path) -> bool:
    """Tell whether something is a folder itself, and no link to one; what cannot be looked at is none."""
    return stat.S_ISDIR(mode_of(path))


def mode_of(path: Path) -> int:
    """Return what something is and who may open it, as the system says it, of a link the link; 0 if that is hidden."""
    try:
        return path.lstat().st_mode
    except OSError:
        return 0


def is_theirs(name: str, learner: str) -> bool:
    """Tell whether a name in the exchange claims to be somebody's, also one that holds no time."""
    who = owner(name)
    return who == learner if who else name.removeprefix(".").split("+")[0] == learner


def _of_step(folder: Path, closed: list[Path]) -> Iterator[Path]:
    for path in entries(folder, closed):
        yield path
        if path.name.startswith(".") and is_folder(path):
            # What a program was just making, and left behind when it was stopped.
            yield from entries(path, closed)


def _downloaded(folder: Path, learner: str, others: set[str], closed: list[Path]) -> Iterator[Path]:
    """Give files alone: a folder may hold the work of several people."""
    for task in entries(folder, closed):
        for path in walk(task, closed):
            # An account may be called like a part of the task's name.
            if not is_folder(path) and _named(path.name.replace(task.name, " "), learner, others):
                yield path


def _named(name: str, learner: str, others: set[str]) -> bool:
    """Whether a file from a learning platform carries this name and nobody else's."""
    rest = _word(learner).sub(" ", name)
    if rest == name:
        return False
    return not any(_word(other).search(name if learner in other else rest) for other in others)


def _word(name: str) -> re.Pattern:
    # Learning platforms write it between _ + - or a space.
    return re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])")


def _made_for(folder: Path) -> str | None:
    try:
        return json.loads((folder / "data.json").read_text(encoding="utf-8"))["learner"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _secrets(folders: list[Path], closed: list[Path]) -> Iterator[tuple[str, str]]:
    """Give the secrets that name feedback pages, each with the name of a notebook."""
    for folder in folders:
        for path in walk(folder, closed):
            if path.name != handover.SECRET:
                continue
            # Whoever handed in could put a link or a pipe there.
            held = arrivals.read_file(path.parent, path.name)
            if held is None:
                closed.append(path)
            secret = (held or b"").decode(errors="replace")
            if not secret:
                continue
            # The folder says which task it is when its notebook is gone.
            names = {one.stem for one in entries(path.parent, closed) if one.suffix in (".ipynb", ".html")}
            match = HANDED_IN.match(path.parent.name)
            names.add(match["task"] if match else path.parent.name)
            yield from ((secret, name) for name in sorted(names))


def _pages_inside(hand_in: Path, closed: list[Path]) -> list[Path]:
    """Feedback lies in the hand-in it belongs to; one that is a link is somebody's trick, and is only removed."""
    if not is_folder(hand_in):
        return []
    return [path for path in entries(hand_in, closed) if fnmatch(path.name, handover.feedback_page("*"))]


def _pages(course: CourseFolder, secrets: list[tuple[str, str]], closed: list[Path]) -> list[Path]:
    from nbgrader.utils import notebook_hash

    hashes = {notebook_hash(secret=secret, notebook_id=name) for secret, name in secrets if secret and name}
    return [path for path in entries(course.outbox, closed) if path.stem.removesuffix("-tmp") in hashes]


def pages_of_others(course: CourseFolder, learner: str, closed: list[Path]) -> set[Path]:
    """Return the feedback pages in the exchange that are known to be somebody else's; `closed` as in `entries`."""
    others = [path for one in all_of(course) for step in STEPS for path in entries(one.root / step, closed)
              if path.name != learner and is_folder(path)]
    others += [path for one in all_of(course) for path in entries(one.inbound, closed)
               if not is_theirs(path.name, learner) and is_folder(path)]
    secrets = list(_secrets(others, closed))
    return {path for one in all_of(course) for path in _pages(one, secrets, closed)}
