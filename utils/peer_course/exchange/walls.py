"""Who may enter which folder of the exchange, so that learners with accounts of their own are kept apart.

Learners may put hand-ins into `inbound` and cannot list it; a hand-in is open to its owner and the tutors' group alone;
nobody can move or delete what is another's, nor the exchange itself. Nothing here reads or moves a hand-in.
"""

import os
import stat
from pathlib import Path

from nbgrader.utils import check_directory

COURSE = 0o755
# What comes into `inbound` gets its group (setgid), only its owner can move or delete it (sticky), nobody lists it.
INBOUND = 0o3733
# Several tutors: their group may list and make folders too, and what is made belongs to the group.
OF_GROUP, LISTED = 0o2020, 0o040
HAND_IN, HAND_IN_OF_ONE = 0o2770, 0o700

OPEN_GROUP = ("the group of {inbound} is not the tutors' alone. Whoever looks after the computer has to give the "
              "exchange a group that only tutors are in.")


class MayEnter:
    """For our plug-ins: the exchange only has to be entered. Nobody needs to write at its top but who sets it up."""

    def ensure_root(self):
        """Stop when the exchange is not there or closed, in nbgrader's words."""
        if not check_directory(self.root, execute=True):
            self.fail(f"Unwritable directory, please contact your instructor: {self.root}")


def fault_of_root(root: Path, shared: bool) -> str | None:
    """Make or mend the exchange's own folder as far as this account can; return a sentence on what is left to do."""
    try:
        if not root.is_dir():
            root.mkdir(parents=True)
            root.chmod(COURSE | OF_GROUP if shared else COURSE)
        mode = root.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            root.chmod(stat.S_IMODE(mode) | stat.S_ISVTX)
    except PermissionError:
        return (f"{root} is missing, or everybody may move folders in it, and this account cannot mend "
                "that. Whoever looks after the computer has to make it a folder that only tutors may write in.")
    return None


def fault_of_owner(folder: Path) -> str | None:
    """Return a sentence when a folder that only tutors make was made by somebody else, before any tutor did."""
    found = folder.stat()
    if found.st_uid in (0, os.getuid()) or _is_in(found.st_uid, found.st_gid):
        return None
    return (f"{folder} was made by {name_of(found.st_uid)}, who is not in the tutors' group. Whoever looks after the "
            "computer has to remove that folder, and to close the one above it to everybody but tutors.")


def close(folders: dict[Path, int], group: int | None) -> str | None:
    """Give each folder its permissions, and the tutors' group if there is one; a sentence when one stays open."""
    for folder, mode in folders.items():
        found = folder.stat()
        if os.getuid() in (found.st_uid, 0):
            if group is not None and found.st_gid != group:
                os.chown(folder, -1, group)
            if stat.S_IMODE(found.st_mode) != mode or found.st_gid != group:
                folder.chmod(mode)
        elif stat.S_IMODE(found.st_mode) & ~mode or mode & stat.S_ISVTX & ~found.st_mode:
            return (f"{folder} is not closed to others as it should be, and belongs to {name_of(found.st_uid)}. "
                    "When they release a task again, this is mended.")
    return None


def for_course(course: Path, shared: bool) -> dict[Path, int]:
    """Return the folders of a course in the exchange, each with the permissions it should have."""
    more = OF_GROUP if shared else 0
    return {course: COURSE | more, course / "outbound": COURSE | more, course / "inbound": INBOUND | (shared * LISTED)}


def mode_of_hand_in(inbound: Path) -> int | None:
    """Return the permissions of a hand-in by this account; None when learners are in the group that would read it."""
    found = inbound.stat()
    if found.st_mode & (stat.S_ISGID | LISTED) == stat.S_ISGID | LISTED:
        return HAND_IN
    if found.st_uid == os.getuid():
        # One account for everybody, a laptop: no group is needed, and on some systems it would be all people.
        return HAND_IN_OF_ONE
    return None if os.getuid() and found.st_gid in (os.getegid(), *os.getgroups()) else HAND_IN


def is_anothers(owner: int, learner: str, inbound: Path) -> bool:
    """Tell whether a hand-in was put there by somebody else than its name says.

    Where everybody works under one account the owner says nothing. What a backup brought back may belong to the
    tutor who made `inbound`; learners can make no folder in that tutor's name.
    """
    return owner not in (os.getuid(), inbound.stat().st_uid) and name_of(owner) != learner


def name_of(owner: int) -> str:
    """Return the name of a system account."""
    import pwd  # Windows has none; there is no exchange either, but these settings are read

    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return "an account that is no longer there"


def number_of(name: str) -> int | None:
    """Return the number of the system account of this name, None when there is none."""
    import pwd

    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None


def _is_in(owner: int, group: int) -> bool:
    """Whether an account is in a group; of one that is no longer there nobody can tell, and it can do no harm."""
    import pwd

    try:
        account = pwd.getpwuid(owner)
    except KeyError:
        return True
    return group in os.getgrouplist(account.pw_name, account.pw_gid)
