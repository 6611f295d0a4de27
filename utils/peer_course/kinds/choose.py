"""Choose one or several options; every option has a reply of its own, and none is the key."""

from ..model.answering import Choose
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Choose, words) -> dict:
    return {"scene": exercise.scene, "pick": exercise.pick, "words": words.group("choose"),
            "options": [{"id": o.id, "text": o.text} for o in exercise.options]}


def empty(exercise: Choose) -> dict:
    return {"chosen": []}


def is_complete(exercise: Choose, answer: dict) -> bool:
    return bool(_chosen(exercise, answer))


def reply(exercise: Choose, answer: dict, words, past=()) -> Reply:
    chosen = _chosen(exercise, answer)
    if not chosen:
        return Reply(words("choose.none"))
    left = len(exercise.options) - len(chosen)
    summary = words("choose.more" if left else "choose.all", left=left)
    return Reply(summary, tuple(Section(o.text, (Line(o.reply),)) for o in chosen))


def _chosen(exercise: Choose, answer: dict) -> list:
    ids = answer.get("chosen") or []
    return [o for o in exercise.options if o.id in ids][: None if exercise.pick == "several" else 1]


def told(exercise: Choose, answer: dict) -> list[tuple[str, str]]:
    texts = {o.id: o.text for o in exercise.options}
    return [("", texts.get(i, i)) for i in answer.get("chosen") or []]


def printable(exercise: Choose, words) -> str:
    options = "".join(f"<li>{paper.BOX} {paper.escape(o.text)}</li>" for o in exercise.options)
    return paper.paragraphs(exercise.scene) + f"<ul>{options}</ul>"
