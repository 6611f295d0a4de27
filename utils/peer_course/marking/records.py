"""Our own tables beside nbgrader's gradebook: levels, comments, who marked what and when.

Here: reading and writing them, whole or not at all. Nothing a tutor wrote is ever overwritten: a version that
somebody else saved in between is kept under `kept`. Not here: what a level means (`rubrics`), and the gradebook.
"""

import datetime
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace

from .. import handover
from .course_folder import CourseFolder, NotPossible, trouble

FIRST, SECOND = "first", "second"
ROLES = (FIRST, SECOND)
# How a reading ended: by the rubric, "not yet: please talk to me", told instead of written, or passed on.
MARKED, TALK, CONVERSATION, PASSED = "marked", "talk", "conversation", "passed"
OUTCOMES = (MARKED, TALK, CONVERSATION, PASSED)

TABLES = """
create table if not exists markings (
  task text not null, learner text not null, role text not null, handed_in text not null,
  marker text not null, outcome text not null, finished text not null,
  begun text not null, changed text not null, revision integer not null, body text not null,
  primary key (task, learner, role, handed_in));
create table if not exists kept (
  at text not null, task text not null, learner text not null, role text not null, handed_in text not null,
  marker text not null, body text not null);
create table if not exists events (
  at text not null, who text not null, what text not null, task text not null, learner text not null,
  detail text not null);
create table if not exists exports (path text primary key, at text not null);
create table if not exists notes (name text primary key, body text not null);
"""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A comment on a passage: characters `start` to `end` of one answer's plain text, which read `quote`."""

    answer: str
    start: int
    end: int
    quote: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Marking:
    """One tutor's reading of one hand-in. `finished` is empty while it is a draft.

    `levels`: criterion id to level id. `comments`: answer id to text. `handed_in`: the time stamp of the version
    that was read. `mirrored` and `points`: answer id to the comment and the points (or None) as they were last
    written to the gradebook. `window`: the page of the desk that saved it last, so that one page is never taken for
    another of the same tutor. `taken`: who took a finished reading over and has not changed it; it is still `marker`'s.
    """

    task: str
    learner: str
    role: str = FIRST
    handed_in: str = ""
    marker: str = ""
    outcome: str = ""
    finished: str = ""
    begun: str = ""
    changed: str = ""
    revision: int = 0
    levels: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    well: str = ""
    next_step: str = ""
    mirrored: dict = field(default_factory=dict)
    points: dict = field(default_factory=dict)
    window: str = ""
    taken: str = ""

    @property
    def writer(self) -> str:
        """Return who may write in it now."""
        return self.taken or self.marker


BODY = ("levels", "comments", "remarks", "well", "next_step", "mirrored", "points", "window", "taken")
COLUMNS = tuple(f.name for f in fields(Marking) if f.name not in BODY)
# What is put aside says as well how far it had come.
ENDED = ("outcome", "finished", "changed")


class Changed(NotPossible):
    """It was saved in between, by somebody else or in another window; `theirs` is that version, and both are kept."""

    def __init__(self, theirs: Marking):
        self.theirs = theirs
        super().__init__(f"{theirs.marker} saved this one at {theirs.changed}. Your version was kept as well.")


