"""The administrator's part of an erasure: account and home, sign-in, the hub's list, and what else that account owns.

It comes after the tutor's part (`peer-course erase`), which needs the name to find hand-ins and replies. What must
not live here: asking and printing (`cli_hub`), and anything of the course's own data.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from ..marking import erasure as tutors_part
from ..marking import receipt, traces
from ..marking.course_folder import CourseFolder
from . import accounts, passwords, running
from .settings_file import NAME, NotReady, Settings

REMAINING = (
    "Logs hold the account's name, times and pages, and no words: journalctl --rotate --vacuum-time=1d, or let them "
    "run out as your rule says. A web server before the hub has logs of its own.",
    "Backups of homes and of the system hold the person until they are deleted. Note the day, and tell the person. "
    "After such a backup is restored, run this command again.",
    "Take the name off any list of your own: e-mail, calendar, the list of who was given which name.",
)


# What Linux gives to people; below are the system's own accounts, above those that mean nobody.
PEOPLE = range(1000, 65534)


@dataclass(frozen=True)
class Held:
    """What this machine holds under one name. `number` is the account's (-1: none), `home` its folder."""

    name: str
    number: int = -1
    home: Path | None = None
    files: int = 0
    processes: int = 0
    exchanged: int = 0
    signs_in: bool = False
    listed: bool = False

    def __bool__(self) -> bool:
        return bool(self.number >= 0 or self.exchanged or self.signs_in or self.listed)

    def lines(self) -> list[str]:
        """Say it, line by line, for somebody who decides whether to go on."""
        said = [f"the account, number {self.number}"] if self.number >= 0 else []
        said += [f"the home {self.home}: {self.files} files"] if self.home else []
        said += [f"{self.processes} programs that run under it"] if self.processes else []
        said += [f"what the tutor could not remove from the exchange: {self.exchanged}"] if self.exchanged else []
        said += ["a password of the hub"] if self.signs_in else []
        return said + (["an entry in the hub's own list of people"] if self.listed else [])


@dataclass
class Done:
    """What was removed, as lines without the name, and what could not be."""

    removed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def text(self, when) -> str:
        """Return the receipt as plain text; the person is not named in it."""
        lines = ["RECEIPT OF AN ERASURE: THE ADMINISTRATOR'S PART", "",
                 f"Done on {when:%d %B %Y at %H:%M}. The person is not named here.", ""]
        lines += receipt.part("Removed from this machine", self.removed or ["Nothing more was there."])
        lines += receipt.part("Not removed, and why", self.left)
        return "\n".join(lines + receipt.part("What whoever looks after the computer has to do", REMAINING))


def held(settings: Settings, name: str) -> Held:
    """Return what there is; changes nothing. Raises NotReady, saying what to do first, when it is not yet time."""
    _refuse_unless_time(settings, name)
    listed = _in_database(settings.hub / "jupyterhub.sqlite", name, remove=False)
    more = {"exchanged": len(_exchanged(settings, name)), "signs_in": passwords.has(settings.passwords, name),
            "listed": listed}
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        return Held(name, **more)
    home = Path(account.pw_dir) if Path(account.pw_dir).is_dir() else None
    files = sum(len(found) for _, _, found in os.walk(home)) if home else 0
    return Held(name, account.pw_uid, home, files, len(_programs(account.pw_uid)), **more)


def erase(settings: Settings, name: str) -> Done:
    """Remove all of it. Can be run again: what is gone is passed over, what failed is tried anew."""
    found, done = held(settings, name), Done()
    if found.number >= 0:
        running.end_all(_programs(found.number))
        _account(found, done)
    for path in _exchanged(settings, name):
        _remove(path, "something in the exchange", done)
    if passwords.forget(settings.passwords, name):
        done.removed.append("the password of the hub")
    if _in_database(settings.hub / "jupyterhub.sqlite", name, remove=True):
        done.removed.append("the entry in the hub's own list of people")
    return done


def _refuse_unless_time(settings: Settings, name: str) -> None:
    if os.geteuid():
        raise NotReady("Deleting an account needs root. (sudo peer-course hub-erase …) Nothing was changed.")
    if not NAME.match(name) or not _is_a_persons(name):
        raise NotReady(f"{name!r} is not the name of a person's own account. Nothing was changed.")
    if name in (*settings.tutors, *settings.learners, *settings.administrators):
        raise NotReady(f"{name} still stands in the settings file. Please take the name out there first: otherwise the "
                       "hub would wait for an account that is gone. Nothing was changed.")
    if _is_tutor(name):
        raise NotReady(f"{name} is in the group {accounts.GROUP} and shares the tutors' work. If they leave, please "
                       f"run first: gpasswd --delete {name} {accounts.GROUP}. Nothing was changed.")
    if _hub_runs(settings.hub / "jupyterhub.pid"):
        raise NotReady("The hub is running, and would write the name down again. Please stop it first: "
                       "systemctl stop peer-course-hub. Nothing was changed.")
    # In the exchange a tutor can empty a hand-in, and not always remove it: root does that here.
    removed_here = {tutors_part.PLACES[one] for one in ("inbound", "pages")}
    if tutors_part.held(_course(settings), name).keys() - removed_here:
        raise NotReady(f"The tutor's part comes first: there is still work of {name} on the tutors' side. A tutor "
                       f"runs: peer-course erase {name}. Nothing was changed.")


