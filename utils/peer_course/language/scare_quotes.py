"""Tells a quotation from a doubting pair of marks around a few words."""

from bisect import bisect_left

from peer_course.language.passage import Passage
from peer_course.language.tokens import word_set


def is_scare_quote(passage: Passage, number: int) -> bool:
    """A few plain words in marks, with nothing before them that says whose words they are."""
    start, end = passage.quoted[number]
    first = bisect_left(passage.starts, start)
    after = bisect_left(passage.starts, end)
    if after - first > 3 or after == first:
        return False
    if any(passage.text[k] in ".!?,;" for k in range(max(start, end - 1), end)):
        return False
    if passage.text[passage.starts[first]].isupper():
        return False
    return not _introduced(passage, first, after)


_INTRODUCES = word_set("say use said says told asked call calls called word words term phrase like as described "
                    "describes "
                    "describing wrote texted shouted replied answered titled named feeling felt saying label "
                    "labelled sign hashtag song whispered title headed spelled metaphor his her their own")
_DOUBTS_FIRST = word_set("says said claims claimed reports reported states stated is was has had feels felt with "
                      "of having being her his their the this in so-called called")


def _introduced(passage: Passage, first: int, after: int) -> bool:
    near = passage.near(first, 6, 0)
    before = [passage.words[k] for k in near if k < first and passage.inside[k] < 0]
    said = [w for w in before if w in _INTRODUCES and w not in ("his", "her", "their", "own")]
    directly = bool(before) and before[-1] in _INTRODUCES and before[-1] not in ("his", "her", "their", "own")
    comma = passage.text[passage.starts[first] - 3:passage.starts[first]].strip("\"'\u2018\u201c ")[-1:] in (",", ":")
    later = passage.words[after] if after < len(passage) else ""
    named = any(w in ("word", "words", "term", "phrase", "calls", "call", "called", "describes", "described",
                      "metaphor") for w in before)
    makes = bool(before) and before[-1] in ("mornings", "like")
    return directly or named or makes or (bool(said) and comma) or later in ("said", "says")


def passage_words_of(passage: Passage, number: int) -> tuple[int, int]:
    """The first and the last word of a quotation."""
    start, end = passage.quoted[number]
    return bisect_left(passage.starts, start), bisect_left(passage.starts, end) - 1
