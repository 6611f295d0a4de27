"""People with system accounts of their own on this machine, for tests of who can reach what; all is removed again.

Needs root, and a Python that other accounts can run; where that is not so the tests say that they were not run.
What must not live here: any test.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TASK = "07-writing-about-people"
# Runs each attempt by itself and says what came of it.
ATTEMPTS = """
import json, os, shutil, sys
for name, code in json.loads(sys.argv[1]):
    try:
        exec(code)
        print(json.dumps([name, "done"]))
    except BaseException as e:
        print(json.dumps([name, type(e).__name__]))
"""


@dataclass(frozen=True)
class Account:
    """Somebody with a system account: their number, their groups, and where they work."""

    name: str
    number: int
    groups: tuple[int, ...]
    home: Path
    course: Path
    exchange: Path

    @property
    def work(self) -> Path:
        return self.home / "my-work"

    @property
    def env(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1",
            "JUPYTERHUB_USER": self.name, "JUPYTER_DATA_DIR": str(self.home / "jupyter"),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"), "PEER_COURSE_HOME": str(self.home / "store"),
            "PEER_COURSE_WORK": str(self.work), "PEER_COURSE_EXCHANGE": str(self.exchange),
        }

    def start(self, *words: str, **more: str) -> subprocess.Popen:
        """Start one of nbgrader's commands as this person, with the usual permissions of a terminal."""
        return self._start(["-m", "nbgrader", *words], **more)

    def peer_course(self, *words: str) -> str:
        """Run one of our own commands as this person and return what it said, however it ended."""
        return finish(self._start(["-c", "from peer_course.cli import main; main()", *words]), None)

    def _start(self, words: list[str], **more: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *words], cwd=self.course, env=self.env | more, user=self.number, group=self.groups[0],
            extra_groups=self.groups[1:], umask=0o022, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, *words: str, expect: int | None = 0, **more: str) -> str:
        """Run a command as this person and return what it said."""
        return finish(self.start(*words, **more), expect)

    def attempt(self, attempts: dict[str, str]) -> dict[str, str]:
        """Try each piece of Python as this person: "done", or the name of what stopped it."""
        said = finish(self._start(["-c", ATTEMPTS, json.dumps(list(attempts.items()))]), 0)
        return dict(json.loads(line) for line in said.splitlines() if line.startswith("["))

    def fetch(self, *texts: str) -> None:
        """Fetch the task and write into its boxes."""
        self.run("fetch_assignment", TASK)
        self.write(*texts)

    def write(self, *texts: str) -> None:
        """Put each text into one answer box of one's own page."""
        page = self.work / TASK / f"{TASK}.ipynb"
        nb = json.loads(page.read_text(encoding="utf-8"))
        boxes = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        for cell, text in zip(boxes, texts, strict=False):
            cell["source"] = text
        page.write_text(json.dumps(nb), encoding="utf-8")


def finish(started: subprocess.Popen, expect: int | None) -> str:
    """Wait for a command and return what it said."""
    try:
        said, _ = started.communicate(timeout=180)
    except BaseException:
        # An account with a program still running could not be removed.
        started.kill()
        started.wait()
        raise
    assert expect is None or started.returncode == expect, said
    return said


@contextlib.contextmanager
def machine():
    """Make a folder that all can enter, and a way to make accounts in it; remove both at the end."""
    _possible()
    top = Path(tempfile.mkdtemp(prefix="peer-course-people-"))
    top.chmod(0o755)
    made = contextlib.ExitStack()
    with contextlib.suppress(ValueError):  # not in the main thread
        # A run that is ended from outside must leave no account behind.
        made.callback(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)))
    try:
        with made:
            yield Maker(top, made)
    finally:
        shutil.rmtree(top, ignore_errors=True)


@dataclass
class Maker:
    """Makes groups and accounts with random names, and notes how to remove them."""

    top: Path
    undo: contextlib.ExitStack

    def group(self) -> int:
        """Make a group and return its number."""
        import grp

        name = f"pct{secrets.token_hex(4)}"
        _run("groupadd", name)
        self.undo.callback(_run, "groupdel", name)
        return grp.getgrnam(name).gr_gid

    def account(self, who: str, course: Path, exchange: Path, also: int | None = None) -> Account:
        """Make an account with a closed home, in the group `also` too if one is given."""
        import pwd

        name = f"{who}{secrets.token_hex(4)}"
        home = self.top / "homes" / name
        home.parent.mkdir(exist_ok=True)
        more = [] if also is None else ["--groups", str(also)]
        _run("useradd", "--create-home", "--home-dir", str(home), "--user-group", *more, name)
        self.undo.callback(_run, "userdel", "--force", name)
        home.chmod(0o700)
        found = pwd.getpwnam(name)
        groups = (found.pw_gid,) if also is None else (found.pw_gid, also)
        return Account(name, found.pw_uid, groups, home, course, exchange)


def _possible() -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("useradd"):
        pytest.skip("Not run: whether people with accounts of their own are kept apart can only be tried as root on Linux.")
    if not others_run_this_python():
        pytest.skip(f"Not run: other accounts cannot run {sys.executable} or read this course, so nobody can be tried.")


def others_run_this_python() -> bool:
    """Tell whether an account with no rights of its own can run this Python and read nbgrader and this package."""
    try:
        ran = subprocess.run([sys.executable, "-c", "import nbgrader, peer_course"], user=65534, group=65534,
                             extra_groups=[], cwd="/", check=False, capture_output=True,
                             env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"})
    except OSError:  # The system does not even let them start it, as when it lies under somebody's home.
        return False
    return ran.returncode == 0


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
