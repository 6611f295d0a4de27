"""The folders of a cohort: made, closed as they should be, and brought up to date without losing anybody's change.

What tutors have changed since it was brought is kept; what they have not touched follows the course. What must not
live here: accounts and groups of the system, which the administrator makes (`accounts` says how).
"""

from __future__ import annotations

import grp
import hashlib
import json
import os
import shutil
import stat
import sys
from pathlib import Path

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
    kept: list[str] = []
    now = _bring(settings.course / "content", settings.content, before, group, kept)
    for name in BROUGHT:
        now |= _bring(settings.course / name, settings.tutors_folder / name, before, group, kept)
    noted.write_text(json.dumps(before | now, indent=1), "utf-8")
    links = {".venv": Path(sys.prefix), "content": settings.content, "notebooks": settings.course / "notebooks"}
    for name, to in links.items():
        link = settings.tutors_folder / name
        if not link.is_symlink() and not link.exists():
            link.symlink_to(to)
    return kept


def _bring(source: Path, target: Path, before: dict[str, str], group: int, kept: list[str]) -> dict[str, str]:
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
            _open_to_tutors(goal, group)
        elif _is_free(goal) and (there == old if there else old is None):
            _put(file, goal, target if source.is_dir() else target.parent, group)
        elif old != new:
            kept.append(str(goal))
        now[str(goal)] = new
    return now


def _put(file: Path, goal: Path, top: Path, group: int) -> None:
    for folder in reversed([top, *(one for one in goal.parents if top in one.parents)]):
        if not folder.is_dir():
            folder.mkdir(parents=True)
        os.chown(folder, -1, group)
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o2070)
    new = goal.with_name(f".{goal.name}.new")
    shutil.copyfile(file, new)
    _open_to_tutors(new, group)
    new.replace(goal)


def _open_to_tutors(path: Path, group: int) -> None:
    os.chown(path, -1, group, follow_symlinks=False)
    path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o060)


def _is_free(goal: Path) -> bool:
    """Whether nothing on the way is a link: a tutor may make one, and this runs as root."""
    return not any(path.is_symlink() for path in (goal, goal.with_name(f".{goal.name}.new"), *goal.parents))


def _mark(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
