"""Sort statements into places; several places can be good, each with its own reason."""

from ..model.answering import Sort, Statement
from ..model.replies import Line, Reply, Section
from . import paper


def hands(exercise: Sort) -> list[tuple[Statement, ...]]:
    """Return the statements in hands of nearly the same size, in the author's order."""
    size = exercise.hand or len(exercise.items)
    count = max(1, round(len(exercise.items) / size))
    base, extra = divmod(len(exercise.items), count)
    dealt, start = [], 0
    for i in range(count):
        end = start + base + (i < extra)
        dealt.append(exercise.items[start:end])
        start = end
    return dealt


def view(exercise: Sort, words) -> dict:
    return {"places": [{"id": p.id, "name": p.name, "about": p.about} for p in exercise.places],
            "hands": [[{"id": s.id, "text": s.text} for s in hand] for hand in hands(exercise)],
            "words": words.group("sort")}


def empty(exercise: Sort) -> dict:
    return {"placed": {}, "hand": 0}


def is_complete(exercise: Sort, answer: dict) -> bool:
    """One whole hand is enough: stopping after any hand is welcome."""
    placed = answer.get("placed", {})
    return any(all(s.id in placed for s in hand) for hand in hands(exercise))


def reply(exercise: Sort, answer: dict, words, past=()) -> Reply:
    dealt = hands(exercise)
    hand = dealt[min(max(int(answer.get("hand", 0)), 0), len(dealt) - 1)]
    names = {p.id: p.name for p in exercise.places}
    placed = {s.id: answer["placed"][s.id] for s in hand if answer.get("placed", {}).get(s.id) in names}
    if not placed:
        return Reply(words("sort.none_placed"))
    sections = tuple(Section(s.text, _lines(s, placed[s.id], names, words)) for s in hand if s.id in placed)
    if len(placed) < len(hand):
        return Reply(words("sort.some_placed", placed=len(placed), of=len(hand)), sections)
    last = hand is dealt[-1] or hand == dealt[-1]
    return Reply(words("sort.all_placed_last" if last else "sort.all_placed", placed=len(placed)), sections)


def _lines(statement: Statement, chosen: str, names: dict, words) -> tuple[Line, ...]:
    """Say the reason for the chosen place first, then the other places that fit as well."""
    if chosen in statement.fits:
        first = [Line(statement.fits[chosen], mark=words("sort.chosen", place=names[chosen]))]
        others = words("sort.also")
    else:
        first = [Line(statement.elsewhere or words("sort.elsewhere"), mark=words("sort.chosen", place=names[chosen]))]
        others = words("sort.another_way")
    rest = [Line(reason, mark=others.replace("{place}", names[place]))
            for place, reason in statement.fits.items() if place != chosen]
    return tuple(first + rest)


def told(exercise: Sort, answer: dict) -> list[tuple[str, str]]:
    texts = {s.id: s.text for s in exercise.items}
    names = {p.id: p.name for p in exercise.places}
    return [(texts.get(i, i), names.get(place, place)) for i, place in answer.get("placed", {}).items()]


def printable(exercise: Sort, words) -> str:
    places = [p.name + (f": {p.about}" if p.about else "") for p in exercise.places]
    choices = " ".join(f"{paper.BOX} {p.name}" for p in exercise.places)
    items = "".join(f"<li>{paper.paragraphs(s.text)}<p>{paper.escape(choices)}</p></li>" for s in exercise.items)
    return paper.bullets(places) + f"<ol>{items}</ol>"
