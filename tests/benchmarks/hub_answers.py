"""A whole answer to any exercise of the course, as somebody who does it quickly would give it.

What must not live here: how an answer is sent (`kernel_line`), or when (`hub_crowd`).
"""

from __future__ import annotations

from peer_course import kinds
from peer_course.model.exercise import Exercise

WORDS = "Isla is invented. She walked to the loch and back, and wrote down what helped on the way."


def whole(exercise: Exercise) -> dict:
    """Return an answer that counts as complete, in the form in which the page sends it."""
    return kinds.empty(exercise) | PARTS[exercise.kind](exercise)


def growing(text: str = WORDS, steps: int = 3) -> list[str]:
    """Return a text as it stands at each pause of somebody who is typing it."""
    return [text[:round(len(text) * step / steps)] for step in range(1, steps + 1)]


def typed(exercise: Exercise, answer: dict) -> list[dict]:
    """Return the answers that a page sends one after another: several for a text, else one."""
    return [answer | {"text": text} for text in growing()] if "text" in answer else [answer]


def _scenario(exercise) -> dict:
    scenes, path, at = {scene.id: scene for scene in exercise.scenes}, [], exercise.scenes[0]
    for _ in range(len(scenes)):
        path.append({"scene": at.id, "option": at.options[0].id})
        if not at.options[0].then:
            break
        at = scenes[at.options[0].then]
    return {"path": path, "at": at.id}


def _blend(exercise) -> dict:
    first, second, *others = (view.id for view in exercise.views)
    shares = {first: 60, second: 40} | dict.fromkeys(others, 0)
    return {"at": {one.id: shares for one in exercise.statements}}


PARTS = {
    "sort": lambda e: {"placed": {one.id: e.places[0].id for one in e.items}},
    "match": lambda e: {"matched": {one.id: [e.targets[0].id] for one in e.items}},
    "choose": lambda e: {"chosen": [e.options[0].id]},
    "order": lambda e: {"order": [one.id for one in e.items]},
    "scale": lambda e: {"at": {one.id: e.points[0].id for one in e.statements}},
    "blend": _blend,
    "scenario": _scenario,
    "rewrite": lambda e: {"texts": {one.id: WORDS for one in e.notes}},
    "journal": lambda e: {"route": e.routes[0].id, "text": WORDS},
    "timeline": lambda e: {"route": e.routes[0].id,
                           "points": [{"what": WORDS, "when": "spring", "level": e.levels[0].id}]},
    "builder": lambda e: {"texts": {part.id: WORDS for part in e.parts}},
    "ticks": lambda e: {"ticked": [item.id for group in e.groups for item in group.items][:2]},
    "planner": lambda e: {"notes": {part.id: WORDS for part in e.parts}},
}
