"""What a learner's cell may say: exercise, journal, hand_in, my_answers, support, carry_on.

What a tutor's may say beside these: cohort, marking_desk.
Each verb is fetched when it is first used, so that importing the review, say, brings no widget along.
"""

from importlib import import_module

_VERBS = ("carry_on", "cohort", "exercise", "hand_in", "journal", "marking_desk", "my_answers", "support")

__all__ = list(_VERBS)


def __getattr__(name: str):
    if name in _VERBS:
        return getattr(import_module(".verbs", __name__), name)
    raise AttributeError(f"peer_course has no {name!r}. It has: {', '.join(__all__)}.")


def __dir__():
    return __all__
