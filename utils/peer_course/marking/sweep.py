"""A last search through course folder and exchange for somebody's name and for what they wrote.

Here: reading files and telling what is in them and whose place it is. Nothing here removes anything.
Not searched: programs (.venv and the like) and the history of versions (.git), which the receipt names.
"""

import errno
import html
import json
import os
import re
import sqlite3
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .. import handover
from . import arrivals, course_words, ledger, traces
from .course_folder import CourseFolder
from .course_words import letters, words_in
from .inert import as_typed

SKIPPED = {".venv", ".git", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}
# The course's own pages use common names in examples; only a person's own words are looked for in them.
OF_THE_COURSE = {"utils", "tests", "docs", "deploy", "content", "notebooks", "source", "release", ".ci"}
PACKED = {".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".age", ".gpg", ".pdf",
          ".xlsx", ".docx", ".pptx", ".ods", ".odt", ".odp"}
OWN_FOLDERS = {handover.COURSE, "exchange", "inbound", "outbound", "downloaded", "archive", "extracted", "tutors",
               "my-work", "backups", "receipts", "given-out", traces.CHECKPOINTS}
LARGEST = 200_000_000
SHORTEST = 20
NOT_LOOKED = "which was not looked into"
NAME, WORDS, MENTION = "name", "words", "mention"
REMOVABLE, OTHERS, LEARNERS, ELSEWHERE = "removable", "others", "learners", "elsewhere"


@dataclass(frozen=True)
class Needles:
    """What is looked for: `names` (account, e-mail, full name) as patterns, `lines` of theirs, letters only.

    `plain`: the names as they are written.
    """

    learner: str
    names: tuple[re.Pattern, ...]
    lines: tuple[str, ...]
    plain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A file that has something of theirs: what (NAME, WORDS, MENTION) and in whose place."""

    path: Path
    what: str
    place: str


def needles(course: CourseFolder, learner: str, folders: Iterable[Path], also: Iterable[str] = ()) -> Needles:
    """Return what to look for: the name, and sentences from `folders` that are not the course's own."""
    own = course_words.of_the_course(course)
    lines = {piece for folder in folders for path in traces.walk(folder, []) if path.suffix == ".ipynb"
             for piece in _pieces(path)}
    return Needles(learner, patterns(learner, also), tuple(sorted(piece for piece in lines if piece not in own)),
                   (learner, *also))


def patterns(learner: str, also: Iterable[str] = ()) -> tuple[re.Pattern, ...]:
    """Return what finds the account's name, and other names of the same person."""
    return tuple(pattern(name) for name in dict.fromkeys((learner, *also)) if name and name.strip())


def pattern(name: str) -> re.Pattern:
    """Return what finds a name as a whole word, also as web pages and JSON write it."""
    forms = {form for spelt in ("NFC", "NFD") for plain in (unicodedata.normalize(spelt, name),)
             for form in (plain, html.escape(plain), json.dumps(plain)[1:-1])}
    either = "|".join(re.escape(form) for form in sorted(forms))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])")


def everywhere(course: CourseFolder, needles: Needles,
               leave: Iterable[Path] = ()) -> tuple[list[Found], dict[Path, str]]:
    """Return the files that have something of theirs, and why others could not be looked into.

    `leave` names files and folders that somebody else looks after.
    """
    done = {_real(path) for path in (*leave, *_looked_after(course))}
    hidden: list[Path] = []
    pages = traces.pages_of_others(course, needles.learner, hidden)
    # A page whose secret cannot be read must not be taken for nobody's.
    orphan = ELSEWHERE if hidden else REMOVABLE
    ours = _ours(course)
    downloads = [one.root / "downloaded" for one in traces.all_of(course)]
    found, unread, closed = [], {}, []
    for top in dict.fromkeys((course.root, course.exchange)):
        for path, real in _files(top, done, closed):
            what = NAME if _is_called(course, path, needles.learner, ours) else None
            if not what and path.suffix.lower() in PACKED:
                unread[path] = f"a packed file, {NOT_LOOKED}"
            elif not what:
                try:
                    what = _what(course, path, real, needles)
                except OSError as e:
                    unread[path] = f"a file that could not be read ({e.strerror or e}), {NOT_LOOKED}"
            if not what and _is_downloaded_as(path, downloads, needles):
                what = MENTION
            if what:
                found.append(Found(path, what, _place(course, path, needles.learner, pages, orphan)))
    return found, unread | dict.fromkeys(closed, f"a folder that is closed to this account, {NOT_LOOKED}")


def mentions(path: Path, needles: Needles) -> bool:
    """Tell whether one of the course's own databases has the name in anything that is kept in it."""
    return any(name.search(text) for text in _values(path) for name in needles.names)


