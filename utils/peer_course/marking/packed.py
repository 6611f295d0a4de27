"""Reading a backup as a stranger's file: only plain files with plain names, of the size and content written down.

Here: looking into the file, and unpacking it into an empty folder. Not here: what is done with that folder.
"""

import hashlib
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .. import handover
from . import backup, ledger
from .course_folder import NotPossible
from .receipt import FOLDER as RECEIPTS

TOPS = {*backup.FOLDERS, *backup.ONLY_IF_MISSING, *backup.DATABASES, *backup.SINGLE, backup.MANIFEST, ledger.FILE}
LONGEST_LIST = 200_000_000


def manifest(path: Path) -> dict:
    """Return what a backup says of itself, after comparing every file in it. Raises NotPossible; writes nothing."""
    seen, text = {}, b""
    with _members(path) as members:
        for info, held in members:
            if info.name == backup.MANIFEST:
                text = held.read(LONGEST_LIST)
                continue
            digest = hashlib.sha256()
            while piece := held.read(backup.PIECE):
                digest.update(piece)
            if info.name in seen:
                raise _no_backup(path, "a file is in it twice")
            seen[info.name] = [info.size, digest.hexdigest()]
    found = _read(path, text)
    if seen != found["files"]:
        raise _no_backup(path, "some of its files are not as they were written")
    for name, mode in found["folders"].items():
        if not _is_ours(name) or not isinstance(mode, int):
            raise _no_backup(path, "it names folders that do not belong to a course")
    return found


def unpack(path: Path, into: Path) -> dict:
    """Write the files of a backup into an empty folder and return its manifest. Raises NotPossible."""
    found = manifest(path)
    size = sum(one[0] for one in found["files"].values())
    if size > shutil.disk_usage(into).free:
        raise NotPossible(f"The disk is too full to bring this backup back: it needs {size // 1_000_000 + 1} MB. "
                          "Nothing was changed. Please make room, then try again.")
    tutors = any(handover.is_shared(folder) for folder in into.absolute().parents)
    for name in found["folders"]:
        (into / name).mkdir(parents=True, exist_ok=True)
    with _members(path) as members:
        for info, held in members:
            if info.name in found["files"]:
                target, open_to = into / info.name, _mode(info.name, tutors)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") if open_to is None else _private(target, open_to) as file:
                    shutil.copyfileobj(held, file, backup.PIECE)
    for name, mode in sorted(found["folders"].items(), reverse=True):
        (into / name).chmod((mode | 0o700) & _most(name, tutors))
    return found


def _mode(name: str, tutors: bool) -> int | None:
    """Return who may open a file whatever was usual when it was packed; None where that is the system's to say."""
    top = PurePosixPath(name).parts[0]
    if top == RECEIPTS:
        return 0o600
    if top in (*backup.DATABASES, *backup.SINGLE):
        return 0o660 if tutors else 0o600
    return None


def _most(name: str, tutors: bool) -> int:
    """Return what a folder may be opened to at most: only those of the exchange to other accounts."""
    if name.startswith(backup.EXCHANGE):
        return 0o3777
    return 0o700 if name.split("/")[0] == RECEIPTS else 0o2775 if tutors else 0o755


def _private(path: Path, mode: int) -> BinaryIO:
    """Open a new file that is closed to others from its first moment."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.chmod(path, mode)  # noqa: PTH101
    return os.fdopen(number, "wb")


@contextmanager
def _members(path: Path) -> Iterator[Iterator]:
    try:
        with tarfile.open(path, "r:gz") as tar:
            yield ((info, tar.extractfile(info)) for info in tar if _is_plain(path, info))
    except FileNotFoundError as e:
        raise NotPossible(f"There is no file {path}. Nothing was changed.") from e
    except (tarfile.TarError, EOFError, zlib.error, UnicodeDecodeError) as e:
        raise _no_backup(path, "it cannot be read to its end") from e
    except OSError as e:
        if type(e).__name__ == "BadGzipFile":
            raise _no_backup(path, "it is no packed file, or it is encrypted") from e
        raise NotPossible(f"{path} could not be read or unpacked ({e.strerror or e}). Nothing was changed.") from e


def _is_plain(path: Path, info: tarfile.TarInfo) -> bool:
    if not info.isfile() or not _is_ours(info.name):
        raise _no_backup(path, "it holds something other than the files of a course")
    return True


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if not parts or "/".join(parts) != name or any(p in ("..", "/") or "\\" in p or "\0" in p for p in parts):
        return False
    return parts[0] in TOPS or "/".join(parts[:2]) == backup.EXCHANGE


def _read(path: Path, text: bytes) -> dict:
    try:
        found = json.loads(text)
        if found["format"] != backup.FORMAT:
            raise _no_backup(path, "it was made by another version of this program")
        return {"files": dict(found["files"]), "folders": dict(found["folders"]), "made": str(found["made"]),
                "delete_by": str(found["delete_by"])}
    except (ValueError, KeyError, TypeError, RecursionError) as e:
        raise _no_backup(path, "its list of contents is missing") from e


def _no_backup(path: Path, why: str) -> NotPossible:
    return NotPossible(f"{path} is not a whole backup of this course: {why}. Nothing was changed.")
