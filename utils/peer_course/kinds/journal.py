"""A private page: never judged, never counted, never read by anybody else."""

from ..model.making import Journal
from ..model.replies import Reply
from . import paper


def view(exercise: Journal, words) -> dict:
    return {"routes": [{"id": r.id, "name": r.name, "prompt": r.prompt} for r in exercise.routes],
            "starters": [{"id": s.id, "text": s.text} for s in exercise.starters],
            "words": words.group("journal")}


def empty(exercise: Journal) -> dict:
    return {"route": "", "text": ""}


def is_complete(exercise: Journal, answer: dict) -> bool:
    return bool(answer.get("text", "").strip())


def reply(exercise: Journal, answer: dict, words, past=()) -> Reply:
    return Reply(words("journal.kept" if is_complete(exercise, answer) else "journal.empty"))


def told(exercise: Journal, answer: dict) -> list[tuple[str, str]]:
    names = {r.id: r.name for r in exercise.routes}
    text = answer.get("text", "")
    return [(names.get(answer.get("route"), ""), text)] if text.strip() else []


def printable(exercise: Journal, words) -> str:
    routes = "".join(f"<li><strong>{paper.escape(r.name)}</strong>{paper.paragraphs(r.prompt)}</li>"
                     for r in exercise.routes)
    starters = paper.bullets(s.text for s in exercise.starters) if exercise.starters else ""
    return f"<ul>{routes}</ul>{starters}{paper.lines(words, 10)}"
