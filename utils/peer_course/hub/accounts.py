"""Whether people's writing is kept apart on this machine; a cohort is not started before it is.

Looks, and changes nothing: each fault becomes a line that says what to run. What must not live here: making
accounts or folders, and JupyterHub.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from .settings_file import NotReady, Settings

GROUP = "peer-tutors"
SET_UP = "Please run: peer-course hub --settings … --set-up"
# Backups and receipts stay with the tutor who made them.
SHARED_BY_TUTORS = ("source", "release", "tutors", "submitted", "autograded", "feedback", "gradebook.db", "marking.db")


def refuse_unless_apart(settings: Settings) -> None:
    """Raise NotReady, with a line for each thing to put right, unless everybody has a closed account of their own."""
    # Whoever is not root cannot even look at most of it.
    problems = [problem for check in (CHECKS if not os.geteuid() else CHECKS[:1]) for problem in check(settings)]
    if problems:
        many = f"{len(problems)} things are" if len(problems) > 1 else "One thing is"
        raise NotReady(f"{many} to be put right before people's writing is kept apart here. Nothing was changed.\n"
                       + "\n".join(f"- {problem}" for problem in problems))


def _hub(settings: Settings) -> Iterator[str]:
    if os.geteuid():
        yield ("The hub has to be started as root: only then does each person's server run under their own account. "
               "It goes no further as root than starting them. (sudo peer-course hub --settings …)")
    if settings.spawner == "docker":
        import importlib.util

        if importlib.util.find_spec("dockerspawner") is None:
            yield "[spawner] kind is docker, and dockerspawner is not installed: python -m pip install dockerspawner"


def _people(settings: Settings) -> Iterator[str]:
    """Containers too run under the person's own number: hand-ins are kept apart by it."""
    numbers: dict[int, str] = {}
    for name in (*settings.tutors, *settings.learners):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            groups = f" --groups {GROUP}" if name in settings.tutors else ""
            yield (f"{name} has no account on this machine. Please run: "
                   f"useradd --create-home --shell /bin/bash{groups} {name}")
            continue
        if account.pw_uid in (0, os.geteuid()):
            yield f"{name} is the account that runs the hub. Please give {name} an account of their own."
        elif account.pw_uid in numbers:
            yield (f"{name} and {numbers[account.pw_uid]} are one account with two names (number {account.pw_uid}). "
                   f"Please give {name} an account of their own.")
        else:
            yield from _home(name, account)
        numbers.setdefault(account.pw_uid, name)


def _home(name: str, account: pwd.struct_passwd) -> Iterator[str]:
    home = Path(account.pw_dir)
    try:
        found = home.stat()
    except OSError:
        yield f"{name} has no home folder {home}. Please run: install -d -m 700 -o {name} {home}"
        return
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.pw_uid:
        yield f"{home} is not {name}'s own folder. Please run: chown {name} {home}"
    elif found.st_mode & 0o077:
        yield f"Others may look into {name}'s home {home}. Please run: chmod 700 {home}"


def _tutors(settings: Settings) -> Iterator[str]:
    try:
        group = grp.getgrnam(GROUP)
    except KeyError:
        yield f"There is no group {GROUP}, in which tutors share their work. Please run: groupadd {GROUP}"
        return
    for name in sorted(_members(group) - set(settings.tutors) - set(settings.learners)):
        yield (f"{name} is in the group {GROUP}, and no tutor in the settings file. If they have left, please run: "
               f"gpasswd --delete {name} {GROUP} && pkill -u {name}")
    for name in settings.tutors:
        if _known(name) and group.gr_gid not in _groups(name):
            yield (f"{name} is a tutor and not in the group {GROUP}. Please run: "
                   f"usermod --append --groups {GROUP} {name}")
    for name in settings.learners:
        if _known(name) and group.gr_gid in _groups(name):
            yield f"{name} is a learner and in the tutors' group {GROUP}. Please run: gpasswd --delete {name} {GROUP}"


def _members(group: grp.struct_group) -> set[str]:
    return {*group.gr_mem, *(one.pw_name for one in pwd.getpwall() if one.pw_gid == group.gr_gid)} - {"root"}


def folders(settings: Settings) -> tuple[tuple[Path, int, bool, str], ...]:
    """Return each place with its mode, whether it belongs to the tutors' group, and what it is."""
    return ((settings.data, 0o755, False, "the data folder"),
            (settings.hub, 0o700, False, "the hub's own folder"),
            (settings.tutors_folder, 0o2770, True, "the tutors' folder"),
            (settings.content, 0o2775, True, "the folder of words that tutors change"),
            (settings.exchange, 0o2775, True, "the exchange"))


