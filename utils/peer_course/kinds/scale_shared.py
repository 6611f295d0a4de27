"""A scale's first and last moment as a page that a learner may hand in, and the same page read strictly.

Pure functions, used by the learner's side to write and by the tutor's side to read. Nobody's answers come here
unless their owner has put them into a page. Not here: files, and what is counted (`marking.shared_scales`).
"""

import itertools
import re

from ..model.answering import Scale, View
from ..model.course import Course

FIRST_LINE = "**My answers on a scale** ({slug})"
ID = "[a-z0-9][a-z0-9-]{0,80}"
FIRST = re.compile(rf"\*\*My answers on a scale\*\* \(({ID})\)\s*")
LINE = re.compile(rf"\(({ID}): ({ID}), ({ID})\)\s*\Z")
SESSION = re.compile(r"session-(\d+)\Z")


def task_of(scale: Scale, course: Course) -> str:
    """Return the task that a scale may be added to: that of the session with its last moment; "" if there is none."""
    if len(scale.moments) < 2:
        return ""
    named = SESSION.match(scale.moments[-1].id)
    begins = f"{int(named[1]):02}-" if named else scale.session
    return next((task.slug for task in course.tasks if task.session.startswith(begins)), "")


def both(scale: Scale, first: dict, last: dict) -> dict[str, tuple[str, str]]:
    """Return the two points of every statement; nothing unless each was placed at both moments."""
    then, now = first.get("at", {}), last.get("at", {})
    return _whole(scale, {s.id: (then.get(s.id, ""), now.get(s.id, "")) for s in scale.statements})


def written(scale: Scale, pairs: dict[str, tuple[str, str]], intro: str) -> str:
    """Return the page: a fixed first line, a sentence, and each statement with its two points in words and ids."""
    lines = "\n".join(_line(scale, s, pairs[s.id]) for s in scale.statements)
    return "\n\n".join([FIRST_LINE.format(slug=scale.slug), f"{scale.title}. {intro}", lines])


def course_words(scale: Scale) -> str:
    """Return all that any page of this scale can hold: none of it is anybody's own words."""
    pairs = list(itertools.product([point.id for point in scale.points], repeat=2))
    lines = [_line(scale, s, pair) for s in scale.statements for pair in pairs]
    return "\n".join([FIRST_LINE.format(slug=scale.slug), scale.title, *lines])


def slug_of(text: str) -> str:
    """Return which scale a page says it is about, "" when it is no such page."""
    found = FIRST.fullmatch(text.split("\n", 1)[0])
    return found[1] if found else ""


def read(scale: Scale, text: str) -> dict[str, tuple[str, str]]:
    """Return the two points of every statement; nothing when the page is not exactly such a page."""
    if slug_of(text) != scale.slug:
        return {}
    found = [match.groups() for line in text.splitlines() if (match := LINE.search(line))]
    if len({one[0] for one in found}) != len(found) or len(found) != len(scale.statements):
        return {}
    return _whole(scale, {statement: (then, now) for statement, then, now in found})


def _line(scale: Scale, statement: View, pair: tuple[str, str]) -> str:
    names = {point.id: point.name for point in scale.points}
    then, now = scale.moments[0].name, scale.moments[-1].name
    return (f"- {' '.join(statement.text.split())}\n  {then}: {names[pair[0]]}. {now}: {names[pair[1]]}. "
            f"({statement.id}: {pair[0]}, {pair[1]})")


def _whole(scale: Scale, pairs: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    known = {point.id for point in scale.points}
    whole = set(pairs) == {s.id for s in scale.statements}
    return pairs if whole and all(one in known for pair in pairs.values() for one in pair) else {}
