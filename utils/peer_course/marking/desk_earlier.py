"""Earlier versions of what tutors wrote about one hand-in: for reading, so that nothing that was kept is out of reach.

Here: which there are, and what each is called. Not here: putting versions aside (`records`), and who may look
(`desk_handin`, which asks before anything of this is shown).
"""

import datetime
from dataclasses import replace

from .. import library
from . import desk_page, reading, records
from .course_folder import CourseFolder
from .records import Marking


def versions(course: CourseFolder, hand_in: reading.HandIn, role: str) -> list[dict]:
    """Return what was put aside, and what was written about versions handed in before: newest first, nothing twice."""
    found = [(one.changed or at, one) for at, one in records.kept(course, hand_in.task, hand_in.learner, role)]
    found += [(one.changed, one) for one in hand_in.markings
              if one.role == role and one.handed_in != hand_in.handed_in]
    now = hand_in.marking(role)
    shown, seen = [], [_words(now)] if now else []
    for at, one in sorted(found, key=lambda pair: pair[0], reverse=True):
        if _words(one) not in seen and _says_something(one):
            seen.append(_words(one))
            shown.append({"label": _label(at, one, hand_in), "marking": desk_page.shown(one)})
    return shown


def _words(one: Marking) -> Marking:
    """Give a version without what tells it from another with the same words by the same tutor."""
    return replace(one, finished="", begun="", changed="", revision=0, mirrored={}, points={}, window="", taken="")


def _says_something(one: Marking) -> bool:
    return bool(one.levels or any(one.comments.values()) or one.remarks or one.well or one.next_step)


def _label(at: str, one: Marking, hand_in: reading.HandIn) -> str:
    say = library.words()
    label = say("desk.earlier_finished" if one.finished else "desk.earlier_draft", when=_spoken(at), marker=one.marker)
    if one.handed_in == hand_in.handed_in:
        return label
    return label + " " + say("desk.earlier_of", when=reading.spoken(one.handed_in))


def _spoken(at: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at
    return f"{moment.day} {moment:%B %Y, %H:%M}"
