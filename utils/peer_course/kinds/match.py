"""Match statements with targets, many to many; every good match has a reason of its own."""

from ..model.answering import Match, Statement
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Match, words) -> dict:
    return {"targets": [{"id": t.id, "name": t.name, "about": t.about} for t in exercise.targets],
            "items": [{"id": s.id, "text": s.text} for s in exercise.items], "words": words.group("match")}


def empty(exercise: Match) -> dict:
    return {"matched": {}}


def is_complete(exercise: Match, answer: dict) -> bool:
    return all(answer.get("matched", {}).get(s.id) for s in exercise.items)


def reply(exercise: Match, answer: dict, words, past=()) -> Reply:
    names = {t.id: t.name for t in exercise.targets}
    matched = {s.id: [t for t in answer.get("matched", {}).get(s.id) or () if t in names] for s in exercise.items}
    done = [s for s in exercise.items if matched[s.id]]
    if not done:
        return Reply(words("match.none"))
    sections = tuple(Section(s.text, _lines(s, matched[s.id], names, words)) for s in done)
    left = len(exercise.items) - len(done)
    return Reply(words("match.some", done=len(done), left=left) if left else words("match.all"), sections)


def _lines(statement: Statement, chosen: list[str], names: dict, words) -> tuple[Line, ...]:
    """Say the reasons for the chosen targets first, then the other targets that fit as well.

    What is said of all the remaining choices is said once, under their names together.
    """
    mine = [Line(statement.fits[t], mark=words("match.chosen", target=names[t])) for t in chosen if t in statement.fits]
    if other := [names[t] for t in chosen if t not in statement.fits]:
        mine.append(Line(statement.elsewhere or words("match.elsewhere"),
                         mark=words("match.chosen", target="”, “".join(other))))
    rest = [Line(reason, mark=words("match.also", target=names[t]))
            for t, reason in statement.fits.items() if t not in chosen]
    return tuple(mine + rest)


def told(exercise: Match, answer: dict) -> list[tuple[str, str]]:
    texts = {s.id: s.text for s in exercise.items}
    names = {t.id: t.name for t in exercise.targets}
    return [(texts.get(i, i), ", ".join(names.get(t, t) for t in targets))
            for i, targets in answer.get("matched", {}).items() if targets]


def printable(exercise: Match, words) -> str:
    targets = [t.name + (f": {t.about}" if t.about else "") for t in exercise.targets]
    choices = " ".join(f"{paper.BOX} {t.name}" for t in exercise.targets)
    items = "".join(f"<li>{paper.paragraphs(s.text)}<p>{paper.escape(choices)}</p></li>" for s in exercise.items)
    return paper.bullets(targets) + f"<ol>{items}</ol>"
