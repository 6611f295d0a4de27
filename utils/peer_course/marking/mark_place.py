"""Where a hand-in that was made ready is put: whole, in one move, with the earlier version there until then.

Here: autograded/, its hidden folder for what is being made, and the lock that keeps two runs apart.
Not here: what the files say.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .. import handover
from . import mark_hand_in
from .course_folder import CourseFolder, NotPossible

# Hidden, so that neither nbgrader nor the desk takes them for learners.
MAKING, LOCK = ".being-made", ".one-at-a-time"
BUSY = ("Hand-ins are being made ready in another window just now. Please wait until that has finished, then run the "
        "command again if anything is left. Nothing was changed.")


class Place:
    """The folder of one hand-in in autograded/."""

    def __init__(self, course: CourseFolder, hand_in: mark_hand_in.HandIn):
        self.course, self.hand_in = course, hand_in
        self.folder = course.autograded / hand_in.learner / hand_in.task

    def holds(self, names: list[str]) -> bool:
        """Tell whether all these notebooks were made ready before."""
        return all((self.folder / f"{name}.ipynb").is_file() for name in names)

    def stamp(self) -> str:
        """Return the time of the version that is ready, as it stands in its file."""
        return mark_hand_in.stamp(self.folder).text

    def same(self, texts: dict[str, str]) -> bool:
        """Tell whether the very same words are ready already."""
        return all((self.folder / name).read_text(encoding="utf-8") == text for name, text in texts.items())

    @contextmanager
    def prepared(self, texts: dict[str, str], with_stamp: bool) -> Iterator[Callable[[], None]]:
        """Write the files aside and give what moves them to their place; nothing stays aside afterwards."""
        aside, before = self.course.autograded / MAKING / "new", self.course.autograded / MAKING / "before"
        try:
            self._write(aside, texts, with_stamp)
            yield lambda: self._move(aside, before)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            if before.exists() and not self.folder.exists():
                before.rename(self.folder)
            shutil.rmtree(before, ignore_errors=True)

    def _write(self, aside, texts: dict[str, str], with_stamp: bool) -> None:
        aside.mkdir(parents=True)
        for name, text in texts.items():
            (aside / name).write_text(text, encoding="utf-8")
        own = [handover.SECRET, *([handover.TIMESTAMP] if with_stamp else [])]
        for source, names in ((self.hand_in.folder, own), (self.course.source / self.hand_in.task, self._brought())):
            for name in names:
                if (source / name).is_file() and (source / name).stat().st_size <= mark_hand_in.LARGEST:
                    (aside / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source / name, aside / name)
        for path in mark_hand_in.files(aside):
            # As nbgrader does: nobody edits by mistake what a learner wrote.
            path.chmod(0o444)

    def _brought(self) -> list[str]:
        beside = {handover.TIMESTAMP, handover.SECRET}
        return [str(path) for path in mark_hand_in.expected(self.course.source / self.hand_in.task)
                if str(path) not in beside]

    def _move(self, aside, before) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if self.folder.exists():
            self.folder.rename(before)
        aside.rename(self.folder)


@contextmanager
def alone(course: CourseFolder) -> Iterator[None]:
    """Keep a second run away until this one is over. Raises NotPossible when one is under way."""
    try:
        course.autograded.mkdir(exist_ok=True)
        lock = (course.autograded / LOCK).open("a")
    except OSError as e:
        raise NotPossible(f"The folder autograded/ cannot be written ({e.strerror}). Please check who may write there, "
                          "then run the command again.") from e
    with lock:
        _hold(lock)
        # What a run left behind that was cut off, for instance by a power cut.
        shutil.rmtree(course.autograded / MAKING, ignore_errors=True)
        try:
            yield
        finally:
            shutil.rmtree(course.autograded / MAKING, ignore_errors=True)


def _hold(lock) -> None:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        # Some network drives know no locks; there the gradebook's own lock has to do.
        if e.errno not in (errno.ENOLCK, errno.ENOTSUP):
            raise NotPossible(BUSY) from e
