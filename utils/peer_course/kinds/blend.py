"""Place statements between three views, by shares of a hundred. Never marked: the reply only adds views."""

from ..model.answering import Blend
from ..model.replies import Line, Reply, Section
from . import paper

WHOLE = 100


def view(exercise: Blend, words) -> dict:
    return {"views": [{"id": v.id, "name": v.name, "about": v.about} for v in exercise.views],
            "statements": [{"id": s.id, "text": s.text} for s in exercise.statements], "words": words.group("blend")}


def empty(exercise: Blend) -> dict:
    return {"at": {}, "on": 0}


def shares(exercise: Blend, answer: dict, statement: str) -> dict[str, int]:
    """Return the share of each view for one statement, or nothing if it was not placed."""
    held = answer.get("at", {}).get(statement)
    if not isinstance(held, dict):
        return {}
    found = {v.id: held.get(v.id) for v in exercise.views}
    return found if all(isinstance(share, int) and 0 <= share <= WHOLE for share in found.values()) else {}


def is_complete(exercise: Blend, answer: dict) -> bool:
    """One statement is enough: stopping after any is welcome."""
    return any(shares(exercise, answer, s.id) for s in exercise.statements)


def reply(exercise: Blend, answer: dict, words, past=()) -> Reply:
    placed = [s for s in exercise.statements if shares(exercise, answer, s.id)]
    if not placed:
        return Reply(words("blend.none"))
    return Reply(words("blend.done", placed=len(placed), of=len(exercise.statements)),
                 tuple(Section(s.text, _lines(exercise, answer, s, words)) for s in placed))


def _lines(exercise: Blend, answer: dict, statement, words) -> tuple[Line, ...]:
    another = (Line(statement.another, mark=words("blend.another")),) if statement.another else ()
    return (Line(in_words(exercise, answer, statement.id), mark=words("blend.yours")),
            Line(statement.say, mark=words("blend.others")), *another)


def in_words(exercise: Blend, answer: dict, statement: str) -> str:
    """Return where a statement was placed, such as "Biological 50, Social 50"."""
    held = shares(exercise, answer, statement)
    return ", ".join(f"{v.name} {held[v.id]}" for v in exercise.views if held.get(v.id))


def told(exercise: Blend, answer: dict) -> list[tuple[str, str]]:
    return [(s.text, in_words(exercise, answer, s.id)) for s in exercise.statements
            if shares(exercise, answer, s.id)]


def printable(exercise: Blend, words) -> str:
    views = [v.name + (f": {v.about}" if v.about else "") for v in exercise.views]
    blanks = " ".join(f"{v.name} ____" for v in exercise.views)
    items = "".join(f"<li>{paper.paragraphs(s.text)}<p>{paper.escape(blanks)}</p></li>" for s in exercise.statements)
    return paper.bullets(views) + f"<p>{paper.escape(words('blend.whole'))}</p><ol>{items}</ol>"
