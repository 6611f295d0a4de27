"""What the course itself says, letters only: a line of it in somebody's hand-in is not their own line.

Here: the course's words files, tasks, session pages, and the fixed form of a shared scale. Left out on purpose:
any other notebook that lies in these folders, because it may be a copy of somebody's work.
Not here: what is looked for (`sweep`).
"""

import contextlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ..kinds import scale_shared
from ..library import paths
from ..navigation import START
from . import rubrics, shared_scales, traces
from .course_folder import CourseFolder
from .inert import as_typed

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# Words of the course that are gone or half written are no reason to leave somebody's work undeleted.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, OSError)


def of_the_course(course: CourseFolder) -> str:
    """Return everything the course says, as `letters` gives it."""
    texts = [words_of(path) for path in (*_tasks(course), *_sessions(course))]
    texts += [_plain(path) for path in sorted(paths.content().rglob("*.yml"))]
    with contextlib.suppress(*UNREADABLE):
        texts += [scale_shared.course_words(scale) for _task, scale in shared_scales.scales()]
    return letters("\n".join(texts))


def words_of(path: Path) -> str:
    """Return what stands in the cells of one of the course's notebooks; nothing when it is none."""
    try:
        return words_in(path.read_bytes())
    except OSError:
        return ""


def words_in(held: bytes) -> str:
    """Return what stands in the cells of a notebook, from the bytes of its file; nothing when it is none."""
    try:
        return "\n".join(_source(cell) for cell in json.loads(held.decode())["cells"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def letters(text: str) -> str:
    """Return letters and digits alone, so that a sentence is found in a notebook, on a page and in a table alike."""
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    text = re.sub(r"\\[nrtbf]", " ", text)
    text = re.sub(r"<[^<>]{0,300}>", " ", as_typed(text))
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()


def _tasks(course: CourseFolder) -> Iterator[Path]:
    for part in (course.source, course.release):
        yield from (folder / f"{folder.name}.ipynb" for folder in traces.entries(part))


def _sessions(course: CourseFolder) -> list[Path]:
    slugs = []
    with contextlib.suppress(*UNREADABLE):
        slugs = [session.slug for session in rubrics.course().sessions]
    return [course.root / "notebooks" / f"{slug}.ipynb" for slug in (START, *slugs)]


def _plain(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)
