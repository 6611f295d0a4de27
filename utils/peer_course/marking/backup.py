"""One file that holds a cohort: collected work, replies, gradebook, marks, the exchange, and the course's words.

Here: what belongs into it, and writing it. Bringing it back is in `restore`. Nothing is encrypted here; the file is
for this account alone, and docs/privacy.md says how to encrypt it.
"""

import datetime
import hashlib
import io
import json
import os
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Container, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .. import handover
from ..exchange import walls
from ..library import paths
from . import arrivals, ledger, private_file, records, traces
from .course_folder import CourseFolder, NotPossible, trouble

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = ("gradebook.db", "marking.db")
FOLDERS = (*traces.STEPS, "downloaded")
EXCHANGE = f"exchange/{handover.COURSE}"
# Put back only where they are missing: what a tutor has changed since is newer than any backup.
ONLY_IF_MISSING = ("receipts", "source", "release", "content")
SINGLE = ("grades.csv",)
PIECE = 1 << 20


@dataclass
class Made:
    """A backup that was written: where, how many files, until when it may be kept, what was left out and why."""

    path: Path
    files: int
    delete_by: str
    left_out: dict[str, str] = field(default_factory=dict)


class Unreadable(NotPossible):
    """A file cannot be read; `why` is the system's word for it."""

    def __init__(self, path: Path, error: OSError):
        self.why = error.strerror or str(error)
        super().__init__(f"{path} could not be read ({self.why}). No backup was written. "
                         "Please see to it that this account may open it, then try again.")


def make(course: CourseFolder, to: Path | None = None, keep_days: int = ledger.KEEP_DAYS) -> Made:
    """Write a backup and read it back to see that it is whole; raises NotPossible, and then leaves no file behind."""
    if keep_days < 1:
        raise NotPossible("A backup is kept for at least one day. Nothing was written.")
    if not any((course.root / name).exists() for name in (*FOLDERS, *DATABASES)) and not course.inbound.is_dir():
        raise NotPossible("There is nothing to back up here yet: nothing was released or collected in this folder.")
    now = datetime.datetime.now().astimezone()
    path = (to or course.root / "backups" / f"peer-course-{now:%Y-%m-%d-%H%M%S}.tar.gz").absolute()
    made = Made(path, 0, (now + datetime.timedelta(days=keep_days)).date().isoformat())
    at = records.now()
    with private_file.writing(path, replace=False) as file:
        packing = _Packing(file)
        _pack(course, packing, made, path.parent)
        packing.finish({"format": FORMAT, "made": at, "keep_days": keep_days, "delete_by": made.delete_by})
    made.files = len(packing.files)
    _read_back(path)
    ledger.note_backup(course, path, at, made.delete_by)
    return made


def latest_change(course: CourseFolder) -> float:
    """Return when the cohort's data last changed, in seconds since 1970; 0 when there is none."""
    tops = [(course.root / name).resolve() for name in (*FOLDERS, *DATABASES)] + [course.inbound, course.outbox]
    return max((changed for top in tops for path in (top, *_everything(top, [])) if (changed := _changed(path))),
               default=0)


def _read_back(path: Path) -> None:
    from . import packed

    try:
        packed.manifest(path)
    except NotPossible:
        path.unlink(missing_ok=True)
        raise


class _Packing:
    """A tar file that is being written, with a list of what is in it."""

    def __init__(self, file):
        self.tar = tarfile.open(  # noqa: SIM115 (closed in finish)
            fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT, compresslevel=6)
        self.files: dict[str, list] = {}
        self.folders: dict[str, int] = {}

    def folder(self, name: str, mode: int) -> None:
        self.folders[name] = mode

    def file(self, name: str, path: Path) -> None:
        """Add a file as it is at this moment, even when somebody is just writing it. Raises Unreadable."""
        with tempfile.SpooledTemporaryFile(max_size=8 * PIECE) as whole:
            digest, changed = hashlib.sha256(), []
            for piece in _pieces(path, changed):
                digest.update(piece)
                whole.write(piece)
            self._add(name, whole, whole.tell(), *changed)
        self.files[name] = [self.tar.members[-1].size, digest.hexdigest()]

    def finish(self, about: dict) -> None:
        """Write the list as the last file, and close."""
        text = json.dumps(about | {"files": self.files, "folders": self.folders}, indent=1).encode()
        self._add(MANIFEST, io.BytesIO(text), len(text), 0)
        self.tar.close()

    def _add(self, name: str, held, size: int, changed: int) -> None:
        held.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, changed
        self.tar.addfile(info, held)


