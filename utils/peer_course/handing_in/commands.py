"""Run one of nbgrader's own commands for a learner, and turn its log into what to do next.

Each runs in a process of its own: nbgrader takes seconds and much memory to load, and a learner's kernel
must stay light. Not here: what is said in the end (`sentences`).
"""

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass

from .. import handover

SECONDS = 180
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
REASONS = (
    ("do_tell_full", ("No space left", "Disk quota exceeded", "Errno 28", "Errno 122")),
    ("do_tell_closed", ("Unwritable directory", "Permission denied", "write permissions",
                        "Read-only file system", "Inbound directory doesn't exist", "Assignment not found")),
)


@dataclass(frozen=True)
class Ran:
    """How a command went: whether it did its work, its log, and the name of the sentence on what to do."""

    done: bool
    log: str
    todo: str = ""


def nbgrader(*words: str, seconds: float = SECONDS) -> Ran:
    """Run `nbgrader …` in the course folder; never raises."""
    if importlib.util.find_spec("nbgrader") is None:
        return Ran(False, "nbgrader is not installed here", "do_tell_setup")
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words], cwd=handover.root(), env=_environment(),
            timeout=seconds, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False)
    except subprocess.TimeoutExpired as e:
        return Ran(False, COLOUR.sub("", (e.output or b"").decode(errors="replace")), "do_wait")
    except OSError as e:
        return Ran(False, str(e), "do_again")
    log = COLOUR.sub("", ran.stdout.decode(errors="replace"))
    return Ran(ran.returncode == 0, log, "" if ran.returncode == 0 else _todo(log))


def _environment() -> dict[str, str]:
    # The kernel may have been started with other settings of ours than a fresh process would find.
    return os.environ | {"PEER_COURSE_EXCHANGE": str(handover.exchange()),
                         "PEER_COURSE_WORK": str(handover.work())}


def _todo(log: str) -> str:
    return next((name for name, signs in REASONS if any(sign in log for sign in signs)), "do_again")
