"""Opening a task to learners, and the exchange's folders that are made on this occasion.

Not here: building a task (`releasing`), and which permissions are right (`walls`).
"""

from pathlib import Path

from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment

from .. import handover
from . import walls


class ReleaseAssignment(ExchangeReleaseAssignment):
    """Release a task into an exchange that keeps learners apart."""

    def ensure_root(self):
        """Leave the exchange's own folder to `init_dest`: nbgrader would open it to everybody."""

    def init_dest(self):
        """Make the folders or mend them, before anything is put there."""
        shared = self.coursedir.groupshared
        course = Path(self.root, self.coursedir.course_id)
        fault = walls.fault_of_root(Path(self.root), shared) or (course.is_dir() and walls.fault_of_owner(course))
        if fault:
            self.fail(f"Not released: {fault}")
        super().init_dest()
        # Nobody else needs the gradebook before a task is released, and by now it is there.
        handover.share(Path(self.coursedir.root))
        group = Path(self.coursedir.root).stat().st_gid if shared else None
        fault = walls.close(walls.for_course(course, shared), group)
        if fault:
            self.fail(f"Not released: {fault}")


class FetchAssignment(walls.MayEnter, ExchangeFetchAssignment):
    """Fetch a task from an exchange that can be entered and not written."""
