"""What the gradebook learns of a hand-in: the learner, the hand-in, and that its answers wait for a person.

The same rows as nbgrader's autograde writes, through nbgrader's own Gradebook, in one open session for a whole
group. Not here: files, and what a person decides about an answer.
"""

import datetime
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import mark_words
from .course_folder import CourseFolder, NotPossible, trouble
from .mark_hand_in import HandIn, Left

TWICE = "Its rows were being written by another program at the same moment. Please run the command again."
OTHER_BOXES = ("The gradebook has other answer boxes for it than the task has now. The task was changed after this "
               "learner first handed in. Please put the task back as it was, generate it and run the command again.")


@dataclass
class Known:
    """What the gradebook knows of a task; `handed_in` is by learner, with the time of the version that was read."""

    task: str
    notebooks: dict[str, str]
    shapes: dict[str, mark_words.Shape]
    cells: dict[str, dict[str, dict[str, str]]]
    handed_in: dict[str, datetime.datetime | None] = field(default_factory=dict)


def known(book, course: CourseFolder, task: str) -> Known | None:
    """Return what the gradebook knows of a task, or None if it does not know it."""
    from nbgrader.api import Assignment, MissingEntry, SubmittedAssignment

    try:
        notebooks = book.find_assignment(task).notebooks
    except MissingEntry:
        return None
    released = course.release / task
    rows = book.db.query(SubmittedAssignment.student_id, SubmittedAssignment.timestamp) \
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id).filter(Assignment.name == task)
    return Known(
        task, {one.name: one.id for one in notebooks},
        {one.name: mark_words.shape(one, released / f"{one.name}.ipynb") for one in notebooks},
        {one.name: {"graded": {cell.name: cell.id for cell in one.grade_cells},
                    "answers": {cell.name: cell.id for cell in one.solution_cells}} for one in notebooks},
        dict(rows.all()))


def enter(book, of: Known, hand_in: HandIn, when: datetime.datetime | None, made: dict[str, list[dict]]) -> None:
    """Write the rows of one hand-in; `made` has the rebuilt cells of each notebook.

    Raises Left if only this one cannot be entered, and NotPossible if the gradebook cannot be written at all.
    """
    with _one_at_a_time(book):
        _add_learner(book, hand_in.learner)
        times = {"timestamp": when} if when else {}
        submission = book.update_or_create_submission(of.task, hand_in.learner, **times).id
        for name, cells in made.items():
            # New rows say already that nobody has read them; every further write costs as much as all the rest.
            if hand_in.learner in of.handed_in or any(map(mark_words.is_untouched, cells)):
                _unread(book, submission, of.notebooks[name], of.cells[name], cells)
        book.db.commit()
    of.handed_in[hand_in.learner] = when or of.handed_in.get(hand_in.learner)


def _add_learner(book, learner: str) -> None:
    """Let a new learner be written together with the hand-in, which nbgrader's own call would write apart."""
    from nbgrader.api import Student

    if not book.db.query(Student.id).filter(Student.id == learner).first():
        book.db.add(Student(id=learner))


def _unread(book, submission: str, notebook: str, ids: dict, cells: list[dict]) -> None:
    from nbgrader.api import Comment, Grade, SubmittedNotebook

    # By both columns of the index: nbgrader has none on the hand-in alone, and would look through all rows.
    sheet = book.db.query(SubmittedNotebook.id).filter(
        SubmittedNotebook.notebook_id == notebook, SubmittedNotebook.assignment_id == submission).scalar()
    wanted = list(ids["graded"].values())
    grades = book.db.query(Grade).filter(Grade.cell_id.in_(wanted), Grade.notebook_id == sheet)
    if grades.update(mark_words.UNREAD, synchronize_session=False) != len(wanted):
        raise Left(OTHER_BOXES)
    for said, names in _by_comment(cells, ids["answers"]).items():
        comments = book.db.query(Comment).filter(Comment.cell_id.in_(names), Comment.notebook_id == sheet)
        comments.update({"auto_comment": said}, synchronize_session=False)


def _by_comment(cells: list[dict], answers: dict[str, str]) -> dict[str | None, list[str]]:
    sorted_: dict[str | None, list[str]] = {}
    for cell in cells:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            sorted_.setdefault(mark_words.first_comment(cell), []).append(answers[name])
    return sorted_


@contextmanager
def _one_at_a_time(book) -> Iterator[None]:
    try:
        yield
    except BaseException as e:
        _back(book)
        cause = _of_database(e)
        if cause is None:
            raise
        if isinstance(cause, sqlite3.IntegrityError):
            raise Left(TWICE) from e
        raise NotPossible(trouble(cause, "The gradebook")) from e


def _back(book) -> None:
    try:
        book.db.rollback()
    except Exception:  # noqa: BLE001 - what stopped the writing is told; that it stopped is what matters here
        book.db.remove()


def _of_database(error: BaseException) -> sqlite3.Error | None:
    """Find what the database said: nbgrader hands it on as a mistake in an entry."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            return error
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
    return None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep nbgrader's own messages away from the list that a tutor reads; what they say is told in sentences."""
    log = logging.getLogger("tornado.application")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before
