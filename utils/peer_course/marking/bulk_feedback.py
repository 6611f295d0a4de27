"""Writing and sending feedback to everybody whose hand-in a person has read, in one process.

Here: who gets a page now, and the order of steps, so that a run can be stopped and gone on with at any time.
Not here: the page (`feedback_page`), what was said (`feedback_said`), nbgrader's exchange (`feedback_sending`).
"""

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path

from .. import handover, library
from . import feedback_said, reading
from .course_folder import CourseFolder, NotPossible, gradebook
from .feedback_page import comment_html, page
from .feedback_said import Said
from .feedback_sending import NotSent, Sender
from .reading import HandIn

SENT, WRITTEN, BEFORE, WAITS, LEFT = "sent", "written", "before", "waits", "left"
FULL = ("The disk is full. Pages that were written and sent before are kept, nothing is half done. "
        "Please make room, then run the command again: it goes on from here.")


@dataclass(frozen=True)
class Outcome:
    """What became of one hand-in: sent, written (not sent), before (nothing new), waits for a person, or left."""

    hand_in: HandIn
    state: str
    say: str = ""


class Run:
    """One run over hand-ins that are ready to read. `hand_ins` are those asked for; `take` does one.

    `unsent` is a sentence on why nothing can be sent, empty when all is well. Raises NotPossible with the
    sentence to show when there is no gradebook, or a task that it does not know.
    """

    def __init__(self, course: CourseFolder, tasks: tuple[str, ...] = (), send: bool = True):
        self.course, self.held = course, {}
        with gradebook(course) as book:
            self.tasks = _asked(book, tasks)
            for task in self.tasks:
                self.held |= {(task, *who): boxes for who, boxes in feedback_said.boxes(book, task).items()}
        self.hand_ins = [one for task in self.tasks for one in reading.waiting(course, task)]
        self.not_ready = {task: len(reading.not_ready(course, task)) for task in self.tasks}
        self.sender, self.unsent = _sender(course) if send else (None, "")

    def take(self, hand_in: HandIn) -> Outcome:
        """Write and send one page if somebody has read the hand-in. Raises NotPossible only if none could be done."""
        try:
            return self._take(hand_in)
        except (NotPossible, NotSent) as e:
            return Outcome(hand_in, LEFT, str(e))
        except OSError as e:
            if e.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NotPossible(FULL) from e
            return Outcome(hand_in, LEFT, f"Its files could not be read or written ({e.strerror or e}). "
                                          "Please look who may read and write there, then run the command again.")
        except Exception as e:  # noqa: BLE001 - whatever one hand-in does, the others are to get their page
            return Outcome(hand_in, LEFT, f"Something nobody thought of ({type(e).__name__}: {e}). No page was sent. "
                                          "Please show this line to whoever looks after the course.")

    def _take(self, hand_in: HandIn) -> Outcome:
        task, learner = hand_in.task, hand_in.learner
        held = self.held.get((task, learner, task))
        if held is None:
            return Outcome(hand_in, LEFT,
                           f"The gradebook does not know it. `peer-course mark --again {task}` enters it.")
        said = feedback_said.said(held, list(hand_in.markings), hand_in.handed_in)
        file = self.course.feedback / learner / task / f"{task}.html"
        if not said.finished or (said.only_comments and _of_version_before(file, hand_in, said)):
            return Outcome(hand_in, WAITS)
        text = page(task, reading.read(self.course, task, learner), said)
        fresh = _put(file, text, self.course.autograded / learner / task)
        if self.sender is None:
            return Outcome(hand_in, WRITTEN if fresh else BEFORE)
        if self.sender.is_there(file):
            return Outcome(hand_in, BEFORE)
        self.sender.send(file, learner, task)
        return Outcome(hand_in, SENT)


def _asked(book, tasks: tuple[str, ...]) -> tuple[str, ...]:
    from nbgrader.api import Assignment

    known = [row[0] for row in book.db.query(Assignment.name).order_by(Assignment.name)]
    for task in tasks:
        if task not in known:
            there = "" if known else " The gradebook knows no task yet: `nbgrader generate_assignment TASK` enters one."
            raise NotPossible(library.unknown(task, known, "task") + there + " Nothing was changed.")
    return tuple(dict.fromkeys(tasks)) or tuple(known)


def _sender(course: CourseFolder):
    try:
        return Sender(course), ""
    except NotPossible as e:
        return None, str(e)


def _of_version_before(file: Path, hand_in: HandIn, said: Said) -> bool:
    """Tell whether the comments are those that were sent about an earlier version: then this one still waits."""
    if _text(file.parent / handover.TIMESTAMP).strip() == hand_in.handed_in:
        return False
    sent = _text(file)
    return bool(sent) and all(str(comment_html(text)) in sent for text in said.comments.values() if text)


def _put(file: Path, text: str, source: Path) -> bool:
    """Write a page, whole or not at all, beside the time and the secret of its hand-in; tell whether it is new."""
    beside = [name for name in (handover.TIMESTAMP, handover.SECRET) if (source / name).is_file()]
    same = all(_text(source / name) == _text(file.parent / name) for name in beside)
    if same and _text(file) == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.chmod(0o644)
        if not same:
            # An old page must never lie beside the secret of another version, or it would be sent as that one's.
            file.unlink(missing_ok=True)
            for name in beside:
                (file.parent / name).unlink(missing_ok=True)
                shutil.copyfile(source / name, file.parent / name)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
