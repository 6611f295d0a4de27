"""Feedback on its way to one learner: it is put into their own hand-in, where only they and the tutors may enter.

`way_back` finds that place. Not here: what is in a page (`marking.feedback_page`), and who gets one
(`marking.bulk_feedback`).
"""

import glob
import os
import shutil
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from nbgrader.exchange.default import ExchangeFetchFeedback, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash

from .. import handover
from ..marking import arrivals
from . import walls


class NoWayBack(Exception):
    """A page cannot be put where its learner alone could read it; the message says why and what to do."""


def way_back(inbound: Path, learner: str, task: str, timestamp: str) -> Path:
    """Return the folder of a hand-in in the exchange that its learner can enter. Raises NoWayBack."""
    found = [inbound / name for name in _listed(inbound).get((learner, task, timestamp.strip()), ())]
    theirs = [folder for folder in found if not walls.is_anothers(folder.lstat().st_uid, learner, inbound)]
    if not theirs:
        raise NoWayBack("their hand-in is no longer in the exchange")
    account = walls.number_of(learner)
    folder = next((one for one in theirs if account is None or one.lstat().st_uid == account), None)
    if folder is None:
        # So it is after a backup was brought back: everything belongs to whoever did that.
        raise NoWayBack(f"their hand-in in the exchange is not in their account's name, so they could not open it. "
                        f"Whoever looks after the computer can give it back to them: {theirs[0]}")
    return folder


def _listed(inbound: Path) -> dict[tuple[str, str, str], list[str]]:
    try:
        return _index(inbound, inbound.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


# A thousand pages are sent in one run; what came in is listed anew only when something came or went.
@lru_cache(maxsize=1)
def _index(inbound: Path, _changed: int) -> dict[tuple[str, str, str], list[str]]:
    found = defaultdict(list)
    for name in sorted(path.name for path in inbound.iterdir()):
        parts = name.rsplit("+", 3)
        if len(parts) >= 3 and not name.startswith("."):
            found[tuple(parts[:3])].append(name)
    return found


class ReleaseFeedback(walls.MayEnter, ExchangeReleaseFeedback):
    """Put each feedback page into the hand-in it belongs to, and into no place that others can enter."""

    def init_dest(self):
        """Compute where hand-ins lie; nothing has to be made."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = Path(self.root, self.coursedir.course_id)
        self.dest_path = self.course_path / "inbound"
        if not os.access(self.dest_path, os.R_OK | os.X_OK):
            self.fail(f"There is no exchange that this account may read at {self.dest_path}.")

    def copy_files(self):
        """Release the pages; one that cannot be is named, and the others are released."""
        left_out = set(filter(None, self.coursedir.student_id_exclude.split(",")))
        # A pattern by now: nbgrader has put * where any learner is meant.
        pages = [Path(found) for found in sorted(glob.glob(f"{self.src_path}/*.html"))]  # noqa: PTH207
        not_released = [page for page in pages if page.parents[1].name not in left_out and not self._release(page)]
        if not_released:
            self.fail(f"{len(not_released)} feedback page(s) could not be released; they are named above.")

    def _release(self, page: Path) -> bool:
        learner, task = page.parents[1].name, page.parent.name
        try:
            timestamp = (page.parent / handover.TIMESTAMP).read_text(encoding="utf-8")
            folder = way_back(self.dest_path, learner, task, timestamp)
            arrivals.leave_note(folder, handover.feedback_page(page.stem), page.read_bytes())
            self._forget_old_place(page)
        except (NoWayBack, OSError, ValueError) as e:
            self.log.error("Not released, please give them the page yourself: %r (%s)", str(page), e)
            return False
        self.log.info("Feedback released to: %s", folder)
        return True

    def _forget_old_place(self, page: Path) -> None:
        """Take away the page that an earlier version of this course released, readable by whoever knew its name."""
        secret = (page.parent / handover.SECRET).read_text(encoding="utf-8", errors="replace")
        if secret:
            name = notebook_hash(secret=secret, notebook_id=page.stem)
            Path(self.course_path, "feedback", f"{name}.html").unlink(missing_ok=True)


class FetchFeedback(walls.MayEnter, ExchangeFetchFeedback):
    """Fetch feedback from one's own hand-ins, and from where earlier versions of this course put it."""

    def init_src(self):
        """Look into each hand-in that nbgrader's own copies tell of."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        course = Path(self.root, self.coursedir.course_id)
        self.src_path = str(course / "inbound")
        self.feedback_files = []
        for copy in sorted(Path(self.cache, self.coursedir.course_id).glob("*+*+*")):
            _, task, timestamp = copy.name.rsplit("+", 2)
            if task == self.coursedir.assignment_id and not copy.name.startswith("."):
                self._look(course, copy, timestamp)

    def _look(self, course: Path, copy: Path, timestamp: str) -> None:
        for notebook in sorted(copy.glob("*.ipynb")):
            page = next(filter(os.path.isfile, places(course, copy, notebook.stem)), None)
            if page is None:
                self.log.warning("Could not find feedback for '%s' submitted at %s", notebook.stem, timestamp)
            else:
                self.feedback_files.append((notebook.stem, timestamp, str(page)))

    def do_copy(self, src, dest):
        """Copy, for this account's eyes only."""
        before = os.umask(0o077)
        try:
            super().do_copy(src, dest)
            for notebook, timestamp, _ in self.feedback_files:
                Path(dest, timestamp, f"{notebook}.html").chmod(0o600)
        except (OSError, shutil.Error) as e:
            self.fail(f"Feedback could not be fetched: {e}")
        finally:
            os.umask(before)


def places(course: Path, copy: Path, notebook: str) -> list[Path]:
    """Return where feedback to a hand-in may lie in the exchange, by nbgrader's copy of it, the present way first."""
    try:
        known_as = (copy / handover.SENT_AS).read_text(encoding="utf-8").strip()
    except OSError:
        known_as = copy.name
    found = [course / "inbound" / known_as / handover.feedback_page(notebook)]
    try:
        secret = (copy / handover.SECRET).read_text(encoding="utf-8")
        return [*found, course / "feedback" / f"{notebook_hash(secret=secret, notebook_id=notebook)}.html"]
    except (OSError, AssertionError):
        return found
