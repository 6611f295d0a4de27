"""Second reading: a sample of what others have marked, drawn by chance and read without seeing the first marking.

Here: the draw, and what is in it. Not here: comparing the two (`agreement`). Kept under `second/TASK` in the
notes of marking.db, with numbers of hand-ins and no names: {"draws": [{"at", "by", "seed", "share", "pool",
"drawn"}]}, where pool and drawn are lists of [number, handed_in].
"""

import math
import random
import secrets

from . import labels, reading, records
from .course_folder import CourseFolder, NotPossible

NOTE = "second/"
SHARE, FEWEST = 0.2, 3


def draw(course: CourseFolder, task: str, marker: str, share: float = SHARE) -> list[str]:
    """Draw hand-ins for this marker's second reading and return the learners newly drawn.

    The sample is `share` of what others have finished by the rubric, at least 3 if there are so many; what was
    drawn before counts. Only first readings by the rubric are drawn: where a conversation took its place, two
    readers of the page would compare nothing. Raises NotPossible for a share that is none.
    """
    if not 0 < share <= 1:
        raise NotPossible("The share for second reading is a part of the whole, such as 0.2 for a fifth. "
                          "Nothing was drawn.")
    hand_ins = _by_others(course, task, marker)
    numbered = labels.labels(course, task, [one.learner for one in hand_ins])
    pool = sorted([numbered[one.learner].number, one.handed_in] for one in hand_ins)
    before = _drawn(course, task)
    fresh = [one for one in pool if tuple(one) not in before]
    wanted = min(len(pool), max(FEWEST, math.ceil(share * len(pool)))) - (len(pool) - len(fresh))
    if wanted < 1:
        return []
    seed = secrets.randbits(64)
    picked = sorted(random.Random(seed).sample(fresh, wanted))
    held = records.noted(course, NOTE + task) or {"draws": []}
    held["draws"].append({"at": records.now(), "by": marker, "seed": str(seed), "share": share,
                          "pool": fresh, "drawn": picked})
    records.note(course, NOTE + task, held)
    numbers = {one[0] for one in picked}
    return [learner for learner, label in numbered.items() if label.number in numbers]


def drawn(course: CourseFolder, task: str) -> set[tuple[str, str]]:
    """Return what was drawn in this task so far, as (learner, handed_in)."""
    people = labels.known(course, task)
    return {(people[number], stamp) for number, stamp in _drawn(course, task) if number in people}


def _drawn(course: CourseFolder, task: str) -> set[tuple[int, str]]:
    draws = records.noted(course, NOTE + task).get("draws", [])
    return {(number, stamp) for one in draws for number, stamp in one["drawn"]}


def _by_others(course: CourseFolder, task: str, marker: str) -> list[reading.HandIn]:
    found = []
    for one in reading.waiting(course, task):
        first = one.marking(records.FIRST)
        if first and first.finished and first.outcome == records.MARKED and first.marker != marker:
            found.append(one)
    return found
