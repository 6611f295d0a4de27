"""Names and places that the learner's side and the tutor's side of handing in both rely on.

Here: the course id, the folders, the small files that one side leaves for the other to see.
Not here: nbgrader (this loads in a learner's kernel), and any reading or writing of hand-ins.
"""

import contextlib
import os
import sys
from pathlib import Path

from .library import paths

COURSE = "peer_support"
STUB = "*Write here, in your own words.*"

# Left by our submit beside nbgrader's own copy: without it nobody could name what to take back,
# because nbgrader keeps the random end of the name to itself.
SENT_AS = "sent-as.txt"
# Left by our collect inside the hand-in: this is how a learner sees that the tutor has it.
COLLECTED = "collected.txt"
SECRET = "submission_secret.txt"
TIMESTAMP = "timestamp.txt"


def root() -> Path:
    """Return the course folder: the nearest one above where we work, or else the package's own."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "nbgrader_config.py").is_file() and (folder / "release").is_dir():
            return folder
    return paths.ROOT


def work(course: Path | None = None) -> Path:
    """Return the folder where fetched tasks lie (PEER_COURSE_WORK moves it)."""
    return _place("PEER_COURSE_WORK", (course or root()) / "my-work")


def exchange(course: Path | None = None) -> Path:
    """Return the folder between learners and tutors (PEER_COURSE_EXCHANGE moves it)."""
    return _place("PEER_COURSE_EXCHANGE", (course or root()) / "exchange")


def service() -> str:
    """Return the address of the service that carries hand-ins (PEER_COURSE_NGSHARE), "" where a folder does."""
    return os.environ.get("PEER_COURSE_NGSHARE", "").rstrip("/")


def has_tutor() -> bool:
    """Tell whether there is anybody to hand in to: a service, or an exchange that nbgrader can use here."""
    return bool(service()) or sys.platform != "win32" and inbound().is_dir()


def notebook(task: str) -> Path:
    """Return where the learner's own copy of a task lies, whether it is there or not."""
    return work() / task / f"{task}.ipynb"


def inbound() -> Path:
    """Return the folder in the exchange that hand-ins are put into."""
    return exchange() / COURSE / "inbound"


def feedback_page(task: str) -> str:
    """Return the name under which feedback waits inside a hand-in."""
    return f"feedback-{task}.html"


def is_shared(course: Path) -> bool:
    """Tell whether several accounts work in a course folder: what is made there goes to a group that may write."""
    try:
        return course.stat().st_mode & 0o2020 == 0o2020 and os.access(course, os.W_OK)
    except OSError:
        return False


def share(course: Path) -> None:
    """Where several tutors work in one folder, leave what this program makes there open to their group alone.

    nbgrader's gradebook is made with the usual permissions of a system, so its owner opens it to the group here.
    """
    if not is_shared(course):
        return
    os.umask(0o007)
    gradebook = course / "gradebook.db"
    with contextlib.suppress(OSError):
        # Through what was opened: in a shared folder a name can be a link to somebody else's file.
        opened = os.open(gradebook, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if os.fstat(opened).st_mode & 0o777 != 0o660:
                os.fchmod(opened, 0o660)
        finally:
            os.close(opened)


def _place(variable: str, otherwise: Path) -> Path:
    chosen = os.environ.get(variable)
    return Path(chosen).expanduser().resolve() if chosen else otherwise
