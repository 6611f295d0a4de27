"""In which tasks somebody waits: one count for each task, found in one go so that a thousand hand-ins stay quick.

Here: counting. What waiting means is said in `desk_queue.state`. Not here: the queue of one task.
"""

import os

from .. import library
from . import desk_queue, mirror, reading, records, rubrics, second
from .course_folder import CourseFolder, NotPossible
from .reading import HandIn


def waiting(course: CourseFolder, marker: str) -> dict[str, int]:
    """Return how many hand-ins of each task this tutor could read first now. Raises NotPossible."""
    slugs, say = [task.slug for task in rubrics.tasks()], library.words()
    by_hand, markings = _by_hand(course), records.headings(course)
    drawn = {slug: second.drawn(course, slug) for slug in slugs}
    counts = dict.fromkeys(slugs, 0)
    for slug, learner in _ready(course, set(slugs)):
        one = HandIn(slug, learner, reading.handed_in(course, slug, learner), tuple(markings[slug, learner]))
        state, _ = desk_queue.state(one, records.FIRST, marker, drawn[slug], by_hand.get(slug, {}), say)
        counts[slug] += state in desk_queue.WAITS
    return counts


def _ready(course: CourseFolder, slugs: set[str]) -> list[tuple[str, str]]:
    try:
        learners = [entry for entry in os.scandir(course.autograded) if not entry.name.startswith(".")]
        return [(task.name, learner.name) for learner in learners if learner.is_dir()
                for task in os.scandir(learner.path) if task.name in slugs and task.is_dir()]
    except OSError:
        return []


def _by_hand(course: CourseFolder) -> dict[str, dict[str, bool]]:
    try:
        return mirror.by_hand_everywhere(course)
    except NotPossible:
        return {}
