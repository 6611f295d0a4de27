"""What the levels of a rubric mean in points, and which criterion belongs to which answer.

Pure functions. Points only mirror words to nbgrader; no learner is shown any.
"""

from .. import library
from ..model.course import Course, Criterion, Rubric, Task


def rubric(task: str) -> Rubric:
    """Return the rubric of a task. Raises library.Unknown, with a sentence, if it has none."""
    return library.build(Rubric, library.document(f"rubrics/{task}"))


def course() -> Course:
    """Return the map of the course."""
    return library.build(Course, library.document("course"))


def tasks() -> tuple[Task, ...]:
    """Return the course's tasks in order."""
    return course().tasks


def criteria_of(found: Rubric, answer: str) -> tuple[Criterion, ...]:
    """Return the criteria read for in one answer; a criterion that names no answer belongs to the only one."""
    return tuple(c for c in found.criteria if c.answer in ("", None, answer))


def points(criterion: Criterion, level: str) -> int:
    """Return what a level counts: the last named level is 0, the one before it 1, and so on."""
    order = [one.id for one in reversed(criterion.levels)]
    return order.index(level)


def most(criterion: Criterion) -> int:
    """Return what the best level of a criterion counts."""
    return len(criterion.levels) - 1


def total(found: Rubric, answer: str, levels: dict[str, str], out_of: float) -> float | None:
    """Return the points of one answer, of `out_of` that nbgrader knows; None while a criterion has no level."""
    here = criteria_of(found, answer)
    if not here or any(c.id not in levels for c in here):
        return None
    return sum(points(c, levels[c.id]) for c in here) * out_of / sum(most(c) for c in here)
