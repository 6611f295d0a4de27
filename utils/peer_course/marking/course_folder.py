"""Where everything of a course lies on the tutor's side, and the way into nbgrader's gradebook.

Here: places, and the sentence a tutor reads when one of them cannot be used.
Not here: what is read or written there.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .. import handover


class NotPossible(Exception):
    """Something a tutor asked for cannot be done now; the message says what happened and what to do."""


@dataclass(frozen=True)
class CourseFolder:
    """The folders and files of one course, by their stock nbgrader names."""

    root: Path
    exchange: Path

    @property
    def source(self) -> Path:
        """Tasks as tutors write them."""
        return self.root / "source"

    @property
    def release(self) -> Path:
        """Tasks as learners get them."""
        return self.root / "release"

    @property
    def submitted(self) -> Path:
        """What was collected, learner by learner."""
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        """The same, made safe to read."""
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        """Feedback pages, before and after they are released."""
        return self.root / "feedback"

    @property
    def gradebook(self) -> Path:
        """The file of nbgrader's gradebook."""
        return self.root / "gradebook.db"

    @property
    def records(self) -> Path:
        """Our own tables: levels, comments, who marked what and when."""
        return self.root / "marking.db"

    @property
    def inbound(self) -> Path:
        """Where hand-ins arrive."""
        return self.exchange / handover.COURSE / "inbound"

    @property
    def outbox(self) -> Path:
        """Where released feedback lies until learners fetch it."""
        return self.exchange / handover.COURSE / "feedback"

    @property
    def gradebook_url(self) -> str:
        """The gradebook's address as nbgrader wants it."""
        return f"sqlite:///{self.gradebook}"


def here(root: Path | None = None) -> CourseFolder:
    """Return the course that one works in (default: the nearest one above the present folder)."""
    root = (root or handover.root()).resolve()
    handover.share(root)
    return CourseFolder(root, handover.exchange(root))


@contextmanager
def gradebook(course: CourseFolder) -> Iterator:
    """Open nbgrader's gradebook and close it again. Raises NotPossible when there is none or it cannot be used."""
    if not course.gradebook.is_file():
        raise NotPossible(
            "There is no gradebook yet. It is made when a task is released: "
            "`nbgrader generate_assignment TASK`, then `nbgrader release_assignment TASK`. Nothing was changed.")
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import DatabaseError

    try:
        with Gradebook(course.gradebook_url, handover.COURSE) as book:
            yield book
    except DatabaseError as e:
        raise NotPossible(trouble(e.orig or e, "The gradebook")) from e


def trouble(error: BaseException, what: str) -> str:
    """Return a sentence on why a database cannot be used."""
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return f"{what} is being used by another program just now. What was written before is kept. " \
               "Please close other marking windows or wait a moment, then try again."
    if "full" in said:
        return f"{what} could not be written: the disk is full. What was written before is kept. " \
               "Please make room, then try again."
    if "readonly" in said or "unable to open" in said:
        return f"{what} cannot be written in this folder. Please check who may write there, then try again."
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in said or "not a database" in said):
        return f"{what} is damaged and was left as it is. `peer-course restore` brings back a backup."
    return f"{what} cannot be used: {error}. What was written before is kept."
