"""What a hand-in is called while nobody's name is shown: a number and a key, drawn once and then kept.

Both are drawn at random, so neither the order of an alphabet nor a key gives a name away. Kept under
`hand-ins/TASK` in the notes of marking.db: {"next": 4, "hand_ins": {LEARNER: {"number": 3, "key": "…"}}}.
Taking a learner out of `hand_ins` forgets them; their number is not given again.
"""

import json
import random
import secrets
from dataclasses import dataclass

from . import records
from .course_folder import CourseFolder

NOTE = "hand-ins/"


@dataclass(frozen=True)
class Label:
    """One learner's number and key in one task."""

    number: int
    key: str


def labels(course: CourseFolder, task: str, learners: list[str]) -> dict[str, Label]:
    """Return the label of each learner in this task, drawing those that are new."""
    held = _held(records.noted(course, NOTE + task))
    if not all(learner in held["hand_ins"] for learner in learners):
        held = _draw(course, task, learners)
    return {learner: Label(**held["hand_ins"][learner]) for learner in learners}


def known(course: CourseFolder, task: str) -> dict[int, str]:
    """Return the learner behind each number that was given in this task."""
    held = _held(records.noted(course, NOTE + task))
    return {one["number"]: learner for learner, one in held["hand_ins"].items()}


def behind(course: CourseFolder, key: str) -> tuple[str, str] | None:
    """Return task and learner of a key, or None when there is no such key."""
    with records.tables(course) as db:
        rows = db.execute("select name, body from notes where name like ?", (NOTE + "%",)).fetchall()
    for name, body in rows:
        for learner, one in json.loads(body)["hand_ins"].items():
            if one["key"] == key:
                return name.removeprefix(NOTE), learner
    return None


def _held(body: dict) -> dict:
    return body or {"next": 1, "hand_ins": {}}


def _draw(course: CourseFolder, task: str, learners: list[str]) -> dict:
    # Read and written in one step: two tutors who open the task at once must get the same numbers.
    with records.tables(course) as db:
        row = db.execute("select body from notes where name = ?", (NOTE + task,)).fetchone()
        held = _held(json.loads(row[0]) if row else {})
        new = [learner for learner in learners if learner not in held["hand_ins"]]
        random.SystemRandom().shuffle(new)
        for learner in new:
            held["hand_ins"][learner] = {"number": held["next"], "key": secrets.token_hex(8)}
            held["next"] += 1
        db.execute("insert or replace into notes values (?, ?)", (NOTE + task, json.dumps(held, ensure_ascii=False)))
    return held
