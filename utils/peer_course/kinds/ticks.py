"""A private list to tick; ticking nothing is an answer too."""

from ..model.making import Ticks
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Ticks, words) -> dict:
    return {"groups": [{"id": g.id, "name": g.name, "items": [{"id": i.id, "text": i.text} for i in g.items]}
                       for g in exercise.groups], "other": exercise.other, "words": words.group("ticks")}


def empty(exercise: Ticks) -> dict:
    return {"ticked": [], "other": ""}


def is_complete(exercise: Ticks, answer: dict) -> bool:
    return bool(answer.get("ticked")) or bool(str(answer.get("other", "")).strip())


def reply(exercise: Ticks, answer: dict, words, past=()) -> Reply:
    if not is_complete(exercise, answer):
        return Reply(exercise.nothing or words("ticks.none"))
    ticked = answer.get("ticked") or ()
    said = tuple(Line(item.say, about=item.text) for group in exercise.groups for item in group.items
                 if item.id in ticked and item.say)
    return Reply(exercise.close, (Section(words("ticks.said"), said),) if said else ())


def told(exercise: Ticks, answer: dict) -> list[tuple[str, str]]:
    names = {item.id: (group.name, item.text) for group in exercise.groups for item in group.items}
    other = str(answer.get("other", ""))
    own = [(exercise.other, other)] if other.strip() else []
    return [names.get(i, ("", i)) for i in answer.get("ticked") or ()] + own


def printable(exercise: Ticks, words) -> str:
    groups = "".join(f"<h4>{paper.escape(g.name)}</h4>" + "".join(f"<p>{paper.BOX} {paper.escape(i.text)}</p>"
                     for i in g.items) for g in exercise.groups)
    return groups + (f"<p>{paper.escape(exercise.other)}</p>{paper.lines(words, 3)}" if exercise.other else "")
