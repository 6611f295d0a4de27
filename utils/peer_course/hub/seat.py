"""A person's place on the hub: made ready as that person, then it becomes their Jupyter server.

    python -m peer_course.hub.seat            (the hub starts it, with the variables named in `given`)

Works alike under an own system account and in a container. Nothing here runs as the hub.
What must not live here: who is a tutor (the hub says so), what a server is told (`lab.settings`).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from peer_course.lab.launch import as_arguments
from peer_course.lab.settings import HUB_TUTORS, START, content_policy, environment, settings

OWN_FOLDER = "peer-support"
TUTORS_START = "lab/tree/tutors/marking-desk.ipynb"
CULL_EVERY = 60  # seconds between two looks at idle kernels


def given(env: dict[str, str] | None = None) -> dict[str, str]:
    """What the hub says: PEER_COURSE_PROFILE (learn, teach), _SHARED (the course), _TUTORS (the tutors' folder),
    _IDLE_KERNEL_MINUTES; PEER_COURSE_EXCHANGE and _CONTENT are read elsewhere and only handed on."""
    env = dict(os.environ if env is None else env)
    names = ("PROFILE", "SHARED", "TUTORS", "IDLE_KERNEL_MINUTES")
    return {name.lower(): env.get(f"PEER_COURSE_{name}", "") for name in names}


def own_place(home: Path, shared: Path) -> Path:
    """Make ready a learner's folder: their own work, and a link to the pages that all share; returns it."""
    place = home / OWN_FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    (place / "my-work").mkdir(mode=0o700, exist_ok=True)
    pages, link = shared / "notebooks", place / "notebooks"
    if not (link.is_symlink() and link.readlink() == pages):
        if link.is_symlink():
            link.unlink()
        elif link.exists():
            # Something of the learner's own by this name: kept, under another.
            link.rename(place / f"notebooks-mine-{time.strftime('%Y%m%d-%H%M%S')}")
        link.symlink_to(pages)
    return place


def command(profile: str, place: Path, idle_kernel_minutes: int) -> list[str]:
    """The command line of the server for a person whose folder is `place`."""
    found = settings(profile, place)
    found["ServerApp"] |= {
        "terminals_enabled": profile == "teach",
        "default_url": f"/doc/tree/{START}" if profile == "learn" else f"/{TUTORS_START}"}
    if profile == "teach":
        # Named here, it is no login shell: that would forget where the commands of the course are.
        found["ServerApp"]["terminado_settings"] = {"shell_command": [os.environ.get("SHELL") or "/bin/sh"]}
        policy = content_policy({"JUPYTERHUB_SERVICE_PREFIX": "/"})
        found["ServerApp"]["tornado_settings"]["headers"]["Content-Security-Policy"] = policy
    if idle_kernel_minutes:
        # A page that is open in a forgotten window counts as idle as well; its words are kept by then.
        found["MappingKernelManager"] = {
            "cull_idle_timeout": idle_kernel_minutes * 60, "cull_interval": CULL_EVERY, "cull_connected": True}
    allow_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyterhub.singleuser", *allow_root, *as_arguments(found)]


def main(arguments: list[str] | None = None) -> None:
    """Make the place ready and become the server; never returns."""
    told, home = given(), Path.home()
    profile = told["profile"]
    # A learner's files are for their account alone; tutors share theirs within their own group.
    os.umask(0o077 if profile == "learn" else 0o007)
    own = {"PEER_COURSE_HOME": os.environ.get("PEER_COURSE_HOME") or str(home / ".local" / "share" / "peer-course")}
    if profile == "learn":
        place = own_place(home, Path(told["shared"]))
        own["PEER_COURSE_WORK"] = str(place / "my-work")
    else:
        place = Path(told["tutors"])
        own["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
            filter(None, [str(HUB_TUTORS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    os.chdir(place)
    argv = command(profile, place, int(told["idle_kernel_minutes"] or 0))
    extra = sys.argv[1:] if arguments is None else arguments
    os.execve(argv[0], [*argv, *extra], environment(profile, {**os.environ, **own}))


if __name__ == "__main__":
    main()
