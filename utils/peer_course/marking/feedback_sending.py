"""Releasing feedback pages by nbgrader's own way, one hand-in at a time, so that `nbgrader fetch_feedback` finds them.

Here: nbgrader's exchange, made from the same settings as its own commands use. Not here: what is sent, and to whom.
"""

import glob
import logging
import os
from pathlib import Path

from .. import handover
from . import arrivals
from .course_folder import CourseFolder, NotPossible


class NotSent(Exception):
    """One page could not be sent; the message says what to do."""


class Sender:
    """nbgrader's exchange for feedback, for one course. Raises NotPossible when there is none to send through."""

    def __init__(self, course: CourseFolder):
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.exchange import ExchangeFactory

        from ..exchange.feedback import ReleaseFeedback

        self.course, config = course, settings(course)
        self.log = logging.getLogger("peer_course.sending")
        self.log.addHandler(logging.NullHandler())
        self.log.propagate = False
        self.folder = CourseDirectory(config=config, log=self.log)
        self.factory = ExchangeFactory(config=config, log=self.log)
        self.by_folders = issubclass(self.factory.release_feedback, ReleaseFeedback)
        self.inbound = Path(self._exchange().root) / self.folder.course_id / "inbound" if self.by_folders else None
        if self.by_folders and not os.access(self.inbound, os.R_OK | os.X_OK):
            raise NotPossible(f"there is no exchange at {self.inbound}, or this account may not read it. It is made "
                              "when a task is released (`nbgrader release_assignment TASK`). Then please try again.")

    def is_there(self, page: Path) -> bool:
        """Tell whether this very page was sent before; of another kind of exchange nobody can tell."""
        if not self.by_folders:
            return False
        from ..exchange.feedback import NoWayBack

        try:
            folder = self._way_back(page)
        except (NoWayBack, OSError):
            return False
        return arrivals.read_file(folder, handover.feedback_page(page.stem)) == page.read_bytes()

    def send(self, page: Path, learner: str, task: str) -> None:
        """Release the pages of one hand-in. Raises NotSent."""
        if not (page.parent / handover.SECRET).is_file() or not (page.parent / handover.TIMESTAMP).is_file():
            raise NotSent("It did not come in through the exchange, so it cannot go back that way. Please give them "
                          f"the page yourself: {page}")
        self._look_ahead(page)
        # nbgrader looks for files by a pattern: signs in a name that mean something there are put as themselves.
        self.folder.assignment_id, self.folder.student_id = task, glob.escape(learner)
        self._exchange().start()
        if self.by_folders and not self.is_there(page):
            raise NotSent(f"nbgrader did not send it and did not say why. Please give them the page yourself: {page}")

    def _exchange(self):
        return self.factory.ReleaseFeedback(coursedir=self.folder, config=self.factory.config, log=self.log)

    def _look_ahead(self, page: Path) -> None:
        from ..exchange.feedback import NoWayBack

        if self.by_folders:
            try:
                self._way_back(page)
            except NoWayBack as e:
                raise NotSent(f"It could not be sent: {e}. Please give them the page yourself: {page}") from e

    def _way_back(self, page: Path) -> Path:
        from ..exchange.feedback import way_back

        timestamp = (page.parent / handover.TIMESTAMP).read_text(encoding="utf-8")
        return way_back(self.inbound, page.parents[1].name, page.parent.name, timestamp)


def settings(course: CourseFolder):
    """Return nbgrader's settings as its own commands read them: the computer's, the person's, then the course's."""
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config import Config
    from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

    from .. import nbgrader_settings

    found = Config()
    for folder in [*reversed(jupyter_config_path()), str(course.root)]:
        try:
            found.merge(PyFileConfigLoader("nbgrader_config.py", path=folder).load_config())
        except ConfigFileNotFound:
            continue
    if not (course.root / "nbgrader_config.py").is_file():
        nbgrader_settings.apply(found, course.root)
    return found
