"""A list of marks for a college's record system: levels by name for each criterion, and a total.

Here: what stands in the list, and cells that no spreadsheet takes for a formula. Not here: nbgrader's own export
(`export_plugin`), and what a total is (`mirror` writes it to the gradebook, and it is read from there).
"""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from . import private_file, reading, records, rubrics
from .course_folder import CourseFolder, NotPossible, gradebook
from .records import Marking

FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
COLUMNS = ("learner", "task", "title", "handed_in", "outcome", "points", "out_of", "marked_on", "marker",
           "second_marker")
NO_POINTS = (records.TALK, records.PASSED)
FORMGRADER = "marked in Formgrader"
WAITING = "waiting"


@dataclass(frozen=True)
class Total:
    """What the gradebook has for one hand-in: the points of the answers that were marked, and of how many."""

    points: float
    out_of: float
    waits: bool


def cell(value) -> str:
    """Return a value that a spreadsheet shows and does nothing with: no formula, no hidden characters."""
    text = CONTROL.sub(" ", "" if value is None else str(value))
    return "'" + text if FORMULA.match(text) and not _is_number(text) else text


def write(course: CourseFolder, path: Path, tasks: tuple[str, ...] = ()) -> tuple[int, int]:
    """Write the list to a new file that only this account may open; returns how many hand-ins, and how many wait.

    Raises NotPossible, with a sentence, for a task that is unknown, a file that is there already, or no gradebook.
    """
    titles = {task.slug: task.title for task in rubrics.tasks()}
    unknown = [task for task in tasks if task not in titles]
    if unknown:
        raise NotPossible(f"The course has no task “{unknown[0]}”. Its tasks: {', '.join(titles)}. "
                          "Nothing was written.")
    wanted = [task for task in titles if task in tasks or not tasks]
    rows = [row for task in wanted for row in _rows(course, task, titles[task])]
    headings = [*COLUMNS, *_criteria(rows)]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([[cell(name) for name in headings], *([cell(row.get(name)) for name in headings] for row in rows)])
    # The mark at the beginning tells a spreadsheet that names are in UTF-8.
    private_file.write(path, "\ufeff" + out.getvalue(), replace=False)
    records.note_export(course, path.resolve())
    return len(rows), sum(row["outcome"] == WAITING for row in rows)


def totals(course: CourseFolder, task: str) -> dict[str, Total]:
    """Return what the gradebook has for each learner of a task, in one query. Raises NotPossible."""
    with gradebook(course) as book:
        from nbgrader.api import Assignment, Grade, GradeCell, SubmittedAssignment, SubmittedNotebook

        rows = book.db.query(SubmittedAssignment.student_id, Grade.manual_score, Grade.extra_credit,
                             GradeCell.max_score, Grade.needs_manual_grade) \
            .select_from(SubmittedAssignment) \
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id) \
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id) \
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id) \
            .join(GradeCell, Grade.cell_id == GradeCell.id).filter(Assignment.name == task).all()
    found = defaultdict(list)
    for learner, *grade in rows:
        found[learner].append(grade)
    return {learner: _total(grades) for learner, grades in found.items()}


def _total(grades: list) -> Total:
    # An answer that somebody passed on counts neither for nor against them.
    marked = [(score + (extra or 0), most) for score, extra, most, _ in grades if score is not None]
    return Total(sum(score for score, _ in marked), sum(most for _, most in marked), any(one[3] for one in grades))


def _rows(course: CourseFolder, task: str, title: str) -> list[dict]:
    in_book = totals(course, task)
    return [_row(hand_in, in_book.get(hand_in.learner), title)
            for hand_in in sorted(reading.waiting(course, task), key=lambda one: one.learner)]


def _row(hand_in: reading.HandIn, total: Total | None, title: str) -> dict:
    first, second = hand_in.marking(records.FIRST), hand_in.marking(records.SECOND)
    row = {"learner": hand_in.learner, "task": hand_in.task, "title": title, "handed_in": _day(hand_in.handed_in),
           "outcome": WAITING}
    by_hand = total is not None and total.out_of > 0 and not total.waits
    if not (first and first.finished):
        # Points of an earlier version say nothing of this one.
        return row | _points(total) | {"outcome": FORMGRADER} if by_hand and not hand_in.earlier(records.FIRST) else row
    row |= {"outcome": first.outcome, "marked_on": first.finished[:10], "marker": first.marker}
    if second and second.finished:
        row["second_marker"] = second.marker
    if first.outcome not in NO_POINTS and total is not None and total.out_of > 0:
        row |= _points(total)
    return row | _levels(first)


def _points(total: Total) -> dict:
    return {"points": f"{total.points:g}", "out_of": f"{total.out_of:g}"}


def _levels(marking: Marking) -> dict:
    if marking.outcome in NO_POINTS:
        return {}
    found = {}
    for criterion in rubrics.rubric(marking.task).criteria:
        names = {level.id: level.name for level in criterion.levels}
        found[f"{marking.task}: {criterion.name}"] = names.get(marking.levels.get(criterion.id), "")
    return found


def _criteria(rows: list[dict]) -> list[str]:
    tasks = dict.fromkeys(row["task"] for row in rows)
    return [f"{task}: {criterion.name}" for task in tasks for criterion in rubrics.rubric(task).criteria]


def _day(stamp: str) -> str:
    at = reading.moment(stamp)
    return at.strftime("%Y-%m-%d") if at else ""


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
