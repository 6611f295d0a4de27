"""What may come in at all: whose name a hand-in may bear, how large it may be, and how its files are taken.

Used where hand-ins are collected and where they are made ready. Nothing here reads what somebody wrote.
"""

import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO

from nbgrader.preprocessors import NbGraderPreprocessor

# Signs that mean nothing in a page, in an address, in a pattern for files or in a table. Names of hubs and of
# systems keep to these; "+" parts the pieces of a hand-in's own name.
LEARNER = re.compile(r"[^\W_](?:[\w.@:|=~' -]{0,148}[\w.@:|=~'-])?\Z")
NOT_A_NAME = "a learner's name cannot have such signs in it, or be so long"
LARGEST = 200_000_000  # bytes; a page of words has some thousand
MOST_FILES = 100


class ChangedOnTheWay(RuntimeError):
    """Somebody changed a hand-in while it was being taken."""


class KnownName(NbGraderPreprocessor):
    """Stop at a folder whose name is no learner's; nbgrader then names it at the end and does the others."""

    def preprocess(self, nb, resources):
        """Give the notebook back as it is."""
        learner = resources["nbgrader"]["student"]
        if not LEARNER.match(learner):
            raise ValueError(f"Left as it is: {NOT_A_NAME} ({learner!r}). Please look at submitted/ yourself.")
        return nb, resources


def refusal(learner: str, folder: Path) -> str | None:
    """Say why a hand-in is not taken in, or None when nothing speaks against it."""
    if not LEARNER.match(learner):
        return NOT_A_NAME
    if folder.is_symlink() or not folder.is_dir():
        return "it is a link or a file, not a folder"
    files = size = 0
    for above, folders, names in os.walk(folder):
        for name in (*folders, *names):
            found = Path(above, name).lstat()
            if stat.S_ISLNK(found.st_mode):
                return "a link in it leads elsewhere"
            if not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
                return "something in it is neither a file nor a folder"
            files, size = files + 1, size + found.st_size
            if files > MOST_FILES:
                return f"there are more than {MOST_FILES} files in it"
            if size > LARGEST:
                return f"it is larger than {LARGEST // 1_000_000} MB"
    return None


def take(source: Path, target: Path, patterns: Iterable[str]) -> int:
    """Copy the expected files of a hand-in, following no link, and return whose folder it was (a user number).

    Raises ChangedOnTheWay when a file is no longer what `refusal` saw.
    """
    folder = os.open(source, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        for name in sorted(_names(folder)):
            if any(fnmatch(name, pattern) for pattern in patterns):
                _take_file(folder, name, target / name)
        return os.fstat(folder).st_uid
    finally:
        os.close(folder)


def leave_note(folder: Path, name: str, text: str | bytes) -> None:
    """Put a file into a hand-in's folder, whole or not at all, and into no other that a link might put in its place.

    Who may enter the folder may read it. Raises OSError.
    """
    data = text.encode() if isinstance(text, str) else text
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    new = f".{name}.{secrets.token_hex(4)}"
    try:
        note = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=opened)
        try:
            with os.fdopen(note, "wb") as out:
                out.write(data)
                out.flush()
                # Whatever a tutor's own habits are, the learner is to read it.
                os.fchmod(note, 0o644)
            os.rename(new, name, src_dir_fd=opened, dst_dir_fd=opened)
        except OSError:
            os.unlink(new, dir_fd=opened)
            raise
    finally:
        os.close(opened)


def read_file(folder: Path, name: str) -> bytes | None:
    """Return what a file in a hand-in's folder holds, following no link; None when there is none to read."""
    try:
        with opened(folder, name) as given:
            return given.read(LARGEST) if os.fstat(given.fileno()).st_size <= LARGEST else None
    except OSError:
        return None


@contextmanager
def opened(folder: Path, name: str) -> Iterator[BinaryIO]:
    """Open a plain file in a hand-in's folder, following no link and waiting for no pipe. Raises OSError."""
    above = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        number = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=above)
    finally:
        os.close(above)
    with os.fdopen(number, "rb") as given:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        yield given


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as found:
        return [entry.name for entry in found]


def _take_file(folder: int, name: str, target: Path) -> None:
    # Without O_NONBLOCK a named pipe in the place of a page would keep the tutor waiting for ever.
    opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(opened, "rb") as given:
        found = os.fstat(opened)
        if stat.S_ISDIR(found.st_mode):
            return
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            raise ChangedOnTheWay(f"{name} was changed meanwhile")
        with target.open("wb") as taken:
            shutil.copyfileobj(given, taken)
