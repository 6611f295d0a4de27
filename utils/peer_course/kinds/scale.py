"""Place views on a scale, once at each moment; moments are set side by side, never rated."""

from ..model.answering import Scale
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Scale, words) -> dict:
    return {"points": [{"id": p.id, "name": p.name} for p in exercise.points], "words": words.group("scale"),
            "statements": [{"id": s.id, "text": s.text} for s in exercise.statements]}


def empty(exercise: Scale) -> dict:
    return {"at": {}}


def is_complete(exercise: Scale, answer: dict) -> bool:
    return all(s.id in answer.get("at", {}) for s in exercise.statements)


def reply(exercise: Scale, answer: dict, words, past=()) -> Reply:
    """Return the comparison with earlier moments; at the first of several moments only a thank-you.

    `past` holds pairs of a moment (Named) and the answer given then; None stands for a first
    moment that is to be followed by others.
    """
    at = answer.get("at", {})
    if not at:
        return Reply(words("scale.none"))
    if past is None:
        return Reply(words("scale.first_kept"))
    sections = tuple(Section(s.text, _lines(exercise, s, at, words, past)) for s in exercise.statements)
    return Reply(words("scale.compared" if past else "scale.thanks"), sections)


def _lines(exercise: Scale, statement, at: dict, words, past) -> tuple[Line, ...]:
    names = {p.id: p.name for p in exercise.points}
    then = [Line(names[earlier["at"][statement.id]], mark=moment.name)
            for moment, earlier in past if names.get(earlier.get("at", {}).get(statement.id))]
    now = [Line(names[at[statement.id]], mark=words("scale.now"))] if at.get(statement.id) in names else []
    known = [Line(statement.say, mark=words("scale.known"))]
    another = [Line(statement.another, mark=words("scale.another"))] if statement.another else []
    return tuple(then + now + known + another)


def told(exercise: Scale, answer: dict) -> list[tuple[str, str]]:
    texts = {s.id: s.text for s in exercise.statements}
    names = {p.id: p.name for p in exercise.points}
    return [(texts.get(i, i), names.get(point, point)) for i, point in answer.get("at", {}).items()]


def printable(exercise: Scale, words) -> str:
    points = " ".join(f"{paper.BOX} {p.name}" for p in exercise.points)
    rows = "".join(f"<li>{paper.paragraphs(s.text)}" + "".join(
        f"<p>{paper.escape(m.name)}: {paper.escape(points)}</p>" for m in exercise.moments) + "</li>"
        for s in exercise.statements)
    return f"<ol>{rows}</ol>"
