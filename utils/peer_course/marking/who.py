"""Who sits at the marking side just now. Not here: whether they may mark; the course folder's owner decides that."""

import getpass
import os


def marker() -> str:
    """Return the name under which this person's marking is kept.

    PEER_COURSE_MARKER goes first (several tutors who share one account), then the hub's name, then the
    system account.
    """
    for variable in ("PEER_COURSE_MARKER", "JUPYTERHUB_USER"):
        name = os.environ.get(variable, "").strip()
        if name:
            return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # An account without a name happens in containers.
        return f"account {os.getuid()}" if hasattr(os, "getuid") else "tutor"
