"""Build a card part by part, from one's own words and from suggestions, and print it."""

from ..model.making import Builder
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Builder, words) -> dict:
    return {"card": exercise.card, "words": words.group("builder"), "parts": [
        {"id": p.id, "name": p.name, "prompt": p.prompt,
         "suggestions": [{"id": s.id, "text": s.text} for s in p.suggestions]} for p in exercise.parts]}


def empty(exercise: Builder) -> dict:
    return {"texts": {}, "picked": {}}


def filled(exercise: Builder, answer: dict) -> list[tuple[str, list[str]]]:
    """Return the parts that hold anything: their name, and their entries, ticked ones first."""
    found = []
    for part in exercise.parts:
        picked = answer.get("picked", {}).get(part.id) or ()
        entries = [s.text for s in part.suggestions if s.id in picked]
        entries += [line.strip() for line in str(answer.get("texts", {}).get(part.id, "")).splitlines() if line.strip()]
        if entries:
            found.append((part.name, entries))
    return found


def is_complete(exercise: Builder, answer: dict) -> bool:
    """A card with anything on it is a card."""
    return bool(filled(exercise, answer))


def reply(exercise: Builder, answer: dict, words, past=()) -> Reply:
    parts = filled(exercise, answer)
    if not parts:
        return Reply(words("builder.none"))
    return Reply(exercise.close or words("builder.done"),
                 tuple(Section(name, tuple(Line(entry) for entry in entries)) for name, entries in parts))


def told(exercise: Builder, answer: dict) -> list[tuple[str, str]]:
    return [(name, "\n".join(entries)) for name, entries in filled(exercise, answer)]


def printable(exercise: Builder, words) -> str:
    return "".join(f"<h4>{paper.escape(p.name)}</h4>{paper.paragraphs(p.prompt)}"
                   + "".join(f"<p>{paper.BOX} {paper.escape(s.text)}</p>" for s in p.suggestions)
                   + paper.lines(words, 3) for p in exercise.parts)
