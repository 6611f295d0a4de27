"""The shape in which a fact is held while two notes are compared, and how a word is cut to its stem."""

from dataclasses import dataclass

from peer_course.language.passage import Passage
from peer_course.model.language import Fact

_ENDINGS = ("ing", "ies", "ed", "es", "e", "s", "y")


@dataclass(frozen=True, slots=True)
class Trace:
    """A fact with what it means: kept when all its keys are found again.

    `also` holds wider meanings that this fact answers for but does not ask for: a nurse is staff, staff is no nurse.
    A weak fact is a word that says little by itself; it can be kept, but nobody misses it.
    """

    kind: str
    first: int
    last: int
    keys: frozenset
    also: frozenset = frozenset()
    weak: bool = False


def as_fact(passage: Passage, trace: Trace) -> Fact:
    """The fact in the words of the text."""
    start, end = passage.starts[trace.first], passage.ends[trace.last]
    if trace.kind == "number":
        # A sign of money or of a share belongs to its number, although it is no word.
        start -= start > 0 and passage.text[start - 1] in "£$€"
        end += passage.text[end:end + 1] == "%"
    return Fact(trace.kind, passage.text[start:end])


def stem(word: str) -> str:
    """A word without its most common endings, so that grammar alone does not make another fact."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word[:-len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word
