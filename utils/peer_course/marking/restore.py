"""Bringing a backup back: what is here is moved aside, never overwritten, and who was erased stays erased.

Here: the order of things. Reading the file is in `packed`.
"""

import datetime
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from .. import handover
from ..library import paths
from . import backup, erasure, forget_rows, ledger, packed, receipt, traces
from .course_folder import CourseFolder, NotPossible, gradebook, trouble
from .private_file import sentence, writing


@dataclass
class Restored:
    """What came back: from when, how many people and hand-ins, how many were erased again, where the old data is."""

    made: str
    people: int = 0
    hand_ins: int = 0
    erased_again: int = 0
    aside: Path | None = None
    kept: list[str] = field(default_factory=list)


def bring_back(course: CourseFolder, path: Path) -> Restored:
    """Restore a backup. Raises NotPossible; then everything is as it was."""
    erased = ledger.read(course)["erased"]
    _nobody_writes(course)
    try:
        staged = Path(tempfile.mkdtemp(prefix=".restoring-", dir=course.root))
        try:
            about = packed.unpack(path, staged)
            found = Restored(about["made"])
            erased = ledger.joined(erased, _erased_in(staged))
            there = CourseFolder(staged, staged / "exchange")
            found.erased_again = _erase_again(there, erased, about["made"])
            _verify(there, found)
            _swap(course, there, found)
            ledger.write(course, ledger.read(course) | {"erased": erased})
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as e:
        raise NotPossible(sentence(e, Path(e.filename or course.root))) from e
    return found


def _nobody_writes(course: CourseFolder) -> None:
    for path in (course.gradebook, course.records):
        if path.is_file():
            try:
                with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as db:
                    db.execute("begin immediate")
                    db.execute("rollback")
            except sqlite3.Error as e:
                if "locked" in str(e):
                    raise NotPossible(trouble(e, path.name)) from e
                # A damaged database is a reason to restore; it is moved aside as it is.


def _erased_in(staged: Path) -> list[dict]:
    held = ledger.read(CourseFolder(staged, staged / "exchange"))["erased"]
    (staged / ledger.FILE).unlink(missing_ok=True)
    return held


def _erase_again(there: CourseFolder, erased: list[dict], made: str) -> int:
    """Erase in the unpacked backup, before anything of it is put in place."""
    again = ledger.to_reapply(erased, sorted(traces.learners(there)), made)
    for learner in again:
        done = erasure.erase(there, learner, outside=False)
        if not done.complete:
            raise NotPossible("Somebody's work that had been erased is in this backup and could not be taken out: "
                              f"{' '.join(done.left)} So nothing was brought back.")
    return len(again)


def _verify(there: CourseFolder, found: Restored) -> None:
    """See that what was unpacked can be used, and count it."""
    for path in (there.gradebook, there.records):
        if path.is_file() and not _is_sound(path):
            raise NotPossible(f"{path.name} in this backup is damaged. Nothing was changed.")
    if there.gradebook.is_file():
        with gradebook(there) as book:
            len(book.students)
    work = [path for path in traces.entries(there.submitted) if path.is_dir()]
    found.people = len(traces.learners(there))
    found.hand_ins = sum(len([task for task in traces.entries(person) if task.is_dir()]) for person in work)


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as db:
            return db.execute("pragma integrity_check").fetchone()[0] == "ok"
    except sqlite3.Error:
        return False


def _swap(course: CourseFolder, there: CourseFolder, found: Restored) -> None:
    """Move what is here aside and the backup in; when anything stops it, move everything back."""
    moved: list[tuple[Path, Path]] = []
    aside = _aside(course)
    beside = [name + part for name in backup.DATABASES for part in forget_rows.PARTS]
    try:
        for name in (*backup.FOLDERS, *backup.DATABASES, *beside, *backup.SINGLE):
            _move(course.root / name, aside / name, moved)
            _move(there.root / name, course.root / name, moved)
        ours = course.exchange / handover.COURSE
        _move(ours, aside / backup.EXCHANGE, moved)
        _move(there.exchange / handover.COURSE, ours, moved)
        for name in backup.ONLY_IF_MISSING:
            _add_missing(there.root / name, paths.content() if name == "content" else course.root / name, found)
    except BaseException:
        for before, after in reversed(moved):
            shutil.move(after, before)
        raise
    found.aside = aside if aside.exists() else None


def _aside(course: CourseFolder) -> Path:
    stem, number = f"{traces.ASIDE}{datetime.datetime.now():%Y-%m-%d-%H%M%S}", 1
    path = course.root / stem
    while path.exists():
        number += 1
        path = course.root / f"{stem}-{number}"
    return path


def _move(before: Path, after: Path, moved: list) -> None:
    if not before.exists() and not before.is_symlink():
        return
    private = any(part.startswith(traces.ASIDE) for part in after.parts)
    for folder in reversed([one for one in after.parents if not one.exists()]):
        folder.mkdir(mode=0o700 if private else 0o777)
    shutil.move(before, after)
    moved.append((before, after))


def _add_missing(staged: Path, place: Path, found: Restored) -> None:
    """Put back the course's own files where they are gone, and name those that are different here."""
    for path in sorted(one for one in staged.rglob("*") if one.is_file()) if staged.is_dir() else ():
        target = place / path.relative_to(staged)
        if not target.exists():
            _add(path, target, private=place.name == receipt.FOLDER)
        elif target.read_bytes() != path.read_bytes():
            found.kept.append(f"{place.name}/{path.relative_to(staged).as_posix()}")


def _add(path: Path, target: Path, private: bool) -> None:
    if private:
        with path.open("rb") as source, writing(target) as file:
            shutil.copyfileobj(source, file)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def told(found: Restored) -> list[str]:
    """Return what happened, one sentence a line."""
    people = "1 person" if found.people == 1 else f"{found.people} people"
    hand_ins = f"{found.hand_ins} collected hand-in{'' if found.hand_ins == 1 else 's'}"
    lines = [f"Brought back as it was on {found.made[:10]} at {found.made[11:16]} UTC: {people}, {hand_ins}. "
             "Databases and files were compared with the list in the backup."]
    if found.erased_again:
        taken = "was" if found.erased_again == 1 else "were"
        lines.append(f"{found.erased_again} of the people in it had been erased since, and {taken} taken out again.")
    if found.aside:
        lines.append(f"What was here before is in {found.aside}. Delete that folder when you are sure that you do not "
                     "need it: it holds people's words.")
    if found.kept:
        lines.append(f"{len(found.kept)} file(s) of the course itself are different here from the backup, and were "
                     f"left as they are here: {', '.join(found.kept[:5])}{' …' if len(found.kept) > 5 else ''}.")
    return lines
