"""What a person said about a hand-in: our own record of the marking and nbgrader's gradebook, brought together.

Here: which of the two is newer, and whether anybody has finished reading. Not here: how it looks (`feedback_page`).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from . import records
from .inert import inert
from .records import Marking, Remark


@dataclass(frozen=True)
class Box:
    """What the gradebook holds about one answer."""

    by_hand: str = ""
    by_itself: str = ""
    scored: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Said:
    """All that a feedback page shows of a person's reading. `finished` is false while nobody has done it.

    `only_comments`: nobody chose a level or entered points; all there is are comments in the gradebook.
    """

    finished: bool = False
    only_comments: bool = False
    outcome: str = ""
    well: str = ""
    next_step: str = ""
    levels: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def boxes(book, task: str, learner: str | None = None) -> dict[tuple[str, str], dict[str, Box]]:
    """Return the gradebook's boxes of a task, by (learner, notebook) and then by answer.

    Two queries for everybody, so that a thousand hand-ins cost no more than one.
    """
    from nbgrader.api import Comment, Grade

    found: dict = defaultdict(dict)
    for who, page, answer, by_hand, by_itself in _rows(
            book, task, learner, Comment, Comment.manual_comment, Comment.auto_comment):
        found[who, page][answer] = Box((by_hand or "").strip(), (by_itself or "").strip())
    for who, page, answer, points, waits in _rows(
            book, task, learner, Grade, Grade.manual_score, Grade.needs_manual_grade):
        box = found[who, page].get(answer, Box())
        found[who, page][answer] = Box(box.by_hand, box.by_itself, points is not None, waits)
    return dict(found)


def _rows(book, task: str, learner: str | None, of, *columns):
    from nbgrader.api import (
        Assignment,
        BaseCell,
        Notebook,
        SubmittedAssignment,
        SubmittedNotebook,
    )

    asked = book.db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns).select_from(of)
    asked = asked.join(SubmittedNotebook, of.notebook_id == SubmittedNotebook.id)
    asked = asked.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
    asked = asked.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    asked = asked.join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    asked = asked.join(BaseCell, of.cell_id == BaseCell.id).filter(Assignment.name == task)
    if learner is not None:
        asked = asked.filter(SubmittedAssignment.student_id == learner)
    return asked.all()


def said(held: dict[str, Box], markings: list[Marking], handed_in: str) -> Said:
    """Return what stands for the version handed in at `handed_in`.

    `markings`: all of this learner's for the task. Where the gradebook's comment is no longer the one that was
    mirrored there, somebody has changed it in Formgrader since: then it stands in place of ours.
    """
    first = [one for one in markings if one.role == records.FIRST]
    ours = next((one for one in first if one.handed_in == handed_in and one.finished), None)
    past = [one for one in first if one.handed_in != handed_in]
    by_hand = {answer: "" if _of_another_version(box.by_hand, answer, past) else box.by_hand
               for answer, box in held.items()}
    if ours is None:
        finished = not _reopened(held, first, handed_in) and _read_elsewhere(held, by_hand)
        return Said(finished=finished, comments=_filled(by_hand, held),
                    only_comments=not any(box.scored for box in held.values()))
    newer = {answer for answer, box in held.items()
             if answer in ours.mirrored and ours.mirrored[answer].strip() != box.by_hand}
    comments = {answer: by_hand[answer] if answer in newer else _both(ours, answer, by_hand.get(answer, ""))
                for answer in {**held, **ours.comments}}
    replaced = "\n".join(ours.mirrored[answer] for answer in newer)
    return Said(
        finished=True, outcome=ours.outcome, levels=ours.levels, comments=_filled(comments, held),
        well=_unless_in(replaced, ours.well), next_step=_unless_in(replaced, ours.next_step),
        remarks=tuple(one for one in ours.remarks if one.answer not in newer and
                      (one.answer in held or _unless_in(replaced, one.text))))


def _of_another_version(text: str, answer: str, past: list[Marking]) -> bool:
    # When somebody hands in again, the gradebook goes on holding what was said about the version before.
    return bool(text) and any(one.mirrored.get(answer, "").strip() == text for one in past)


def _reopened(held: dict[str, Box], first: list[Marking], handed_in: str) -> bool:
    """Tell whether all the gradebook holds came from a reading that is open again at the desk.

    Then nobody has read it elsewhere, and the page that was sent before stays until the reading is finished anew.
    """
    begun = next((one for one in first if one.handed_in == handed_in and not one.finished and one.mirrored), None)
    return begun is not None and all(box.by_hand == begun.mirrored.get(answer, "").strip()
                                     for answer, box in held.items())


def _read_elsewhere(held: dict[str, Box], by_hand: dict[str, str]) -> bool:
    """Tell whether somebody has read this in Formgrader; with points, once no box with words is left open."""
    if any(box.scored and box.waits for box in held.values()):
        return False  # points of a version before: nbgrader asks for a new look when somebody hands in again
    decided = [answer for answer, box in held.items() if box.scored and not box.waits]
    if not decided:
        return any(by_hand.values())
    return not any(box.waits and not by_hand[answer] and not box.by_itself for answer, box in held.items())


def _both(ours: Marking, answer: str, by_hand: str) -> str:
    """Give our comment; what stands in the gradebook and never came from us follows it, so that nothing is lost."""
    own = ours.comments.get(answer, "").strip()
    if answer in ours.mirrored or not by_hand or by_hand in (own, inert(own)):
        return own
    return f"{own}\n\n{by_hand}".strip()


def _filled(comments: dict[str, str], held: dict[str, Box]) -> dict[str, str]:
    """Put the standing sentence where a person wrote nothing; an empty box gets one when it is taken in."""
    return {answer: text or (held[answer].by_itself if answer in held else "") for answer, text in comments.items()}


def _unless_in(replaced: str, text: str) -> str:
    return "" if text.strip() and inert(text.strip()) in replaced else text
