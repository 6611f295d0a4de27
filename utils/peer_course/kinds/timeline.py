"""A private recovery map: events drawn as a line and the same as a list. Nothing in it is judged or counted."""

from ..model.making import Timeline
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Timeline, words) -> dict:
    return {"routes": [{"id": r.id, "name": r.name, "prompt": r.prompt} for r in exercise.routes],
            "levels": [{"id": v.id, "name": v.name} for v in exercise.levels], "words": words.group("timeline")}


def empty(exercise: Timeline) -> dict:
    return {"route": "", "points": [], "shape": "line", "what": "", "when": ""}


def points(answer: dict) -> list[dict]:
    """Return the events that hold any words, in the person's order."""
    held = [p for p in answer.get("points") or () if isinstance(p, dict)]
    return [p for p in held if str(p.get("what", "")).strip()]


def is_complete(exercise: Timeline, answer: dict) -> bool:
    return bool(points(answer))


def reply(exercise: Timeline, answer: dict, words, past=()) -> Reply:
    # Words in the box are kept, but they are not on the map: a person may think that they are.
    written = bool(str(answer.get("what", "")).strip())
    draft = " " + words("timeline.draft", add=words("timeline.add")) if written else ""
    if not points(answer):
        return Reply(words("timeline.none") + draft)
    look = tuple(Line(one.text) for one in exercise.look)
    return Reply(words("timeline.kept") + draft, (Section(words("timeline.look"), look),) if look else ())


def told(exercise: Timeline, answer: dict) -> list[tuple[str, str]]:
    names = {v.id: v.name for v in exercise.levels}
    return [(str(p.get("when", "")), ", ".join(t for t in (str(p["what"]), names.get(p.get("level"), "")) if t))
            for p in points(answer)]


def printable(exercise: Timeline, words) -> str:
    routes = "".join(f"<li><strong>{paper.escape(r.name)}</strong>{paper.paragraphs(r.prompt)}</li>"
                     for r in exercise.routes)
    levels = " ".join(f"{paper.BOX} {v.name}" for v in exercise.levels)
    heads = "".join(f"<th>{paper.escape(words(f'timeline.{name}'))}</th>" for name in ("when", "what", "level"))
    row = f"<tr><td>&nbsp;</td><td>&nbsp;</td><td>{paper.escape(levels)}</td></tr>"
    return f"<ul>{routes}</ul><table><thead><tr>{heads}</tr></thead><tbody>{row * 6}</tbody></table>"
