"""A person's saved answers, told in words: to read back, to take along, or to bring into a plan. Shows nothing."""

import datetime

from .. import answers, kinds, library


def entries() -> list[dict]:
    """Return every answer in words: key, title, when, and pairs of a label and a text."""
    words, found = library.words(), []
    for key, saved in answers.everything().items():
        title, told = _told(key, saved.answer, words)
        if ".kept-" in key:
            title += f" ({words('my_answers.beside')})"
        found.append({"key": key, "title": title, "when": _day(saved.when), "told": told})
    return found


def _told(key: str, answer: dict, words) -> tuple[str, list[tuple[str, str]]]:
    slug, _, moment = key.partition(".")
    try:
        exercise = library.exercise(slug)
    except library.Unknown:
        # The exercise is gone from the course; the person's words are not.
        return slug, [(str(name), str(value)) for name, value in answer.items()]
    name = next((m.name for m in getattr(exercise, "moments", ()) if m.id == moment.partition(".")[0]), "")
    told = kinds.told(exercise, answer)
    if answer.get("passed"):
        told = [("", words("my_answers.passed")), *told]
    return exercise.title + (f" ({name})" if name else ""), told


def _day(when: str) -> str:
    try:
        at = datetime.datetime.fromisoformat(when)
    except ValueError:
        return ""
    return f"{at.day} {at:%B %Y, %H:%M}"
