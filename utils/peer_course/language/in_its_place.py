"""What stands in a rewrite where something stood in the first note. Pure guesses from words that both notes share."""

from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.matching import Hit
from peer_course.language.passage import Passage
from peer_course.language.people_words import ROLES
from peer_course.language.tokens import CLAUSE
from peer_course.language.traces import stem

_SAYS_NOTHING = STOP | CLASSES["he"] | CLASSES["i"] | CLASSES["number"]


def telling(passage: Passage, hit: Hit | None = None) -> set[str]:
    """The stems of the words, or of those of a hit, that are not met in every text."""
    places = range(hit.first, hit.last + 1) if hit else range(len(passage))
    return {stem(passage.words[k]) for k in places if _tells(passage, k)}


def _tells(passage: Passage, k: int) -> bool:
    word = passage.words[k]
    return not (word in _SAYS_NOTHING or word in ROLES or passage.names[k])


def in_its_place(before: Passage, hit: Hit, after: Passage) -> tuple[int, int] | None:
    """First and last word of what a rewrite says instead of a hit; None when it speaks of that no more.

    The sentence that shares most with the one of the hit, and in it the longest stretch of words that are new.
    """
    begin, end = before.first[hit.first], before.last[hit.first]
    around = {stem(before.words[k]) for k in range(begin, end + 1)
              if not hit.first <= k <= hit.last and before.words[k] not in _SAYS_NOTHING}
    sentences = sorted({(first, last) for first, last in zip(after.first, after.last, strict=True)})
    if not sentences:
        return None
    shared = [sum(stem(after.words[k]) in around for k in range(first, last + 1)) for first, last in sentences]
    if len(sentences) > 1 and not any(shared):
        return None
    told = {stem(word) for word in before.words}
    best = max(range(len(sentences)), key=shared.__getitem__)
    return max(_new(after, *sentences[best], told), key=lambda place: place[1] - place[0], default=None)


def _new(after: Passage, first: int, last: int, told: set[str]):
    """Stretches of words that the first note has not, from one telling word to another."""
    start = end = None
    for k in range(first, last + 1):
        word = after.words[k]
        if start is not None and (stem(word) in told and word not in _SAYS_NOTHING or after.gaps[k] >= CLAUSE):
            yield start, end
            start = None
        if not (stem(word) in told or word in _SAYS_NOTHING or word in ROLES or after.names[k] or not word[0].isalpha()):
            start, end = k if start is None else start, k
    if start is not None:
        yield start, end
