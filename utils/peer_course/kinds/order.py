"""Put steps in order; any order that keeps the rules is a good one."""

import random

from ..model.answering import Order
from ..model.replies import Line, Reply, Section
from . import paper


def mixed(exercise: Order) -> list[str]:
    """Return all ids mixed, the same way each time, so that paper and screen agree."""
    ids = [item.id for item in exercise.items]
    random.Random(exercise.slug).shuffle(ids)
    return ids


def view(exercise: Order, words) -> dict:
    texts = {item.id: item.text for item in exercise.items}
    return {"items": [{"id": i, "text": texts[i]} for i in mixed(exercise)], "words": words.group("order")}


def empty(exercise: Order) -> dict:
    return {"order": []}


def is_complete(exercise: Order, answer: dict) -> bool:
    return bool(answer.get("order"))


def arranged(exercise: Order, answer: dict) -> list[str]:
    """Return every id once, in the person's order; ids that came later follow at the end."""
    known = mixed(exercise)
    mine = [i for i in dict.fromkeys(answer.get("order") or []) if i in known]
    return mine + [i for i in known if i not in mine]


def reply(exercise: Order, answer: dict, words, past=()) -> Reply:
    place = {id: n for n, id in enumerate(arranged(exercise, answer))}
    items = {item.id: item for item in exercise.items}
    other = tuple(Line(rule.why, about=words("order.before", first=items[rule.first].text, then=items[rule.then].text))
                  for rule in exercise.rules if place[rule.first] > place[rule.then])
    each = tuple(Line(items[i].say, about=items[i].text) for i in sorted(place, key=place.get))
    # The look back is for everybody, and never in place of the sentence on how the order turned out.
    close = (Section(words("order.close"), (Line(exercise.close),)),) if exercise.close else ()
    sections = (Section(words("order.each"), each), *close)
    if other:
        return Reply(words("order.summary_other", count=len(other)),
                     (Section(words("order.another_way"), other), *sections))
    return Reply(words("order.summary_kept"), sections)


def told(exercise: Order, answer: dict) -> list[tuple[str, str]]:
    texts = {item.id: item.text for item in exercise.items}
    return [(str(n), texts.get(i, i)) for n, i in enumerate(answer.get("order") or [], 1)]


def printable(exercise: Order, words) -> str:
    texts = {item.id: item.text for item in exercise.items}
    return "<ul>" + "".join(f"<li>___ {paper.escape(texts[i])}</li>" for i in mixed(exercise)) + "</ul>"
