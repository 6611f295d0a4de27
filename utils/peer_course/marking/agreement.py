"""How far two tutors read alike: agreement per criterion, and where to talk about a difference.

Figures on pairs of finished readings of the same version of a hand-in. Kappa comes from nltk. Not here: who is
drawn for a second reading (`second`), and how it is shown (`cohort`).
"""

from dataclasses import dataclass

from . import labels, records, rubrics
from .course_folder import CourseFolder
from .records import Marking

# With fewer pairs one hand-in more or less moves kappa by a tenth and more, so no figure is given.
FEWEST = 10
# Altman 1991, Practical Statistics for Medical Research: up to 0.20 poor, 0.40 fair, 0.60 moderate, 0.80 good.
STRENGTHS = ((0.20, "kappa_poor"), (0.40, "kappa_fair"), (0.60, "kappa_moderate"), (0.80, "kappa_good"),
             (1.0, "kappa_very_good"))
ALIKE, BEYOND_CHANCE = 0.8, 0.4


@dataclass(frozen=True)
class Agreement:
    """One criterion: how many pairs, how many of them at the same level, and weighted kappa.

    `kappa` is None when there are too few pairs, or when both readers gave all the same level: then it is undefined.
    """

    task: str
    criterion: str
    name: str
    pairs: int
    same: int
    kappa: float | None

    @property
    def sentence(self) -> tuple[str, dict]:
        """Return the name of the sentence that says it in plain words, and what stands in its gaps."""
        if self.pairs < FEWEST:
            return "too_few", {"pairs": self.pairs, "fewest": FEWEST}
        said = {"same": self.same, "pairs": self.pairs, "percent": round(100 * self.same / self.pairs)}
        if self.kappa is None:
            return "kappa_undefined", said
        said["kappa"] = f"{self.kappa:.2f}"
        if self.same >= ALIKE * self.pairs and self.kappa < BEYOND_CHANCE:
            return "kappa_one_level", said
        return next(name for most, name in STRENGTHS if self.kappa <= most + 1e-9), said


@dataclass(frozen=True)
class Difference:
    """Two readings of one hand-in that differ; `steps` is how many levels lie between them.

    `criterion` is "" when the readers ended differently altogether, such as one marking and one asking for a talk.
    """

    task: str
    number: int
    learner: str
    criterion: str
    first: str
    second: str
    first_marker: str
    second_marker: str
    steps: float


def pairs(course: CourseFolder, task: str) -> list[tuple[Marking, Marking]]:
    """Return first and second readings by two people that are finished and are of the same version."""
    found: dict[tuple, dict[str, Marking]] = {}
    for one in records.every(course, task):
        if one.finished:
            found.setdefault((one.learner, one.handed_in), {})[one.role] = one
    both = [(one[records.FIRST], one[records.SECOND]) for one in found.values() if len(one) == len(records.ROLES)]
    # Somebody who changed the first reading after their own second one would be compared with themselves.
    return [(first, second) for first, second in both if first.marker != second.marker]


def agreement(course: CourseFolder, task: str) -> list[Agreement]:
    """Return the agreement on each criterion of a task."""
    both = pairs(course, task)
    result = []
    for criterion in rubrics.rubric(task).criteria:
        order = {level.id: place for place, level in enumerate(criterion.levels)}
        chosen = [(order.get(a.levels.get(criterion.id)), order.get(b.levels.get(criterion.id))) for a, b in both]
        chosen = [pair for pair in chosen if None not in pair]
        same = sum(a == b for a, b in chosen)
        kappa = weighted_kappa(chosen) if len(chosen) >= FEWEST else None
        result.append(Agreement(task, criterion.id, criterion.name, len(chosen), same, kappa))
    return result


def weighted_kappa(chosen: list[tuple[int, int]]) -> float | None:
    """Return kappa with linear weights (Cohen 1968) for pairs of places on one scale; None when it is undefined."""
    if len({place for pair in chosen for place in pair}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask

    readings = [(reader, number, place) for number, pair in enumerate(chosen)
                for reader, place in zip(records.ROLES, pair, strict=True)]
    # nltk 3.10 divides only one of its two terms by max_distance, so distances are left as they are.
    return AnnotationTask(readings, distance=lambda a, b: abs(a - b)).weighted_kappa()


def differences(course: CourseFolder, task: str, most: int = 10) -> list[Difference]:
    """Return the largest differences, largest first: what two tutors may want to talk over."""
    both, found = pairs(course, task), []
    numbers = labels.labels(course, task, [first.learner for first, _ in both])
    for first, second in both:
        found += _differ(task, numbers[first.learner].number, first, second)
    return sorted(found, key=lambda one: (-one.steps, one.number))[:most]


def _differ(task: str, number: int, first: Marking, second: Marking) -> list[Difference]:
    def difference(criterion: str, a: str, b: str, steps: float) -> Difference:
        return Difference(task, number, first.learner, criterion, a, b, first.marker, second.marker, steps)

    # To read for a talk or to mark is a larger difference than any level.
    found = [difference("", first.outcome, second.outcome, float("inf"))] if first.outcome != second.outcome else []
    for criterion in rubrics.rubric(task).criteria:
        order = {level.id: place for place, level in enumerate(criterion.levels)}
        names = {level.id: level.name for level in criterion.levels}
        a, b = first.levels.get(criterion.id), second.levels.get(criterion.id)
        if a in order and b in order and a != b:
            share = abs(order[a] - order[b]) / (len(order) - 1)
            found.append(difference(criterion.name, names[a], names[b], share))
    return found