def _folders(settings: Settings) -> Iterator[str]:
    """Each place has one way of being open; what differs would let somebody read or change what is not theirs."""
    for path, mode, of_group, what in folders(settings):
        try:
            found = path.lstat()
        except OSError:
            yield f"{what[0].upper()}{what[1:]} {path} is not there. {SET_UP}"
            continue
        if (not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != mode
                or (of_group and _group_of(found) != GROUP)):
            yield f"{what[0].upper()}{what[1:]} {path} is not closed as it should be. {SET_UP}"


def _course(settings: Settings) -> Iterator[str]:
    for name in ("notebooks", "release", "nbgrader_config.py"):
        if not (settings.course / name).exists():
            yield f"{settings.course} does not hold the course: there is no {name} in it. Please put a checkout there."
            return
    if settings.tutors_folder.is_dir() and not (settings.tutors_folder / "source").is_dir():
        yield f"The tutors' folder {settings.tutors_folder} holds no tasks yet. {SET_UP}"
    if settings.content.is_dir() and not (settings.content / "course.yml").is_file():
        yield f"There are no words in {settings.content} yet. {SET_UP}"
    yield from _shared_among_tutors(settings)
    for path in (settings.course, settings.course / "notebooks", settings.course / "nbgrader_config.py"):
        for name in settings.learners:
            if _known(name) and _may(name, path, 2):
                yield (f"{name} may change {path}, which all share. Please run: "
                       f"chown -R root {path} && chmod -R go-w {path}")
                break


def _shared_among_tutors(settings: Settings) -> Iterator[str]:
    """What one tutor begins another goes on with: the group may write, and new files belong to it (setgid)."""
    content = [one.name for one in settings.content.iterdir()] if settings.content.is_dir() else []
    for folder, names in ((settings.tutors_folder, SHARED_BY_TUTORS), (settings.content, sorted(content))):
        for one in (folder / name for name in names):
            if not one.exists():
                continue
            found = one.lstat()
            wanted = 0o2070 if stat.S_ISDIR(found.st_mode) else 0o060
            if not stat.S_ISLNK(found.st_mode) and (found.st_mode & wanted != wanted or _group_of(found) != GROUP):
                yield (f"Tutors cannot all work on {one}. Please run: chgrp -R {GROUP} {folder} && "
                       f"chmod -R g+rwX {folder} && find {folder} -type d -exec chmod g+s {{}} +")
                break


def _group_of(found: os.stat_result) -> str:
    try:
        return grp.getgrgid(found.st_gid).gr_name
    except KeyError:
        return ""


def _reach(settings: Settings) -> Iterator[str]:
    """A person's server is a Python of this environment and reads the course: both have to be open to read."""
    # In a container both come from its image and its mounts.
    needed = () if settings.spawner == "docker" else (Path(sys.executable).resolve(), Path(sys.prefix),
                                                      Path(__file__).resolve())
    for path in (*needed, settings.course / "notebooks", settings.course / "release"):
        for name in (*settings.tutors, *settings.learners):
            closed = next((one for one in (*reversed(path.parents), path)
                           if one.exists() and not _may(name, one, 5 if one.is_dir() else 4)), None)
            if _known(name) and closed:
                home = closed == Path("/root") or closed.parent == Path("/home")
                yield (f"{name} cannot read {path}: {closed} is closed to them. " + (
                    "It is a home folder and stays closed. Please use a Python and a course folder that lie elsewhere, "
                    "such as /usr/bin/python3 and /srv." if home else f"Please run: chmod go+rX {closed}"))
                break


CHECKS = (_hub, _people, _tutors, _folders, _course, _reach)


def _known(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def _groups(name: str) -> list[int]:
    return os.getgrouplist(name, pwd.getpwnam(name).pw_gid)


def _may(name: str, path: Path, what: int) -> bool:
    """Whether somebody may read (4), write (2), enter (1) or several of these, by the classic permissions."""
    if not _known(name) or not path.exists():
        return False
    found, account = path.stat(), pwd.getpwnam(name)
    shift = 6 if found.st_uid == account.pw_uid else 3 if found.st_gid in _groups(name) else 0
    return (found.st_mode >> shift) & what == what
