"""Plan a piece of writing: notes, and those earlier answers that the person chooses to bring.

What may be brought stands in `past` as (key, title, pairs of a label and a text). Nothing enters the outline by itself.
"""

from ..model.making import Planner
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Planner, words) -> dict:
    return {"parts": [{"id": p.id, "name": p.name, "prompt": p.prompt, "words": p.words} for p in exercise.parts],
            "words": words.group("planner")}


def empty(exercise: Planner) -> dict:
    return {"notes": {}, "brought": {}}


def is_complete(exercise: Planner, answer: dict) -> bool:
    notes, brought = answer.get("notes", {}), answer.get("brought", {})
    return any(str(text).strip() for text in notes.values()) or any(brought.values())


def reply(exercise: Planner, answer: dict, words, past=()) -> Reply:
    """Return the outline: under each part the person's notes, then what they brought, in their own words."""
    if not is_complete(exercise, answer):
        return Reply(words("planner.none"))
    held = {key: (title, pairs) for key, title, pairs in past or ()}
    return Reply(exercise.close, tuple(Section(words("planner.heading", part=part.name, words=part.words),
                                               _lines(answer, part.id, held, words)) for part in exercise.parts))


def _lines(answer: dict, part: str, held: dict, words) -> tuple[Line, ...]:
    notes = str(answer.get("notes", {}).get(part, "")).strip()
    lines = [Line(notes, mark=words("planner.notes"))] if notes else []
    for key in answer.get("brought", {}).get(part) or ():
        title, pairs = held.get(key, ("", ()))
        lines += [Line(text, about=label, mark="" if n else title) for n, (label, text) in enumerate(pairs)]
    return tuple(lines) or (Line(words("planner.nothing_yet")),)


def told(exercise: Planner, answer: dict) -> list[tuple[str, str]]:
    return [(p.name, str(answer.get("notes", {}).get(p.id, ""))) for p in exercise.parts
            if str(answer.get("notes", {}).get(p.id, "")).strip()]


def printable(exercise: Planner, words) -> str:
    return "".join(f"<h4>{paper.escape(words('planner.heading', part=p.name, words=p.words))}</h4>"
                   f"{paper.paragraphs(p.prompt)}{paper.lines(words, 4)}" for p in exercise.parts)
