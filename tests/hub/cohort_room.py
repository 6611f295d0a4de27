"""Real Linux users with random names and a cohort's folders for them, made for a test and always taken away again."""

from __future__ import annotations

import contextlib
import fcntl
import grp
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from peer_course.hub import accounts, places, settings_file
from peer_course.library import paths
from people import others_run_this_python

_HELD: list = []  # the lock, while this process has it


@dataclass
class Cohort:
    """The folders, the settings file, and the names by role."""

    folder: Path
    file: Path
    tutors: list[str]
    learners: list[str]

    @property
    def settings(self) -> settings_file.Settings:
        return settings_file.read(self.file)

    def home(self, name: str) -> Path:
        return Path(pwd.getpwnam(name).pw_dir)


def root_or_skip() -> None:
    """Skip, with a sentence, where system accounts cannot be made or cannot run this Python."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("Not tried: making system accounts needs root.")
    if not shutil.which("useradd") or not shutil.which("userdel"):
        pytest.skip("Not tried: this system has no useradd and userdel.")
    if not others_run_this_python():
        pytest.skip("Not tried: other users of this machine cannot run this Python, or not read the package.")


@contextlib.contextmanager
def cohort(tutors: int = 1, learners: int = 2):
    """A cohort that is ready to be served; `accounts.GROUP` is made for the time if it is not there."""
    root_or_skip()
    with _one_at_a_time():
        yield from _cohort(tutors, learners)


@contextlib.contextmanager
def _one_at_a_time():
    """The tutors' group has one name on a machine, so cohorts of tests that run side by side wait for each other.

    Within one process a second cohort may stand beside the first.
    """
    if _HELD:
        yield
        return
    with (Path(tempfile.gettempdir()) / f"cohort-test-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _HELD.append(lock)
        try:
            yield
        finally:
            _HELD.clear()


def _cohort(tutors: int, learners: int):
    folder = Path(tempfile.mkdtemp(prefix="cohort-test-"))
    folder.chmod(0o755)
    made: list[str] = []
    group_made = not _has_group()
    try:
        if group_made:
            _ran("groupadd", accounts.GROUP)
        names = {"tutors": [], "learners": []}
        for role, count in (("tutors", tutors), ("learners", learners)):
            for _ in range(count):
                name = f"pc-{role[0]}-{secrets.token_hex(4)}"
                _ran("useradd", "--create-home", "--home-dir", str(folder / name), "--key", "HOME_MODE=0700",
                     *(["--groups", accounts.GROUP] if role == "tutors" else []), name)
                made.append(name)
                names[role].append(name)
        _course(folder)
        file = folder / "hub.toml"
        file.write_text(_file(folder, **names), "utf-8")
        assert places.make(settings_file.read(file)) == []
        yield Cohort(folder, file, **names)
    finally:
        for name in made:
            subprocess.run(["userdel", "--force", name], check=False, capture_output=True)
        if group_made:
            subprocess.run(["groupdel", accounts.GROUP], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _course(folder: Path) -> None:
    course = folder / "course"
    for name in ("notebooks", "release", "content", "source", "tutors"):
        shutil.copytree(paths.ROOT / name, course / name, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(paths.ROOT / "nbgrader_config.py", course)
    _ran("chmod", "-R", "go=rX", str(course))


def _file(folder: Path, tutors: list[str], learners: list[str]) -> str:
    listed = {role: ", ".join(f'"{name}"' for name in names) for role, names in
              (("tutors", tutors), ("learners", learners))}
    return (f'[course]\nfolder = "{folder}/course"\nexchange = "{folder}/exchange"\ndata = "{folder}/data"\n'
            f"[people]\ntutors = [{listed['tutors']}]\nlearners = [{listed['learners']}]\n"
            '[sign-in]\nauthenticator = "native-password-file"\n'
            '[address]\ndomain = "localhost"\nport = 880\nsubdomains = false\n')


def _has_group() -> bool:
    try:
        return bool(grp.getgrnam(accounts.GROUP))
    except KeyError:
        return False


def _ran(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
