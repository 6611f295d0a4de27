"""Taking one person's rows out of databases and lists, so that nothing stays readable in free pages either.

Here: nbgrader's gradebook (through its API), copies of it, our own tables, CSV lists. Everybody else's rows stay
as they are. Not here: folders and files of work.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from . import labels, private_file, records, second, traces
from .course_folder import CourseFolder, NotPossible, gradebook, trouble

# Columns that say whose a row is; other people's first names may be spelt like an account.
WHO = {"student_id", "student", "learner", "learner_id", "id", "username", "user", "account", "email", "e-mail"}
PARTS = ("-journal", "-wal", "-shm")
# In the notes of marking.db, the one place where people are keys (see `labels`).
PEOPLE = "hand_ins"


def names_of(course: CourseFolder, learner: str) -> tuple[str, ...]:
    """Return e-mail address and full name as the gradebook has them; empty when it has none."""
    if not course.gradebook.is_file():
        return ()
    with gradebook(course) as book:
        student = next((one for one in book.students if one.id == learner), None)
        if student is None:
            return ()
        full = " ".join(part for part in (student.first_name, student.last_name) if part)
        # One name alone is too common a word to look for everywhere.
        return tuple(name for name in (student.email, full if " " in full else "") if name)


def from_gradebook(course: CourseFolder, learner: str) -> int:
    """Remove somebody from the gradebook; returns how many hand-ins it knew of, and 1 for the person."""
    if not course.gradebook.is_file():
        return 0
    from nbgrader.api import MissingEntry

    with gradebook(course) as book:
        try:
            count = len(book.find_student(learner).submissions) + 1
            book.remove_student(learner)
        except MissingEntry:
            count = 0
    # Also when there was nothing: an earlier erasure may have broken off before this.
    compact(course.gradebook)
    return count


def old_copies(course: CourseFolder) -> list[Path]:
    """Return copies of the gradebook that `nbgrader db upgrade` or a person made beside it."""
    own = {course.gradebook.name, *(course.gradebook.name + part for part in PARTS)}
    return [path for path in traces.entries(course.root)
            if path.name.startswith(course.gradebook.name) and path.name not in own and path.is_file()]


def from_copy(path: Path, learner: str) -> int:
    """Remove somebody from a copy of the gradebook, of whatever version, by following its foreign keys."""
    with _opened(path) as db:
        db.execute("begin immediate")
        count = _forget(db, "student", "id", [learner])
        db.execute("commit")
    compact(path)
    return count


def from_records(course: CourseFolder, learner: str) -> int:
    """Remove somebody from our own tables: markings, kept versions, events, and notes that name them."""
    if not course.records.is_file():
        return 0
    with records.tables(course) as db:
        # By the learner's own column alone: what else has the word may be the only copy of words about somebody else.
        count = sum(db.execute(f"delete from {table} where learner = ?", (learner,)).rowcount
                    for table in ("markings", "kept", "events"))
        count += _forget_draws(db, learner)
        for key, body in db.execute("select name, body from notes").fetchall():
            count += _forget_in_note(db, key, body, learner)
    compact(course.records)
    return count


def forget_gone(course: CourseFolder, names: tuple[re.Pattern, ...], own: list[Path]) -> None:
    """Forget what was written out and is no longer there: the person's own folders, and what is called after them."""
    if not course.records.is_file():
        return
    with records.tables(course) as db:
        for (path,) in db.execute("select path from exports").fetchall():
            theirs = Path(path) in own or any(name.search(path) for name in names)
            if theirs and is_gone(Path(path)):
                db.execute("delete from exports where path = ?", (path,))


def is_gone(path: Path) -> bool:
    """Tell whether something is no longer there."""
    try:
        return not path.exists()
    except OSError:
        # A place that cannot be looked into may still hold it.
        return False


def lists(course: CourseFolder) -> list[Path]:
    """Return the lists that were written out of the gradebook or our tables, as far as anybody noted where."""
    noted = [Path(path) for path in records.exports(course)] if course.records.is_file() else []
    return list(dict.fromkeys([*noted, course.root / "grades.csv"]))


def from_list(path: Path, whose: tuple[str, ...]) -> int:
    """Take somebody's rows out of a CSV file; all other rows stay as they are, to the byte. Returns how many."""
    rows = list(rows_of(path, whose))
    count = sum(theirs for _, _, theirs in rows)
    if count:
        private_file.write(path, "".join(written for _, written, theirs in rows if not theirs))
    return count