def _course(settings: Settings) -> CourseFolder:
    return CourseFolder(settings.tutors_folder, settings.exchange)


def _exchanged(settings: Settings, name: str) -> list[Path]:
    found = traces.find(_course(settings), name, outside=False)
    return [*found.inbound, *(path for path in found.pages if path.parent not in found.inbound)]


def _is_a_persons(name: str) -> bool:
    """Whether an account, if there is one, is neither the system's, nor a second name of another, nor who asks."""
    try:
        number = pwd.getpwnam(name).pw_uid
    except KeyError:
        return True
    alike = [one for one in pwd.getpwall() if one.pw_uid == number]
    return number in PEOPLE and len(alike) == 1 and name != os.environ.get("SUDO_USER")


def _is_tutor(name: str) -> bool:
    try:
        return grp.getgrnam(accounts.GROUP).gr_gid in os.getgrouplist(name, pwd.getpwnam(name).pw_gid)
    except KeyError:
        return False


def _hub_runs(file: Path) -> bool:
    try:
        hub = psutil.Process(int(file.read_text("utf-8")))
        return "jupyterhub" in " ".join(hub.cmdline())
    except (OSError, ValueError, psutil.Error):
        return False


def _programs(number: int) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["uids"]) if one.info["uids"] and number in one.info["uids"]]


def _account(found: Held, done: Done) -> None:
    # Before the account goes, since its number is then free for somebody else.
    strays = list(_owned(found))
    ran = subprocess.run(["userdel", "--remove", found.name], capture_output=True, text=True, check=False)
    try:
        pwd.getpwnam(found.name)
    except KeyError:
        done.removed.append("the account")
    else:
        why = ran.stderr.strip().replace(found.name, "(the account)")
        done.left.append(f"the account and its home: {why}. Please run this command again in a minute")
        return
    if found.home and found.home.exists():
        why = ran.stderr.strip().replace(found.name, "(the account)")
        done.left.append(f"the home folder in {found.home.parent}. Its account is gone, so please note the folder now, "
                         f"and remove it yourself ({why})")
    elif found.home:
        done.removed.append(f"the home, with {found.files} files")
    for path in strays:
        if _holds_others(path, found.number):
            done.left.append(f"a folder of theirs in {path.parent} (others have files in it): {path.name}")
        else:
            _remove(path, f"something in {path.parent}", done)


def _remove(path: Path, what: str, done: Done) -> None:
    try:
        # rmtree follows no link, also none that is put there meanwhile.
        shutil.rmtree(path) if stat.S_ISDIR(path.lstat().st_mode) else path.unlink()
        done.removed.append(what)
    except FileNotFoundError:
        pass
    except OSError as e:
        done.left.append(f"{what} ({e.strerror})")


def _holds_others(path: Path, number: int) -> bool:
    inside = (os.path.join(folder, name) for folder, folders, files in os.walk(path) for name in (*folders, *files))  # noqa: PTH118
    return any(_owner(one) not in (number, None) for one in inside)


def _owner(path: str | Path) -> int | None:
    try:
        return os.lstat(path).st_uid
    except FileNotFoundError:
        return None


def _owned(found: Held) -> Iterator[Path]:
    """What the account left where everybody may write."""
    for folder in {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")}:  # noqa: S108
        if folder.is_dir():
            yield from (path for path in folder.iterdir() if path != found.home and _owner(path) == found.number)


def _in_database(file: Path, name: str, remove: bool) -> bool:
    """Tell whether the hub's database knows somebody; with `remove` they are taken out and the file is written anew."""
    if not file.is_file():
        return False
    from jupyterhub import orm
    from sqlalchemy import text

    db = orm.new_session_factory(f"sqlite:///{file}")()
    try:
        rows = [orm.User.find(db, name), *db.query(orm.Server).filter(orm.Server.base_url == f"/user/{name}/"),
                *db.query(orm.OAuthClient).filter(orm.OAuthClient.identifier == f"jupyterhub-user-{name}")]
        rows = [row for row in rows if row is not None]
        if remove and rows:
            for row in rows:
                db.delete(row)
            db.commit()
            # Deleted rows stay readable in the file until it is written anew.
            with db.get_bind().connect().execution_options(isolation_level="AUTOCOMMIT") as raw:
                raw.execute(text("VACUUM"))
        return bool(rows)
    finally:
        db.close()
