"""Sentences for what can get in the way of a start, and how each is recognised.

Nothing is done here: text and numbers go in, a sentence comes out.
"""

import errno
import re

FETCH_WHEELS = "python3 -m pip download --only-binary :all: -r requirements.lock -d FOLDER"


class CannotGoOn(Exception):
    """Something stands in the way; its text says what happened and what to do."""


def _signs(words):
    return re.compile(words, re.IGNORECASE)


# The order matters: a full disk or a lost network makes installers complain about much else afterwards.
SIGNS = (
    (
        "full",
        _signs(
            r"no space left|os error 28\b|errno 28\b|quota exceeded"
            r"|not enough space on the disk|os error 112\b"
        ),
    ),
    ("read-only", _signs(r"read-only file system|os error 30\b|errno 30\b")),
    ("certificate", _signs(r"certificate.?verify.?failed|invalid peer certificate|unknownissuer")),
    (
        "network",
        _signs(
            r"name resolution|name or service not known|dns error|failed to lookup address|getaddrinfo failed"
            r"|nodename nor servname|network is unreachable|no route to host|newconnectionerror"
            r"|connection (?:refused|reset|aborted)|connect(?:ion)? ?timeout|timed out|error sending request"
            r"|could not connect|max retries exceeded|proxyerror|tunnel error"
            r"|network connectivity is disabled"
        ),
    ),
    ("hash", _signs(r"do not match the hashes|hash mismatch")),
    ("permission", _signs(r"permission denied|os error 13\b|errno 13\b|access is denied|os error 5\b")),
    ("ensurepip", _signs(r"ensurepip is not available|no module named '?(?:ensurepip|venv|pip\b)")),
    (
        "missing",
        _signs(
            r"no matching distribution|not find a version that satisfies"
            r"|was not found in the provided package|has no wheels with"
            r"|no wheels are usable|no usable wheels|has no usable"
            r"|there is no version of"
        ),
    ),
)


def recognise(output):
    """Name of the thing that an installer's output tells of, or None."""
    return next((name for name, sign in SIGNS if sign.search(output)), None)


def of_os_error(fault):
    """Name of the thing that an OSError tells of, or None."""
    names = {errno.ENOSPC: "full", errno.EROFS: "read-only", errno.EACCES: "permission"}
    names[errno.EPERM] = "permission"
    if getattr(errno, "EDQUOT", None) == fault.errno or getattr(fault, "winerror", None) == 112:
        return "full"
    return names.get(fault.errno)


def missing_package(output):
    """Name of the package that an installer looked for in vain, or an empty text."""
    found = re.search(r"(?:distribution found for|Because) ([A-Za-z0-9._-]+(?:==[\w.]+)?)", output)
    return found.group(1) if found else ""


def sentence(name, place, folder=None, output=""):
    """What happened and what to do, for a thing that `recognise` or `of_os_error` has named."""
    package = missing_package(output)
    if name == "missing" and folder:
        return (
            "The folder " + str(folder) + " does not hold every package that the course needs"
            + (" (" + package + " is not there)" if package else "")
            + ".\nFill it on a computer that is online, with the same system and the same Python:\n    "
            + FETCH_WHEELS
        )
    return TEXTS[name].format(place=place, package=package or "one of the packages")


TEXTS = {
    "full": (
        "There is not enough room on the disk that holds {place}.\n"
        "Please make about 700 MB free and run the same command again: it goes on where it stopped."
    ),
    "read-only": (
        "The disk that holds {place} can only be read, so nothing can be set up there.\n"
        "Please copy the whole course folder to a place you can write to and run the command in the copy."
    ),
    "permission": (
        "This account may not write in {place}.\n"
        "Please copy the course into your own folder and run the command in the copy."
    ),
    "network": (
        "The packages could not be downloaded: there is no connection to the place they come from.\n"
        "Please look at the network and run the same command again: it goes on where it stopped. "
        "With no network, bring the packages along in a folder:\n"
        "    on a computer that is online:  " + FETCH_WHEELS + "\n"
        "    here:  python3 start.py --from FOLDER"
    ),
    "certificate": (
        "The place that packages come from could not prove who it is, so nothing was downloaded.\n"
        "Networks of a workplace or a school often cause this. Please ask whoever looks after the network "
        "for its certificate (pip's setting is called cert), or bring the packages along: "
        "python3 start.py --from FOLDER"
    ),
    "hash": (
        "A package is not the one this course was made with, so it was not installed.\n"
        "Please try again in a while. If it happens again, tell the people who look after the course."
    ),
    "ensurepip": (
        "This Python cannot make an environment of its own: its parts venv and ensurepip are missing.\n"
        "On Debian and Ubuntu:  sudo apt install python3-venv\n"
        "Elsewhere, install Python from python.org. Then run the same command again."
    ),
    "missing": (
        "There is no ready-made package for this computer: {package} could not be found for this system "
        "and this Python.\nPlease try with another Python (3.11, 3.12 or 3.13 are known to work)."
    ),
}
