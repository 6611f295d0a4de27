"""How a group has moved on a scale: only from people who put both their answers into a hand-in, five or more.

Here: what may be shown and when. A figure is made anew only when five people have joined since the last one, so
that two figures never differ by fewer; and no figure, nor what is left when it is taken from the whole, stands
for one to four people. What was last shown is kept under `shared-scales/SLUG` in the notes of marking.db:
{"at", "who": [LEARNER, …], "shown": {…}}. Not here: the learner's step (`handing_in.scales`), charts (`cohort`).
"""

from collections import Counter
from dataclasses import dataclass

from .. import library
from ..kinds import scale_shared
from ..model.answering import Scale
from . import reading, records, rubrics
from .course_folder import CourseFolder, NotPossible

NOTE = "shared-scales/"
FEWEST = 5
TOWARDS, SAME, AWAY = "towards", "same", "away"


@dataclass(frozen=True)
class Moved:
    """One statement: where the group stood, in words, and how many moved which way ({} when that may not be shown)."""

    statement: str
    text: str
    then: str
    now: str
    counts: dict


@dataclass(frozen=True)
class Shown:
    """What may be shown of one scale: of how many people, since when; `moved` is empty when there are too few."""

    scale: Scale
    people: int = 0
    at: str = ""
    moved: tuple[Moved, ...] = ()


def scales() -> list[tuple[str, Scale]]:
    """Return the scales that can be shared, each with its task."""
    course = rubrics.course()
    found = [library.exercise(slug) for slug in library.slugs()
             if library.document(f"exercises/{slug}").get("kind") == "scale"]
    return [(task, scale) for scale in found if (task := scale_shared.task_of(scale, course))]


def shown(course: CourseFolder, task: str, scale: Scale) -> Shown:
    """Return what may be shown of a scale now; makes it anew when five people have joined since the last time."""
    there = shared(course, task, scale)
    last = records.noted(course, NOTE + scale.slug)
    if "shown" not in last:
        last = {}
    joined = set(there) - set(last.get("who", ()))
    if len(there) < FEWEST:
        # Of a group that has become smaller than five, nothing is shown any more.
        return Shown(scale)
    if len(joined) >= FEWEST:
        last = {"at": records.now(), "who": sorted(there), "shown": _figures(scale, list(there.values()))}
        records.note(course, NOTE + scale.slug, last)
    return _told(scale, last)


def shared(course: CourseFolder, task: str, scale: Scale) -> dict[str, dict[str, tuple[str, str]]]:
    """Return, by learner, the two points of every statement, of those who put them into their newest hand-in."""
    found = {}
    for hand_in in reading.waiting(course, task):
        try:
            pieces = reading.read(course, task, hand_in.learner)
        except NotPossible:
            continue
        pages = [read for piece in pieces if piece.extra and (read := scale_shared.read(scale, piece.text))]
        # Two pages of one person may disagree, and it is not for us to choose.
        if len(pages) == 1:
            found[hand_in.learner] = pages[0]
    return found


def safe(counts: list[int]) -> bool:
    """Tell whether counts may be shown: none stands for one to four people, and not everybody is in one of them."""
    return all(count == 0 or count >= FEWEST for count in counts) and sum(count > 0 for count in counts) > 1


def _figures(scale: Scale, people: list[dict[str, tuple[str, str]]]) -> dict:
    place = {point.id: number for number, point in enumerate(scale.points)}
    statements = {}
    for s in scale.statements:
        then, now = ([place[person[s.id][moment]] for person in people] for moment in (0, 1))
        ways = Counter(TOWARDS if b > a else AWAY if b < a else SAME for a, b in zip(then, now, strict=True))
        counts = {way: ways[way] for way in (TOWARDS, SAME, AWAY)}
        if not safe(list(counts.values())):
            counts = {}
        statements[s.id] = {"then": _half(then), "now": _half(now), "counts": counts}
    return {"people": len(people), "statements": statements}


def _half(places: list[int]) -> float:
    """Return the mean to the nearest half step: coarse enough that no one person can be reckoned out of it."""
    return round(2 * sum(places) / len(places)) / 2


def _told(scale: Scale, last: dict) -> Shown:
    held = last["shown"]["statements"]
    moved = tuple(Moved(s.id, s.text, _words(scale, held[s.id]["then"]), _words(scale, held[s.id]["now"]),
                        held[s.id]["counts"]) for s in scale.statements if s.id in held)
    return Shown(scale, last["shown"]["people"], last.get("at", ""), moved)


def _words(scale: Scale, place: float) -> str:
    names = [point.name for point in scale.points]
    low = min(int(place), len(names) - 1)
    if place == int(place) or low + 1 >= len(names):
        return names[low]
    return f"{names[low]} / {names[low + 1]}"