def now() -> str:
    """Return this moment as text that sorts by time."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


@contextmanager
def tables(course: CourseFolder) -> Iterator[sqlite3.Connection]:
    """Open our tables for one step, which is written whole or not at all. Raises NotPossible with a sentence."""
    try:
        fresh = not course.records.exists()
        db = sqlite3.connect(course.records, timeout=10, isolation_level=None)
        try:
            if fresh:
                course.records.chmod(0o660 if handover.is_shared(course.root) else 0o600)
            # What is deleted is overwritten: people's words must not stay readable in free pages.
            db.execute("pragma secure_delete = on")
            db.executescript(TABLES)
            db.execute("begin immediate")
            yield db
            db.execute("commit")
        finally:
            db.close()
    except (sqlite3.Error, OSError) as e:
        raise NotPossible(trouble(e, "The file of marks (marking.db)")) from e


def save(course: CourseFolder, marking: Marking) -> Marking:
    """Write a marking and return it with its new revision and times.

    `marking.revision` is the revision it was based on. Raises Changed when another tutor, or another window of the
    same tutor, has saved since; then that version stays and this one is kept beside it.
    """
    with tables(course) as db:
        there = _read(db, marking)
        clash = there is not None and there.revision != marking.revision and not _of_one_window(there, marking)
        if clash:
            _keep(db, marking)
        else:
            if there and there.finished and not marking.finished:
                # It is opened again: what was saved for good stays beside the new draft.
                _keep(db, there)
            begun = there.begun if there else now()
            marking = replace(marking, begun=begun, changed=now(), revision=(there.revision if there else 0) + 1)
            _write(db, marking)
    if clash:
        raise Changed(there)
    return marking


def keep(course: CourseFolder, marking: Marking) -> None:
    """Keep a version beside what stands, before something else is put in its place."""
    with tables(course) as db:
        _keep(db, marking)


def load(course: CourseFolder, task: str, learner: str, role: str = FIRST, handed_in: str = "") -> Marking | None:
    """Return one marking, or None when nobody has begun it."""
    with tables(course) as db:
        return _read(db, Marking(task=task, learner=learner, role=role, handed_in=handed_in))


def every(course: CourseFolder, task: str | None = None, learner: str | None = None) -> list[Marking]:
    """Return all markings (of one task, of one learner), oldest first."""
    asked = {name: value for name, value in (("task", task), ("learner", learner)) if value is not None}
    where = " where " + " and ".join(f"{name} = ?" for name in asked) if asked else ""
    with tables(course) as db:
        rows = db.execute(f"select {', '.join(COLUMNS)}, body from markings{where} order by begun, learner",
                          tuple(asked.values())).fetchall()
    return [_marking(row) for row in rows]


def headings(course: CourseFolder) -> dict[tuple[str, str], list[Marking]]:
    """Return all markings without what was written in them, by task and learner: quick with thousands."""
    found = defaultdict(list)
    with tables(course) as db:
        for row in db.execute(f"select {', '.join(COLUMNS)} from markings order by begun, learner"):
            one = Marking(**dict(zip(COLUMNS, row, strict=True)))
            found[one.task, one.learner].append(one)
    return found


def note_event(course: CourseFolder, who: str, what: str, task: str = "", learner: str = "", detail: str = "") -> None:
    """Write down that somebody did something, such as showing names."""
    with tables(course) as db:
        db.execute("insert into events values (?, ?, ?, ?, ?, ?)", (now(), who, what, task, learner, detail))


def events(course: CourseFolder, learner: str | None = None) -> list[dict]:
    """Return what was done, oldest first."""
    names = ("at", "who", "what", "task", "learner", "detail")
    where, values = (" where learner = ?", (learner,)) if learner is not None else ("", ())
    with tables(course) as db:
        rows = db.execute(f"select {', '.join(names)} from events{where} order by at", values).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def note_export(course: CourseFolder, path) -> None:
    """Remember a file that was written out for elsewhere, so that erasing a person can reach it."""
    with tables(course) as db:
        db.execute("insert or replace into exports values (?, ?)", (str(path), now()))


def exports(course: CourseFolder) -> list[str]:
    """Return the files that were written out, oldest first."""
    with tables(course) as db:
        return [row[0] for row in db.execute("select path from exports order by at")]


def note(course: CourseFolder, name: str, body: dict) -> None:
    """Keep a small piece of data under a name."""
    with tables(course) as db:
        db.execute("insert or replace into notes values (?, ?)", (name, json.dumps(body, ensure_ascii=False)))


def noted(course: CourseFolder, name: str) -> dict:
    """Return what was kept under a name, or nothing."""
    with tables(course) as db:
        row = db.execute("select body from notes where name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else {}


def kept(course: CourseFolder, task: str, learner: str, role: str) -> list[tuple[str, Marking]]:
    """Return what was put aside of one learner's hand-ins, each with when that was, newest first."""
    with tables(course) as db:
        rows = db.execute("select at, handed_in, marker, body from kept where task = ? and learner = ? and role = ? "
                          "order by at desc, rowid desc", (task, learner, role)).fetchall()
    return [(at, _marking_of(task=task, learner=learner, role=role, handed_in=handed_in, marker=marker, body=body))
            for at, handed_in, marker, body in rows]


def _of_one_window(there: Marking, marking: Marking) -> bool:
    # A page whose acknowledgement came late goes on from what it wrote itself.
    return bool(marking.window) and (there.window, there.marker) == (marking.window, marking.marker)


def _read(db: sqlite3.Connection, of: Marking) -> Marking | None:
    row = db.execute(
        f"select {', '.join(COLUMNS)}, body from markings "
        "where task = ? and learner = ? and role = ? and handed_in = ?",
        (of.task, of.learner, of.role, of.handed_in)).fetchone()
    return _marking(row) if row else None


def _write(db: sqlite3.Connection, marking: Marking) -> None:
    names = (*COLUMNS, "body")
    db.execute(f"insert or replace into markings ({', '.join(names)}) values ({', '.join('?' * len(names))})",
               (*(getattr(marking, name) for name in COLUMNS), _body(marking)))


def _keep(db: sqlite3.Connection, marking: Marking) -> None:
    db.execute("insert into kept values (?, ?, ?, ?, ?, ?, ?)",
               (now(), marking.task, marking.learner, marking.role, marking.handed_in, marking.marker,
                _body(marking, (*BODY, *ENDED))))


def _body(marking: Marking, names: tuple[str, ...] = BODY) -> str:
    held = asdict(marking)
    return json.dumps({name: held[name] for name in names}, ensure_ascii=False)


def _marking(row: tuple) -> Marking:
    return _marking_of(**dict(zip(COLUMNS, row[:-1], strict=True)), body=row[-1])


def _marking_of(*, body: str, **columns) -> Marking:
    held = json.loads(body)
    held["remarks"] = tuple(Remark(**one) for one in held["remarks"])
    return Marking(**columns, **held)