def _values(path: Path) -> Iterator[str]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            db.text_factory = lambda held: held.decode("utf-8", "replace")
            for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
                for row in db.execute(f'select * from "{table}"'):
                    yield from (value for value in row if isinstance(value, str))
    except sqlite3.Error:
        # What cannot be read as a database is looked through as it is.
        yield path.read_bytes().decode("utf-8", "replace")


def _looked_after(course: CourseFolder) -> Iterator[Path]:
    """Give the databases and lists of erasures, whose rows are looked after elsewhere; by place, for a copy is not."""
    for one in traces.all_of(course):
        yield from (one.gradebook, one.records, one.root / ledger.FILE)


def _real(path: Path) -> Path:
    # Of a link the link itself: what it leads to is looked at where it lies.
    return path.parent.resolve() / path.name


def _files(folder: Path, done: set[Path], closed: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Give the files below a folder that are not in `done`, each with its folder's own place, and add them there."""
    waiting = [(folder, folder.resolve())]
    while waiting:
        above, real = waiting.pop()
        folders = []
        for path in traces.entries(above, closed):
            if path.name in SKIPPED or real / path.name in done:
                continue
            if traces.is_folder(path):
                folders.append((path, real / path.name))
            else:
                done.add(real / path.name)
                yield path, real
        waiting += folders[::-1]


def _ours(course: CourseFolder) -> set[str]:
    """Return names of the course's own folders, which say nothing of a person whose account is called the same."""
    tasks = {path.name for folder in (course.source, course.release) for path in traces.entries(folder, [])}
    return {*OF_THE_COURSE, *OWN_FOLDERS, *traces.STEPS, *tasks}


def _is_called(course: CourseFolder, path: Path, learner: str, ours: set[str]) -> bool:
    return any(part == learner and part not in ours or traces.owner(part) == learner
               for part in _within(course, path))


def _is_downloaded_as(path: Path, downloads: list[Path], needles: Needles) -> bool:
    """Whether a download, or a folder below its task, is called by a name of theirs."""
    for folder in downloads:
        if path.is_relative_to(folder):
            task, *below = path.relative_to(folder).parts
            said = "/".join(below).replace(task, " ") if below else task
            return any(name.search(said) for name in needles.names)
    return False


def _what(course: CourseFolder, path: Path, real: Path, needles: Needles) -> str | None:
    """Tell what of theirs is in a file of the folder `real`. Raises OSError when it cannot be read."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return None
    with arrivals.opened(real, path.name) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise OSError(errno.EFBIG, "it is too large")
        text = file.read(LARGEST).decode("utf-8", "replace")
    plain = letters(text) if needles.lines else ""
    if any(line in plain for line in needles.lines):
        return WORDS
    within = _within(course, path)
    own = path.is_relative_to(course.root) and within[0] in OF_THE_COURSE
    return MENTION if not own and _has_name(text, needles) else None


def _has_name(text: str, needles: Needles) -> bool:
    if text.startswith("SQLite format 3"):
        # A database writes one value right behind the other, so a name need not stand as a word.
        return any(name in text for name in needles.plain)
    return any(name.search(text) for name in needles.names)


def _place(course: CourseFolder, path: Path, learner: str, pages: set[Path], orphan: str) -> str:
    within = _within(course, path)
    if path.is_relative_to(handover.work(course.root)) or "my-work" in within:
        return LEARNERS
    for one in traces.all_of(course):
        for step in traces.STEPS:
            folder = one.root / step
            if path.is_relative_to(folder) and len(path.relative_to(folder).parts) > 1:
                first = path.relative_to(folder).parts[0]
                # What starts with a dot is half made: a folder that a program was just putting together.
                return REMOVABLE if first == learner or first.startswith(".") else OTHERS
        if path.is_relative_to(one.inbound):
            return REMOVABLE if traces.is_theirs(path.relative_to(one.inbound).parts[0], learner) else OTHERS
        if path.is_relative_to(one.outbox):
            return OTHERS if path in pages else orphan
    return REMOVABLE if traces.CHECKPOINTS in within else ELSEWHERE


def _within(course: CourseFolder, path: Path) -> tuple[str, ...]:
    for top in (course.exchange, course.root):
        if path.is_relative_to(top):
            return path.relative_to(top).parts
    return path.parts


def _pieces(path: Path) -> Iterator[str]:
    """Give the sentences of a notebook that are long enough to be somebody's own, letters only."""
    held = arrivals.read_file(path.parent, path.name) or b""
    for piece in re.split(r"[.!?]\s|\n", as_typed(words_in(held))):
        plain = letters(piece)
        if len(plain) >= SHORTEST:
            yield plain
