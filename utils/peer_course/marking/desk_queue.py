"""Which hand-ins of a task one tutor sees, in which state, and what comes next.

Here: states and blindness. Whoever reads second never meets the first marking, and whoever may still read
second cannot open the first one. Not here: messages (`desk`) and files (`reading`).
"""

from dataclasses import dataclass

from .. import library
from . import labels, mirror, reading, records, second
from .course_folder import CourseFolder, NotPossible
from .reading import HandIn

WAITING, DRAFT, DONE, AGAIN, OTHER = "waiting", "draft", "done", "again", "other"
WAITS = (WAITING, AGAIN)
OPEN = (*WAITS, DRAFT)


@dataclass(frozen=True)
class Entry:
    """One line of the queue."""

    hand_in: HandIn
    label: labels.Label
    state: str
    note: str = ""


def entries(course: CourseFolder, task: str, role: str, marker: str) -> list[Entry]:
    """Return the hand-ins that this tutor may read in this role; who waits longest comes first."""
    hand_ins = reading.waiting(course, task)
    drawn = second.drawn(course, task)
    if role == records.SECOND:
        hand_ins = [one for one in hand_ins if may_read_second(one, marker, drawn)]
    by_hand = _by_hand(course, task) if role == records.FIRST else {}
    labelled = labels.labels(course, task, [one.learner for one in hand_ins])
    # Looked up once: each look asks the disk whether an author has changed a sentence.
    say = library.words()
    return [Entry(one, labelled[one.learner], *state(one, role, marker, drawn, by_hand, say)) for one in hand_ins]


def may_read_second(hand_in: HandIn, marker: str, drawn: set[tuple[str, str]]) -> bool:
    """Tell whether this version was drawn, and somebody else reads it first."""
    first = hand_in.marking(records.FIRST)
    return (hand_in.learner, hand_in.handed_in) in drawn and not (first and first.marker == marker)


def hidden(hand_in: HandIn, role: str, marker: str, drawn: set[tuple[str, str]]) -> bool:
    """Tell whether seeing the first marking now would spoil a second reading that is still to come."""
    reader = hand_in.marking(records.SECOND)
    return role == records.FIRST and not (reader and reader.finished) and may_read_second(hand_in, marker, drawn)


def state(hand_in: HandIn, role: str, marker: str, drawn: set, by_hand: dict[str, bool],
          say: library.Words) -> tuple[str, str]:
    """Return the state of a hand-in for this tutor, and a sentence on it (or none)."""
    now, before = hand_in.marking(role), hand_in.earlier(role)
    if hidden(hand_in, role, marker, drawn):
        return OTHER, say("desk.kept_for_second")
    if now and now.finished:
        return DONE, "" if now.marker == marker else say("desk.done_by", marker=now.marker)
    if now:
        return (DRAFT, "") if now.marker == marker else (OTHER, say("desk.begun_by", marker=now.marker))
    if before:
        return AGAIN, say("desk.handed_in_again")
    if hand_in.learner in by_hand:
        done = by_hand[hand_in.learner]
        return (DONE if done else WAITING), say("desk.in_formgrader")
    return WAITING, ""


def counts(found: list[Entry]) -> dict[str, int]:
    """Return how many wait, are begun, and are done."""
    states = [one.state for one in found]
    return {"waiting": sum(one in WAITS for one in states), "draft": states.count(DRAFT) + states.count(OTHER),
            "done": states.count(DONE)}


def after(found: list[Entry], learner: str) -> Entry | None:
    """Return the next hand-in to read, after this one and then from the beginning."""
    places = [place for place, one in enumerate(found) if one.hand_in.learner == learner]
    start = places[0] + 1 if places else 0
    return next((one for one in found[start:] + found[:start]
                 if one.state in OPEN and one.hand_in.learner != learner), None)


def _by_hand(course: CourseFolder, task: str) -> dict[str, bool]:
    try:
        return mirror.by_hand(course, task)
    except NotPossible:
        # Reading and writing go on without the gradebook; saving for good says what is the matter.
        return {}
