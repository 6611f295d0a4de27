"""What there is to read: the hand-ins of a task, and the plain words of one of them.

Here: the files in autograded/, taken as text and nothing else. Not here: what tutors made of them (`records`),
and which of them a tutor is shown next (`desk_queue`).
"""

import datetime
import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from .. import canonical, handover
from . import records
from .course_folder import CourseFolder, NotPossible
from .inert import as_typed
from .mark_words import without_stub

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
MARKS = re.compile(r"[*_`]")
STAMPS = ("%Y-%m-%d %H:%M:%S.%f %Z", "%Y-%m-%d %H:%M:%S %Z")
# A hand-in made safe holds words alone; more than this is no piece of writing, and would stall the page.
MOST_BYTES = 20_000_000
STAMP_BYTES = 1000


@dataclass(frozen=True)
class Piece:
    """One box of a hand-in, or words that stand outside the boxes (`extra`); `answer` is its name."""

    answer: str
    label: str
    text: str
    untouched: bool = False
    extra: bool = False


@dataclass(frozen=True)
class HandIn:
    """The version of a hand-in that can be read now, and every marking of this learner's hand-ins for the task."""

    task: str
    learner: str
    handed_in: str
    markings: tuple[records.Marking, ...] = ()

    def marking(self, role: str) -> records.Marking | None:
        """Return the marking of this version."""
        return next((m for m in self.markings if m.role == role and m.handed_in == self.handed_in), None)

    def earlier(self, role: str) -> records.Marking | None:
        """Return the newest marking of another version."""
        others = [m for m in self.markings if m.role == role and m.handed_in != self.handed_in]
        return max(others, key=lambda m: m.changed, default=None)


def waiting(course: CourseFolder, task: str) -> list[HandIn]:
    """Return all hand-ins of a task that are ready to read, marked or not; who waits longest comes first."""
    markings = defaultdict(list)
    for one in records.every(course, task):
        markings[one.learner].append(one)
    found = [HandIn(task, learner, handed_in(course, task, learner), tuple(markings[learner]))
             for learner in _learners(course.autograded, task)]
    return sorted(found, key=lambda one: (moment(one.handed_in) or _LONG_AGO, one.learner))


def one(course: CourseFolder, task: str, learner: str) -> HandIn:
    """Return one hand-in with its markings, without looking at the others."""
    return HandIn(task, learner, handed_in(course, task, learner), tuple(records.every(course, task, learner)))


def not_ready(course: CourseFolder, task: str) -> list[str]:
    """Return the learners whose newest hand-in was collected and has not been made ready to read."""
    return [learner for learner in _learners(course.submitted, task)
            if not _page(course, task, learner).is_file()
            or _stamp(course.submitted / learner / task) != handed_in(course, task, learner)]


def handed_in(course: CourseFolder, task: str, learner: str) -> str:
    """Return the time stamp of the version that can be read, as it stands in its file; empty if there is none."""
    return _stamp(course.autograded / learner / task)


def moment(stamp: str) -> datetime.datetime | None:
    """Return a time stamp as a time, or None when it is none."""
    for form in STAMPS:
        try:
            return datetime.datetime.strptime(stamp, form).replace(tzinfo=datetime.UTC)
        except ValueError:
            continue
    return None


def spoken(stamp: str) -> str:
    """Return a time stamp as people say it, in this computer's time; empty when it is none."""
    at = moment(stamp)
    try:
        at = at.astimezone() if at else None
    except (OverflowError, OSError, ValueError):
        at = None
    return f"{at.day} {at:%B %Y, %H:%M}" if at else ""


def read(course: CourseFolder, task: str, learner: str) -> list[Piece]:
    """Return what a learner wrote, box by box as plain text. Raises NotPossible when the file cannot be read."""
    return pieces_of(_cells(course, task, learner))


def pieces_of(cells: list[dict]) -> list[Piece]:
    """Return the boxes among the cells of a hand-in, and the words that stand outside them."""
    pieces, label = [], ""
    for cell in cells:
        box, source = _box(cell), _source(cell)
        if box.get("solution"):
            untouched = source.strip() in ("", handover.STUB)
            # Marked ready, the line is gone already; a page that came here in another way may still have it.
            text = "" if untouched else without_stub(as_typed(source))
            pieces.append(Piece(str(box.get("grade_id")), label, text, untouched))
        elif box.get("locked"):
            headings = HEADING.findall(source)
            label = MARKS.sub("", headings[-1]) if headings else label
        elif (own := without_stub(as_typed(source))).strip():
            name = str(cell.get("id") or f"own-words-{len(pieces) + 1}")
            pieces.append(Piece(name, "", own, extra=True))
    return pieces


def written(pieces: list[Piece]) -> set[str]:
    """Return the names of the boxes that there is something to read for.

    When somebody wrote outside the boxes only, these words are read for every box: a beginner may have
    missed the place.
    """
    boxes = {piece.answer for piece in pieces if not piece.extra}
    touched = {piece.answer for piece in pieces if not piece.extra and not piece.untouched}
    return touched or (boxes if any(piece.extra for piece in pieces) else set())


_LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _learners(folder: Path, task: str) -> list[str]:
    try:
        names = [entry.name for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        return []
    return [name for name in names if (folder / name / task).is_dir()]


def _stamp(folder: Path) -> str:
    try:
        with (folder / handover.TIMESTAMP).open("rb") as f:
            return f.read(STAMP_BYTES).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _page(course: CourseFolder, task: str, learner: str) -> Path:
    return course.autograded / learner / task / f"{task}.ipynb"


def _cells(course: CourseFolder, task: str, learner: str) -> list[dict]:
    page = _page(course, task, learner)
    try:
        # A link could lead to a file that is no hand-in at all.
        if not page.resolve(strict=True).is_relative_to(course.autograded.resolve()) or not page.is_file():
            raise FileNotFoundError(page)
        if page.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
        return [cell for cell in cells if isinstance(cell, dict)]
    except OSError as e:
        raise NotPossible("The text of this hand-in is not where it should be. What was written about it is kept. "
                          f"In a terminal, `peer-course mark {task}` makes it ready again.") from e
    except (ValueError, KeyError, TypeError, RecursionError) as e:
        raise NotPossible("The file of this hand-in is damaged and was left as it is. What was written about it is "
                          f"kept. Delete its folder in autograded/, then `peer-course mark {task}` makes it anew "
                          "from what was handed in.") from e


def _box(cell: dict) -> dict:
    metadata = cell.get("metadata")
    box = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return box if isinstance(box, dict) else {}


def _source(cell: dict) -> str:
    source = cell.get("source")
    return canonical.text_of(source) if isinstance(source, (str, list)) else ""
