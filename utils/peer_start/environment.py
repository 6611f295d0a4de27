"""Makes the environment `.venv` beside start.py, finishes or renews it, and knows when nothing is to be done.

What is installed is told by a small file in it, written last: without that file nothing is taken for granted.
"""

import hashlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

from peer_start import faults, places, programs
from peer_start.faults import CannotGoOn
from peer_start.installers import BASE, Installer

# Measured on Linux with Python 3.11 (wheels of both locks); other systems differ by a few MB.
COURSE_MB = 120
MORE_MB = {"tests": 67, "hub": 26}
ROOM_MB = 600  # unpacked, with the download
STAMP = "peer-course.json"
COURSE = ("requirements.lock", "pyproject.toml")
# What a command needs beside the course, by the name it has in the stamp.
MORE = {"tests": "requirements-test.lock", "hub": "requirements-hub.lock"}
CALLED = {"course": "the course", "tests": "its tests", "hub": "JupyterHub"}


def digest(root, names):
    """Fingerprint of some files of the course."""
    whole = hashlib.sha256()
    for name in names:
        whole.update(name.encode() + b"\0" + Path(root, name).read_bytes())
    return whole.hexdigest()


def read_stamp(environment):
    """What the last run noted in the environment; empty when there is no note, or an unreadable one."""
    try:
        stamp = json.loads(Path(environment, STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def wanted(root, more=""):
    """What the environment must hold for this run, as it would stand in its stamp; `more` is a name in MORE."""
    return {"course": digest(root, COURSE)} | ({more: digest(root, [MORE[more]])} if more else {})


def to_do(stamp, parts, root, python_there):
    """What has to happen: "nothing", "install" (over what is there) or "make" (from the beginning)."""
    if not python_there or stamp.get("root") != str(root) or stamp.get("busy"):
        return "make"
    return "nothing" if all(stamp.get(name) == value for name, value in parts.items()) else "install"


def prepare(root, more="", wheels=None, say=print):
    """Returns the environment's Python, with everything installed that this run needs.

    Raises CannotGoOn with a sentence when something stands in the way.
    """
    root = Path(root)
    environment = root / ".venv"
    try:
        return _prepare(root, environment, more, wheels, say)
    except OSError as fault:
        name = faults.of_os_error(fault)
        if name is None:
            raise
        raise CannotGoOn(faults.sentence(name, root)) from fault


def _prepare(root, environment, more, wheels, say):
    python = places.python_in(environment)
    stamp, parts = read_stamp(environment), wanted(root, more)
    step = to_do(stamp, parts, root, python.exists())
    if step == "nothing":
        return python
    started = time.monotonic()
    check_wheels(wheels)
    missing = [name for name in parts if step == "make" or stamp.get(name) != parts[name]]
    say(announcement(missing, wheels))
    check_room(root)
    if step == "make" and not _somebody_elses(environment, stamp):
        _make(environment, root, say)
    _note(environment, {**stamp, "root": str(root), "busy": True})
    installer = Installer(environment, wheels, say)
    if "course" in missing:
        installer.install(root / "requirements.lock")
        installer.install_course(root)
    for name in missing:
        if name in MORE:
            installer.install(root / MORE[name])
    # A newer course may want newer versions of the rest: that is looked at again when it is next needed.
    kept = {} if "course" in missing else {name: stamp[name] for name in ("course", *MORE) if name in stamp}
    _note(environment, {"root": str(root), **kept, **parts})
    say(f"Everything is in place ({time.monotonic() - started:.0f} seconds).")
    return python


def announcement(missing, wheels=None):
    """What is about to be downloaded, for whom and how much."""
    size = sum({"course": COURSE_MB, **MORE_MB}[name] for name in missing)
    what = " and ".join(CALLED[name] for name in missing)
    if wheels:
        return f"Setting up {what} in the folder .venv, from {wheels}, without the network."
    return (
        f"Setting up {what} in the folder .venv. This happens once and downloads about {size} MB of Python "
        "packages\n(less when some are on this computer already). Nothing outside this folder is changed."
    )


def check_wheels(wheels):
    """Raises CannotGoOn when the folder for --from is not there or holds no package."""
    if wheels is None:
        return
    if not wheels.is_dir():
        raise CannotGoOn(f"There is no folder {wheels}. Please check the name after --from.")
    if not any(wheels.glob("*.whl")):
        raise CannotGoOn(faults.sentence("missing", wheels, folder=wheels))


def check_room(root, usage=shutil.disk_usage):
    """Raises CannotGoOn when the disk has too little room, before anything is downloaded."""
    if usage(root).free < ROOM_MB * 1_000_000:
        raise CannotGoOn(faults.sentence("full", root))


def _note(environment, stamp):
    new = environment / (STAMP + ".new")
    new.write_text(json.dumps(stamp, indent=1) + "\n", "utf-8")
    os.replace(new, environment / STAMP)  # noqa: PTH105 - in one step, also on Windows


def _somebody_elses(environment, stamp):
    """True for a working environment that the user made (with an editor, say): it is never thrown away."""
    if stamp or not environment.exists():
        return False
    if not (environment / "pyvenv.cfg").exists() and any(environment.iterdir()):
        raise CannotGoOn(
            f"There is a folder {environment} that this command did not make. "
            "Please give it another name and run the command again."
        )
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    if programs.run_quietly([places.python_in(environment), "-I", "-c", question])[0] == 0:
        return True
    raise CannotGoOn(
        f"The environment {environment} does not work, or its Python is older than 3.11, "
        "and this command did not make it.\nPlease give that folder another name and run the command again."
    )


def _make(environment, root, say):
    own = Path(sys.prefix).resolve() == environment.resolve()
    if not own and environment.exists():
        _throw_away(environment)
    environment.mkdir(exist_ok=True)
    _note(environment, {"root": str(root), "busy": True})
    if own:
        return  # the command runs inside this environment: it is finished in place
    code, output = programs.run_quietly([BASE, "-I", "-m", "venv", "--without-pip", environment], say=say)
    if code:
        name = faults.recognise(output) or "ensurepip"
        raise CannotGoOn(faults.sentence(name, root))


def _throw_away(environment):
    try:
        shutil.rmtree(environment)
    except PermissionError as fault:
        raise CannotGoOn(
            f"The folder {environment} has to be made anew, but it is in use or may not be changed.\n"
            "Please close the course wherever it is open and run the command again."
        ) from fault
