"""A copy of all that ngshare holds, out and in again: run it where ngshare runs.

    python /opt/ngshare/copies.py out > FILE.tar.gz        while ngshare goes on working
    python /opt/ngshare/copies.py in < FILE.tar.gz         what was there is set aside, not overwritten

Who was erased since the copy was made is erased again (`erased` keeps no names, only marks of them).
The copy holds what people wrote: encrypt it on its way, as the README shows.
"""

import argparse
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import erased

HERE = Path("/srv/ngshare")
DATABASE, FILES = "ngshare.db", "files"


def out(place: Path, to) -> None:
    """Write a copy as tar.gz: the database first, so that each file it names is in the copy too."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=to, mode="w|gz") as tar:
        still = Path(folder, DATABASE)
        source, copy = sqlite3.connect(place / DATABASE), sqlite3.connect(still)
        source.backup(copy)
        source.close()
        copy.close()
        tar.add(still, DATABASE)
        for path in sorted((place / FILES).glob("*")):
            tar.add(path, f"{FILES}/{path.name}", recursive=False)
        if (place / erased.NAME).is_file():
            tar.add(place / erased.NAME, erased.NAME)


def back(place: Path, given) -> Path:
    """Put a copy back and erase again whom the marks name; returns where the earlier state was set aside."""
    aside = place / f"before-{time.strftime('%Y%m%d-%H%M%S')}"
    marks = erased.read(place)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        with tarfile.open(fileobj=given, mode="r|gz") as tar:
            _take(tar, Path(folder))
        if not Path(folder, DATABASE).is_file():
            raise SystemExit("This is not a copy made here. Nothing was changed.")
        aside.mkdir(mode=0o700)
        for name in (DATABASE, FILES, erased.NAME):
            if (place / name).exists():
                (place / name).rename(aside / name)
            if Path(folder, name).exists():
                Path(folder, name).rename(place / name)
    erased.keep(place, erased.together(marks, erased.read(place)))
    return aside


def _take(tar: tarfile.TarFile, folder: Path) -> None:
    # Only what `out` writes: plain files under the names it gives. Whatever else is in there is left.
    (folder / FILES).mkdir()
    for member in tar:
        name = Path(member.name)
        expected = member.name in (DATABASE, erased.NAME) or (name.parent == Path(FILES) and name.name != "..")
        if member.isreg() and expected:
            with (folder / name).open("wb") as kept:
                shutil.copyfileobj(tar.extractfile(member), kept)


def main() -> int:
    """Copy out, or in; then say what was done."""
    parser = argparse.ArgumentParser(description="A copy of all that ngshare holds.")
    parser.add_argument("way", choices=("out", "in"))
    parser.add_argument("--place", type=Path, default=HERE)
    asked = parser.parse_args()
    if asked.way == "out":
        out(asked.place, sys.stdout.buffer)
        return 0
    aside = back(asked.place, sys.stdin.buffer)
    import erase

    again = erase.again(asked.place)
    print(f"The copy is in place; {again} people who had been erased were erased again. Please restart ngshare now.\n"
          f"What was there before is in {aside}: delete it once all is well.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
