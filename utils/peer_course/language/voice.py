"""Looks for the person's own words, view, reason or choice in a note. Whether it is fair is not decided here."""

from bisect import bisect_left

from peer_course.language import fact_words as known
from peer_course.language.facts import speaker
from peer_course.language.grammar import PERSON, is_passive, subject_at
from peer_course.language.own_words import is_scare_quote
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE
from peer_course.model.language import Voice

_LONGEST = 25


def voice(text: str, loaded: frozenset[int] = frozenset()) -> Voice:
    """Say whether the person's own voice is present in a text, and give the places as the text has them."""
    return voice_of(Passage(text), loaded)


def voice_of(passage: Passage, loaded: frozenset[int] = frozenset()) -> Voice:
    """The same for a text that was read already; words in `loaded` (a guess at a motive) do not count."""
    spans = [*_quotations(passage), *_own_views(passage, loaded)]
    words, reached = [], -1
    for first, last in sorted(spans):
        if first > reached:
            words.append(passage.words_of(first, last))
            reached = last
    return Voice(bool(words), tuple(words))


def _quotations(passage: Passage):
    for number, (start, end) in enumerate(passage.quoted):
        first, after = bisect_left(passage.starts, start), bisect_left(passage.starts, end)
        if after > first and not is_scare_quote(passage, number):
            yield first, after - 1


def _own_views(passage: Passage, loaded: frozenset[int]):
    for i, word in enumerate(passage.words):
        if word not in known.OWN_VOICE or i in loaded or is_passive(passage, i):
            continue
        if word == "would" and passage.words[i + 1:i + 2] not in (["like"], ["rather"], ["prefer"]):
            continue
        if word == "like" and passage.words[i - 1:i] not in (["would"], ["'d"]):
            continue
        kind, at = subject_at(passage, i)
        if kind != PERSON or speaker(passage, kind, at) != PERSON or passage.words[at] in ("you", "your"):
            continue
        last = i
        while last < passage.last[i] and last - i < _LONGEST and passage.gaps[last + 1] < CLAUSE:
            last += 1
        yield at, last