def rows_of(path: Path, whose: tuple[str, ...]) -> Iterator[tuple[list[str], str, bool]]:
    """Give each row of a CSV file: its cells, how it is written, and whether it is somebody's.

    Whose a row is, say the columns that are there for it; where there is none, any cell. Raises OSError, csv.Error.
    """
    lines = path.read_bytes().decode("utf-8", "surrogateescape").splitlines(keepends=True)
    reader, start, asked = csv.reader(lines), 0, None
    for row in reader:
        if asked is None:
            asked = {place for place, cell in enumerate(row) if cell.strip("\ufeff ").lower() in WHO}
        # A cell may begin with ' so that a table program does not take it for a formula.
        cells = [cell for place, cell in enumerate(row) if not asked or place in asked]
        theirs = any(cell.strip().removeprefix("'") in whose for cell in cells)
        yield row, "".join(lines[start:reader.line_num]), theirs
        start = reader.line_num


def compact(path: Path) -> None:
    """Rewrite a database without its free pages, and without anything beside it."""
    with _opened(path) as db:
        db.execute("vacuum")
        db.execute("pragma wal_checkpoint(truncate)")


@contextmanager
def _opened(path: Path):
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as db:
            db.execute("pragma secure_delete = on")
            yield db
    except sqlite3.Error as e:
        raise NotPossible(trouble(e, path.name)) from e


def _forget(db: sqlite3.Connection, table: str, column: str, values: list) -> int:
    """Delete rows, and first whatever refers to them; returns how many rows of `table` were there."""
    count = 0
    for value in values:
        for child in [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]:
            for key in db.execute(f'pragma foreign_key_list("{child}")').fetchall():
                if key[2] == table:
                    to = key[4] or "id"
                    ids = db.execute(f'select "{to}" from "{table}" where "{column}" = ?', (value,)).fetchall()
                    _forget(db, child, key[3], [one[0] for one in ids])
        count += db.execute(f'delete from "{table}" where "{column}" = ?', (value,)).rowcount
    return count


def _forget_draws(db: sqlite3.Connection, learner: str) -> int:
    """Take somebody's numbers out of the draws for second reading, while it is still known which those are."""
    count, notes = 0, dict(db.execute("select name, body from notes").fetchall())
    for name in [name for name in notes if name.startswith(labels.NOTE)]:
        of_draws = second.NOTE + name.removeprefix(labels.NOTE)
        try:
            number = json.loads(notes[name])["hand_ins"][learner]["number"]
            held = json.loads(notes[of_draws])
            for draw in held["draws"]:
                for part in ("pool", "drawn"):
                    count += sum(one[0] == number for one in draw[part])
                    draw[part] = [one for one in draw[part] if one[0] != number]
        except (ValueError, KeyError, TypeError):
            continue
        db.execute("update notes set body = ? where name = ?", (json.dumps(held, ensure_ascii=False), of_draws))
    return count


def names(body: str, learner: str) -> bool:
    """Tell whether a note, as it is kept, has an entry of somebody."""
    try:
        held = json.loads(body)
    except ValueError:
        return False
    return _without(held, learner) != held


def _forget_in_note(db: sqlite3.Connection, key: str, body: str, learner: str) -> int:
    try:
        held = json.loads(body)
    except ValueError:
        return 0
    left = _without(held, learner)
    if left == held:
        return 0
    db.execute("update notes set body = ? where name = ?", (json.dumps(left, ensure_ascii=False), key))
    return 1


def _without(held, learner: str, of_people: bool = False):
    """Give the same data without the person: without their name in a list, a row of theirs, and their own key.

    Only `hand_ins` has people for keys (`of_people`): an account may be called like any other word of a note.
    """
    if isinstance(held, list):
        return [_without(one, learner) for one in held if one != learner and not _is_row_of(one, learner)]
    if isinstance(held, dict):
        return {key: _without(one, learner, key == PEOPLE) for key, one in held.items()
                if not (of_people and key == learner)}
    return held


def _is_row_of(one, learner: str) -> bool:
    """Whether an entry says that it is about the person; who did something (`by`) may be a tutor of the same name."""
    return isinstance(one, dict) and any(key in WHO and value == learner for key, value in one.items())