def _pieces(path: Path, changed: list[int]) -> Iterator[bytes]:
    """Give what is in a file, and its time to `changed`. What goes wrong with it is told from a disk that is full."""
    try:
        with arrivals.opened(path.parent, path.name) as source:
            while piece := source.read(PIECE):
                yield piece
            changed.append(int(os.fstat(source.fileno()).st_mtime))
    except OSError as e:
        raise Unreadable(path, e) from e


def _pack(course: CourseFolder, packing: _Packing, made: Made, beside: Path) -> None:
    for name in (*FOLDERS, *ONLY_IF_MISSING):
        _pack_folder(packing, made, name, paths.content() if name == "content" else course.root / name)
    _pack_folder(packing, made, EXCHANGE, course.exchange / handover.COURSE, _of_another(course))
    for name in SINGLE:
        if (course.root / name).is_file():
            _pack_file(packing, made, name, (course.root / name).resolve())
    packing_ledger = course.root / ledger.FILE
    if packing_ledger.is_file():
        ledger.read(course)
        packing.file(ledger.FILE, packing_ledger.resolve())
    # Last, so that what the databases know of is among the files.
    with tempfile.TemporaryDirectory(dir=beside, prefix=".databases-") as folder:
        for name in DATABASES:
            if (course.root / name).is_file():
                packing.file(name, _copied(course.root / name, Path(folder, name)))


def _of_another(course: CourseFolder) -> set[tuple[str, str]]:
    """Return the hand-ins that somebody else put there than their name says, by their place in the exchange.

    A backup cannot keep whose a file is: brought back, such a hand-in would pass for genuine.
    """
    found = set()
    for path in traces.entries(course.inbound, []):
        learner = traces.owner(path.name) or path.name.removeprefix(".").split("+")[0]
        with suppress(OSError):
            if walls.is_anothers(path.lstat().st_uid, learner, course.inbound):
                found.add((course.inbound.name, path.name))
    return found


def _pack_folder(packing: _Packing, made: Made, name: str, folder: Path, not_theirs: Container = ()) -> None:
    if not folder.is_dir():
        return
    # A tutor may have put a folder of the course on another disk, with a link to it.
    folder, closed = folder.resolve(), []
    packing.folder(name, folder.stat().st_mode & 0o3777)
    for path in _everything(folder, closed):
        inside = f"{name}/{path.relative_to(folder).as_posix()}"
        kind, place = traces.mode_of(path), path.relative_to(folder).parts[:2]
        if place in not_theirs:
            made.left_out["/".join((name, *place))] = "somebody else put it there than its name says"
        elif stat.S_ISDIR(kind):
            packing.folder(inside, kind & 0o3777)
        elif stat.S_ISREG(kind) or not kind:
            _pack_file(packing, made, inside, path)
        else:
            made.left_out[inside] = "it is a link or no plain file"
    for path in closed:
        inside = f"{name}/{path.relative_to(folder).as_posix()}"
        made.left_out[inside] = "the folder is closed to this account"


def _pack_file(packing: _Packing, made: Made, name: str, path: Path) -> None:
    try:
        packing.file(name, path)
    except Unreadable as e:
        # One learner's closed file must not keep the others' work from being backed up.
        made.left_out[name] = f"it could not be read ({e.why})"


def _everything(folder: Path, closed: list[Path]) -> Iterator[Path]:
    return traces.walk(folder, closed, (traces.CHECKPOINTS, "__pycache__"))


def _changed(path: Path) -> float:
    """Return when a file changed; 0 for what is no file of the cohort, or cannot be seen."""
    try:
        found = path.lstat()
    except OSError:
        return 0
    # The README and .gitignore of autograded/ come with the course.
    return found.st_mtime if stat.S_ISREG(found.st_mode) and path.name not in ("README.md", ".gitignore") else 0


def _copied(path: Path, to: Path) -> Path:
    """Copy a database as it stands at one moment, also while others write into it."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None)) as db, \
                closing(sqlite3.connect(to)) as copy:
            # Without a lock of our own, `backup` would wait for ever when somebody else holds one.
            db.execute("begin")
            db.execute("select count(*) from sqlite_master").fetchall()
            db.backup(copy)
            if copy.execute("pragma quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("malformed")
    except sqlite3.Error as e:
        raise NotPossible(f"{trouble(e, path.name)} No backup was written.") from e
    return to
