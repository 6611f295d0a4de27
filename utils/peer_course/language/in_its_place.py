"""What stands in a rewrite where something stood in the first note. Pure guesses from words that both notes share."""

from collections.abc import Iterator
from heapq import nlargest

from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.matching import Hit
from peer_course.language.passage import Passage
from peer_course.language.people_words import ROLES
from peer_course.language.tokens import CLAUSE
from peer_course.language.traces import stem

_CANDIDATES = 5  # sentences of a rewrite that are looked at, so that time grows with length only
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
    told, said = _by_sentence(before, range(hit.first, hit.last + 1)), _by_sentence(after)
    around = told[before.first[hit.first]]
    shared = {first: len(words & around) for first, words in said.items()}
    near = [first for first, count in shared.items() if count]
    # A sentence that shares more with another one of the first note speaks of something else.
    best = next((first for first in nlargest(_CANDIDATES, near, shared.__getitem__)
                 if all(len(said[first] & one) <= shared[first] for one in told.values())), None)
    if best is None:
        return None
    new = _new(after, best, after.last[best], telling(before))
    return max(new, key=lambda place: place[1] - place[0], default=None)


def _by_sentence(passage: Passage, without: range = range(0)) -> dict[int, set[str]]:
    """The telling words of each sentence, by its first word; names and numbers tell as well here."""
    found: dict[int, set[str]] = {first: set() for first in passage.first}
    for k, word in enumerate(passage.words):
        if k not in without and word not in _SAYS_NOTHING:
            found[passage.first[k]].add(stem(word))
    return found


def _new(after: Passage, first: int, last: int, told: set[str]) -> Iterator[tuple[int, int]]:
    """Stretches of words that the first note has not, from one telling word to another."""
    start = end = None
    for k in range(first, last + 1):
        word = after.words[k]
        if start is not None and (stem(word) in told or after.gaps[k] >= CLAUSE):
            yield start, end
            start = None
        if _tells(after, k) and word[0].isalpha() and stem(word) not in told:
            start, end = k if start is None else start, k
    if start is not None:
        yield start, end
