"""Finds the browser that the tests drive, or gets one.

Only for `start.py test`: learners and tutors use whatever browser they have.
"""

import os
import shutil
from pathlib import PurePosixPath, PureWindowsPath

from peer_start import programs
from peer_start.faults import CannotGoOn

VARIABLE = "PEER_COURSE_BROWSER"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
)
NONE_THERE = (
    "The tests need a browser: please install Chromium, Chrome or Edge, or name one in the variable "
    + VARIABLE
    + ", and run the command again."
)


def usual_places(platform, environ):
    """Paths at which a Chromium, Chrome or Edge usually lies; `platform` as sys.platform has it."""
    if platform == "darwin":
        apps = [PurePosixPath("/Applications"), PurePosixPath(environ.get("HOME", "/"), "Applications")]
        names = ("Chromium", "Google Chrome", "Microsoft Edge")
        return [str(app / f"{name}.app" / "Contents" / "MacOS" / name) for app in apps for name in names]
    if platform == "win32":
        keys = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
        folders = [environ[key] for key in keys if key in environ]
        tails = (r"Chromium\Application\chrome.exe", r"Google\Chrome\Application\chrome.exe")
        tails += (r"Microsoft\Edge\Application\msedge.exe",)
        return [str(PureWindowsPath(folder, tail)) for tail in tails for folder in folders]
    return []


def find(platform, environ, which=shutil.which, exists=os.path.exists):
    """Path of a browser that is there; None when there is none; empty for Playwright's own, if so chosen.

    Raises CannotGoOn when the one that the user named is not there.
    """
    if VARIABLE in environ:
        named = environ[VARIABLE]
        if named and not exists(named) and not which(named):
            raise CannotGoOn(f"{VARIABLE} names a browser that is not there: {named}")
        return (which(named) or named) if named else ""
    places = [path for path in map(which, NAMES) if path]
    places += [path for path in usual_places(platform, environ) if exists(path)]
    return places[0] if places else None


def get(python, platform, environ, say=print):
    """Path of a browser for the tests, installing one where that is possible; empty for Playwright's own."""
    found = find(platform, environ)
    if found is None:
        found = _from_debian(environ, say)
    if found is None:
        found = _from_playwright(python, environ, say)
    if found is None:
        raise CannotGoOn(NONE_THERE)
    return found


def _from_debian(environ, say):
    """Path of Chromium from Debian's own packages; None where that is not possible."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return None
    say("The tests need a browser and there is none: installing the system package chromium (about 100 MB).")
    env = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    programs.run_quietly(["apt-get", "-qq", "update"], env, say)
    install = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium"]
    if programs.run_quietly(install, env, say)[0]:
        return None
    path = shutil.which("chromium")
    # Ubuntu's package of that name is a pointer to a snap and may not run (in a container it never does).
    works = path and programs.run_quietly([path, "--version"], env, say)[0] == 0
    return path if works else None


def _from_playwright(python, environ, say):
    """Empty text once Playwright has its own Chromium; None when it cannot be had."""
    say("The tests need a browser and there is none: getting the one that Playwright brings along.")
    code, _ = programs.run_quietly([python, "-m", "playwright", "install", "chromium"], environ, say)
    return "" if code == 0 else None
