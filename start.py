"""Makes the environment of the course and opens it: python3 start.py [learn | teach | hub | test].

Here is only what every Python must be able to read, so that one that is too old gets a clear sentence:
nothing newer than Python 3.0 in this file. All that is done lies in utils/peer_start (standard library only).
"""

import os
import subprocess
import sys

OLDEST = (3, 11)


def works(name):
    """False for a name that is only a signpost, as pyenv leaves them about."""
    quiet = open(os.devnull, "w")  # noqa: SIM115, PTH123
    return subprocess.call([name, "--version"], stdout=quiet, stderr=quiet) == 0


def newer_python(which):
    """Name of a Python on this computer that is new enough, or an empty text."""
    for minor in range(20, OLDEST[1] - 1, -1):
        name = "python3.%d" % minor  # noqa: UP031 - an f-string would stop old Pythons here
        if which and which(name) and works(name):
            return name
    return ""


def too_old(version, which=None):
    """Sentence for somebody whose Python is older than the course needs."""
    words = "This is Python %d.%d. The course needs Python %d.%d or newer."
    words = words % (tuple(version[:2]) + OLDEST)  # noqa: UP031
    other = newer_python(which)
    if other:
        return words + " There is one on this computer: please type  " + other + " start.py"
    return words + " Please install it from python.org (or from your system's own software) and try again."


def main():
    """Runs the command, or says that this Python is too old."""
    if sys.version_info < OLDEST:
        try:
            from shutil import which
        except ImportError:
            which = None
        sys.exit(too_old(sys.version_info, which))
    root = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib is newer than 3.0
    sys.path.insert(0, os.path.join(root, "utils"))  # noqa: PTH118
    from peer_start.commands import run

    sys.exit(run(sys.argv[1:], root))


if __name__ == "__main__":
    main()
