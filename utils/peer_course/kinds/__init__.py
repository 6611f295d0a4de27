"""What each kind of exercise means: pure functions, one module for each kind, no I/O and no prose.

Every kind has
    view(exercise, words)            what the browser gets: never the reasons, never a key
    empty(exercise)                  the answer before anybody has touched it
    is_complete(exercise, answer)    whether the person has done, or passed, all of it
    reply(exercise, answer, words, past=())   what they read then; `past` holds earlier moments
    told(exercise, answer)           the answer in words, as pairs of a label and a text
    printable(exercise, words)       the same exercise as HTML, to be filled in on paper
An answer is a dict of plain JSON. Ids that the exercise no longer knows are left alone in it.
"""

from importlib import import_module

from ..model.exercise import Exercise
from ..model.replies import Reply


def _module(exercise: Exercise):
    return import_module(f".{exercise.kind}", __name__)


def view(exercise: Exercise, words) -> dict:
    """Return what the browser needs to show the exercise."""
    return _module(exercise).view(exercise, words)


def empty(exercise: Exercise) -> dict:
    """Return the answer of somebody who has not begun."""
    return _module(exercise).empty(exercise)


def is_complete(exercise: Exercise, answer: dict) -> bool:
    """Return whether the exercise is done; passing counts."""
    return bool(answer.get("passed")) or _module(exercise).is_complete(exercise, answer)


def reply(exercise: Exercise, answer: dict, words, past: tuple = ()) -> Reply:
    """Return what the person reads after answering; somebody who passes is thanked, never asked why."""
    if answer.get("passed"):
        return Reply(words("pass.done"))
    return _module(exercise).reply(exercise, answer, words, past)


def told(exercise: Exercise, answer: dict) -> list[tuple[str, str]]:
    """Return an answer in words, to read back or to take along; ids no longer known stand for themselves."""
    return _module(exercise).told(exercise, answer)


def printable(exercise: Exercise, words) -> str:
    """Return the exercise as HTML to read without a kernel, or to fill in on paper. Holds no answer."""
    from .paper import page
    return page(exercise, words, _module(exercise).printable(exercise, words))
