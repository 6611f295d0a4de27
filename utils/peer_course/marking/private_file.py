"""Files that only this account may open, or on wish the tutors' group of a shared folder, written whole or not at all.

Not here: what is in them.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .. import handover
from .course_folder import NotPossible


@contextmanager
def writing(path: Path, replace: bool = True, group: bool = False) -> Iterator[BinaryIO]:
    """Open a new file beside `path`, and put it there when all is written.

    Raises NotPossible, with a sentence, when the disk is full or the place cannot be written; `path` is then as it
    was. With `replace=False` also when there is a file already. With `group`, tutors who share the folder may open it.
    """
    shared = group and any(handover.is_shared(folder) for folder in path.absolute().parents)
    try:
        path.parent.mkdir(mode=0o770 if shared else 0o700, parents=True, exist_ok=True)
        if not replace and path.exists():
            raise NotPossible(f"There is a file {path.name} already, and it was left as it is. "
                              "Please choose another name with --to.")
        number, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)  # made with 0600
        try:
            with os.fdopen(number, "wb") as file:
                if shared:
                    os.fchmod(number, 0o660)
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as e:
        raise NotPossible(sentence(e, path)) from e


def write(path: Path, text: str, replace: bool = True, group: bool = False) -> None:
    """Write a text; raises like `writing`."""
    with writing(path, replace, group) as file:
        file.write(text.encode("utf-8", "surrogateescape"))


def sentence(error: OSError, path: Path) -> str:
    """Return why a file could not be written, and what to do."""
    if error.errno in (28, 122):  # no room, quota
        return f"{path.name} could not be written: the disk is full. What was there before is kept. " \
               "Please make room, then try again."
    return f"{path} could not be written ({error.strerror or error}). What was there before is kept. " \
           "Please check who may write there, then try again."
