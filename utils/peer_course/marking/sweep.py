"""A last search through course folder and exchange for somebody's name and for what they wrote.

Here: reading files and telling what is in them and whose place it is. Nothing here removes anything.
Not searched: programs (.venv and the like) and the history of versions (.git), which the receipt names.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import handover
from . import course_words, ledger, traces
from .course_folder import CourseFolder
from .course_words import letters, words_of
from .inert import as_typed

SKIPPED = {".venv", ".git", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}
# The course's own pages use common names in examples; only a person's own words are looked for in them.
OF_THE_COURSE = {"utils", "tests", "docs", "deploy", "content", "notebooks", "source", "release", ".ci"}
DATABASES = ("gradebook.db", "marking.db")
PACKED = {".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"}
LARGEST = 200_000_000
SHORTEST = 20
NAME, WORDS, MENTION = "name", "words", "mention"
REMOVABLE, OTHERS, LEARNERS, ELSEWHERE = "removable", "others", "learners", "elsewhere"


@dataclass(frozen=True)
class Needles:
    """What is looked for: `names` (account, e-mail, full name) as patterns, `lines` of theirs, letters only."""

    learner: str
    names: tuple[re.Pattern, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A file that has something of theirs: what (NAME, WORDS, MENTION) and in whose place."""

    path: Path
    what: str
    place: str


def needles(course: CourseFolder, learner: str, folders: Iterable[Path], also: Iterable[str] = ()) -> Needles:
    """Return what to look for: the name, and sentences from `folders` that are not the course's own."""
    own = course_words.of_the_course(course)
    lines = {piece for folder in folders for path in sorted(folder.rglob("*.ipynb")) for piece in _pieces(path)}
    names = tuple(pattern(name) for name in dict.fromkeys((learner, *also)) if name and name.strip())
    return Needles(learner, names, tuple(sorted(piece for piece in lines if piece not in own)))


def pattern(name: str) -> re.Pattern:
    """Return what finds a name as a whole word, also as web pages and JSON write it."""
    forms = {form for spelt in ("NFC", "NFD") for plain in (unicodedata.normalize(spelt, name),)
             for form in (plain, html.escape(plain), json.dumps(plain)[1:-1])}
    either = "|".join(re.escape(form) for form in sorted(forms))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])")


def everywhere(course: CourseFolder, needles: Needles, leave: Iterable[Path] = ()) -> tuple[list[Found], list[Path]]:
    """Return the files that have something of theirs, and packed files that could not be looked into.

    `leave` names files and folders that somebody else looks after.
    """
    done = {path.resolve() for path in leave}
    pages = traces.pages_of_others(course, needles.learner)
    found, packed = [], []
    for top in dict.fromkeys((course.root, course.exchange)):
        for path in _files(top, done):
            if path.suffix.lower() in PACKED:
                packed.append(path)
            what = _what(course, path, needles)
            if what:
                found.append(Found(path, what, _place(course, path, needles.learner, pages)))
    return found, packed


def mentions(path: Path, needles: Needles) -> bool:
    """Tell whether a file has the name anywhere in its bytes."""
    text = path.read_bytes().decode("utf-8", "replace")
    return any(name.search(text) for name in needles.names)


def _files(folder: Path, done: set[Path]) -> Iterator[Path]:
    for path in traces.entries(folder):
        if path.name in SKIPPED or path.resolve() in done:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, done)
        elif path.name not in (*DATABASES, ledger.FILE):
            done.add(path.resolve())
            yield path


def _what(course: CourseFolder, path: Path, needles: Needles) -> str | None:
    within = _within(course, path)
    if any(part == needles.learner or traces.owner(part) == needles.learner for part in within):
        return NAME
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    text = path.read_bytes().decode("utf-8", "replace")
    plain = letters(text) if needles.lines else ""
    if any(line in plain for line in needles.lines):
        return WORDS
    own = path.is_relative_to(course.root) and within[0] in OF_THE_COURSE
    return MENTION if not own and any(name.search(text) for name in needles.names) else None


def _place(course: CourseFolder, path: Path, learner: str, pages: set[Path]) -> str:
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
            return OTHERS if path in pages else REMOVABLE
    return REMOVABLE if traces.CHECKPOINTS in within else ELSEWHERE


def _within(course: CourseFolder, path: Path) -> tuple[str, ...]:
    for top in (course.exchange, course.root):
        if path.is_relative_to(top):
            return path.relative_to(top).parts
    return path.parts


def _pieces(path: Path) -> Iterator[str]:
    """Give the sentences of a notebook that are long enough to be somebody's own, letters only."""
    for piece in re.split(r"[.!?]\s|\n", as_typed(words_of(path))):
        plain = letters(piece)
        if len(plain) >= SHORTEST:
            yield plain
