"""The folders of a cohort: made, closed as they should be, and brought up to date without losing anybody's change.

What tutors have changed since it was brought is kept; what they have not touched follows the course. What must not
live here: accounts and groups of the system, which the administrator makes (`accounts` says how).
"""

from __future__ import annotations

import grp
import hashlib
import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..library import paths
from .accounts import GROUP, folders
from .settings_file import NotReady, Settings

# What tutors get of the course to work on; `content` has a folder of its own, which learners read.
BROUGHT = ("source", "release", "tutors", "nbgrader_config.py")


def make(settings: Settings) -> list[str]:
    """Make what is missing, bring what is new, and return the files of tutors that differ from the course's new ones.

    Raises NotReady when this account may not, or there is no tutors' group yet.
    """
    if os.geteuid():
        raise NotReady("Setting up needs root. (sudo peer-course hub --settings … --set-up)")
    try:
        group = grp.getgrnam(GROUP).gr_gid
    except KeyError:
        raise NotReady(f"There is no group {GROUP} yet, in which tutors share their work. "
                       f"Please run: groupadd {GROUP}") from None
    if not (settings.course / "content" / "course.yml").is_file():
        raise NotReady(f"{settings.course} does not hold the course. Please put a checkout there.")
    for path, mode, of_group, _ in folders(settings):
        path.mkdir(parents=True, exist_ok=True)
        os.chown(path, 0, group if of_group else -1)
        path.chmod(mode)
    noted = settings.hub / "brought.json"
    before = json.loads(noted.read_text("utf-8")) if noted.is_file() else {}
    now, kept = _as_a_tutor(settings, group, partial(_bring_all, settings, before))
    noted.write_text(json.dumps(before | now, indent=1), "utf-8")
    _compile_words()
    links = {".venv": Path(sys.prefix), "content": settings.content, "notebooks": settings.course / "notebooks"}
    for name, to in links.items():
        link = settings.tutors_folder / name
        if not link.is_symlink() and not link.exists():
            link.symlink_to(to)
    return kept


def _compile_words() -> None:
    """Once for everybody: kernels read the course's own words from here, and compile only what a tutor changes."""
    env = {name: value for name, value in os.environ.items() if name != "PEER_COURSE_CONTENT"}
    subprocess.run([sys.executable, "-m", "peer_course.library.compile"], env=env, check=False, capture_output=True)
    for place in (paths.COMPILED, *paths.COMPILED.rglob("*")):
        if place.is_dir():
            place.chmod(0o755)


def _as_a_tutor(settings: Settings, group: int, do: Callable[[], object]) -> object:
    """Return what `do` returns, run under the first tutor's account: among tutors' files root could be led astray.

    A tutor may put a link in the place of a folder at any moment; there this does no more than a tutor could.
    Raises NotReady with what was said when it fails. What `do` returns has to fit into JSON.
    """
    known = {one.pw_name: one.pw_uid for one in pwd.getpwall()}
    number = next((known[name] for name in settings.tutors if known.get(name)), None)
    if number is None:
        raise NotReady("None of the tutors has an account on this machine yet. Please run: "
                       f"useradd --create-home --shell /bin/bash --groups {GROUP} {settings.tutors[0]}")
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(group)
            os.setuid(number)
            os.umask(0o002)
            said = json.dumps([do(), ""])
        except BaseException as e:
            said = json.dumps([None, str(e) or repr(e)])
        with os.fdopen(writes, "w", encoding="utf-8") as out:
            out.write(said)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as given:
        found, fault = json.load(given)
    os.waitpid(child, 0)
    if fault:
        raise NotReady(f"The course could not be brought to the tutors' folders: {fault}. What was done stays; "
                       "please put that right and run the same command again.")
    return found


def _bring_all(settings: Settings, before: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    kept: list[str] = []
    now = _bring(settings.course / "content", settings.content, before, kept)
    for name in BROUGHT:
        now |= _bring(settings.course / name, settings.tutors_folder / name, before, kept)
    return now, kept


def _bring(source: Path, target: Path, before: dict[str, str], kept: list[str]) -> dict[str, str]:
    """Copy each file that is new, or that nobody has changed since it was brought; returns the marks of what it is."""
    now: dict[str, str] = {}
    files = [source] if source.is_file() else sorted(path for path in source.rglob("*") if path.is_file())
    for file in files:
        if any(part.startswith(".") for part in file.relative_to(source).parts):
            continue
        goal = target / file.relative_to(source)
        new, old = _mark(file), before.get(str(goal))
        there = _mark(goal) if goal.is_file() and not goal.is_symlink() else ""
        if there == new:
            pass
        elif _is_free(goal) and (there == old if there else old is None):
            _put(file, goal)
        elif old != new:
            kept.append(str(goal))
        now[str(goal)] = new
    return now


def _put(file: Path, goal: Path) -> None:
    # The folders above have the tutors' group and hand it on (setgid), so what is made here belongs to it.
    goal.parent.mkdir(parents=True, exist_ok=True)
    new = goal.with_name(f".{goal.name}.new")
    new.unlink(missing_ok=True)
    shutil.copyfile(file, new)
    new.replace(goal)


def _is_free(goal: Path) -> bool:
    """Whether nothing on the way is a link that a tutor made: it would lead away from the tutors' folder."""
    return not any(path.is_symlink() for path in (goal, goal.with_name(f".{goal.name}.new"), *goal.parents))


def _mark(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
