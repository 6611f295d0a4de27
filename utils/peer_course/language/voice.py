"""Looks for the person's own words, view, reason or choice in a note. Whether it is fair is not decided here."""

from bisect import bisect_left
from collections.abc import Iterator

from peer_course.language import people_words as known
from peer_course.language.grammar import OTHER, PERSON, WRITER, is_passive, subject_at
from peer_course.language.lexicon import CLASSES
from peer_course.language.passage import Passage
from peer_course.language.said_by import speaker
from peer_course.language.scare_quotes import is_scare_quote
from peer_course.language.tokens import CLAUSE, PLAIN, word_set
from peer_course.model.language import Voice

_LONGEST = 25
_VIEW_NOUNS = word_set(
    "reason reasons view views wish wishes words preference choice hope hopes opinion priority idea goal")
_QUESTIONS = word_set("what whether if why how when where which who")
_INQUIRES = word_set(
    "ask asks asked asking know knows check find found wonder wonders wondered unclear unknown understand")
_MARKS = word_set("appropriately inappropriately suitably nicely properly correctly satisfactorily")
_TOLD_WITH = word_set("for to that because as and saying")
_SILENT = word_set("nothing little")
_SPEAKS = known.SAYS | word_set("asked asks shouted whispered texted called calls sang joked")


def voice(text: str, loaded: frozenset[int] = frozenset()) -> Voice:
    """Say whether the person's own voice is present in a text, and give the places as the text has them."""
    return voice_of(Passage(text), loaded)


def voice_of(passage: Passage, loaded: frozenset[int] = frozenset()) -> Voice:
    """The same for a text that was read already; words in `loaded` (a guess at a motive) do not count."""
    spans = [*_quotations(passage), *_own_views(passage, loaded), *_named_views(passage, loaded)]
    words, reached = [], -1
    for first, last in sorted(spans):
        if first > reached:
            words.append(passage.words_of(first, last))
            reached = last
    return Voice(bool(words), tuple(words))


def _quotations(passage: Passage) -> Iterator[tuple[int, int]]:
    for number, (start, end) in enumerate(passage.quoted):
        first, after = bisect_left(passage.starts, start), bisect_left(passage.starts, end)
        if after > first and not is_scare_quote(passage, number) and not _is_anothers(passage, first, after) and not (
                _is_title(passage, first, after)):
            yield first, after - 1


def _is_anothers(passage: Passage, first: int, after: int) -> bool:
    """“He never tries,” said the nurse: words of staff, kin or the writer are not the person's."""
    for k in range(after, min(after + 4, len(passage))):
        if passage.words[k] in _SPEAKS:
            here = range(max(after, k - 2), min(k + 3, passage.last[k] + 1))
            return any(_is_another(passage, n) for n in here)
    for k in range(first - 1, max(first - 7, -1), -1):
        if passage.words[k] in _SPEAKS:
            kind, at = subject_at(passage, k)
            return kind in (OTHER, WRITER) or (kind == PERSON and speaker(passage, kind, at) != PERSON)
    return False


def _is_another(passage: Passage, n: int) -> bool:
    word = passage.words[n]
    return word in known.KIN or word in CLASSES["staff"] or word in ("i", "we", "sign", "leaflet", "letter", "poster")


def _is_title(passage: Passage, first: int, after: int) -> bool:
    """The group “Hearing Voices”: every longer word has a capital and nobody speaks."""
    if after - first > 6 or passage.words[first] in ("i", "no", "yes"):
        return False
    spoken = any(w in _SPEAKS for w in passage.words[max(0, first - 6):first] + passage.words[after:after + 3])
    capitals = [passage.text[passage.starts[k]].isupper() for k in range(first, after) if len(passage.words[k]) > 3]
    return not spoken and bool(capitals) and all(capitals)


def _own_views(passage: Passage, loaded: frozenset[int]) -> Iterator[tuple[int, int]]:
    for i, word in enumerate(passage.words):
        if word not in known.OWN_VOICE or i in loaded or is_passive(passage, i):
            continue
        if word == "would" and passage.words[i + 1:i + 2] not in (["like"], ["rather"], ["prefer"]):
            continue
        if word == "like" and passage.words[i - 1:i] not in (["would"], ["'d"]):
            continue
        if word in ("missed", "misses") and passage.words[i + 1:i + 2] not in (["his"], ["her"]):
            continue
        if _is_silence(passage, i) or _is_marked(passage, i):
            continue
        kind, at = _subject(passage, i)
        if kind != PERSON or speaker(passage, kind, at) != PERSON or passage.words[at] in ("you", "your"):
            continue
        if passage.names[at] and at > passage.first[at] and passage.words[at - 1] in known.KIN:
            continue
        if not _is_asked_about(passage, at):
            yield at, _end(passage, i)


def _subject(passage: Passage, i: int) -> tuple[str, int]:
    """He, she or they right before the verb is surest; otherwise the sentence is read backwards."""
    if i > passage.first[i] and passage.words[i - 1] in CLASSES["he"]:
        return PERSON, i - 1
    return subject_at(passage, i)


def _is_silence(passage: Passage, i: int) -> bool:
    """Did not say, said nothing: no voice is heard; did not want is a wish all the same."""
    before = passage.words[max(passage.first[i], i - 3):i]
    after = passage.words[i + 1] if i < passage.last[i] else ""
    if after in _SILENT and passage.words[i] in ("said", "says", "say"):
        return True
    return passage.words[i] in known.SAYS and any(w in ("not", "n't", "never", "without") for w in before) and (
        passage.words[i] not in ("think", "believe", "feel", "thinks", "felt", "believes"))


def _is_marked(passage: Passage, i: int) -> bool:
    """Apologised appropriately, responded suitably: the writer gives a mark, and no word of the person is told."""
    after = passage.words[i + 1:min(i + 3, passage.last[i] + 1)]
    return any(w in _MARKS for w in after) or (
        passage.words[i] == "apologised" and (not after or after[0] not in _TOLD_WITH))


def _is_asked_about(passage: Passage, at: int) -> bool:
    """In "I will ask what he wants" and "we do not know why she decided" the answer is still missing."""
    before = at - 1
    if before < passage.first[at] or passage.words[before] not in _QUESTIONS:
        return False
    near = passage.words[max(passage.first[at], before - 5):before]
    return any(w in _INQUIRES for w in near) or before == passage.first[at]


def _named_views(passage: Passage, loaded: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Her reason: …, in his view, according to her; a reason that was not asked for is none."""
    for i, word in enumerate(passage.words):
        before = passage.words[i - 1] if i > passage.first[i] and passage.gaps[i] == PLAIN else ""
        own = before in CLASSES["their"] or before in ("own", "'s")
        told = word in CLASSES["them"] and before == "to" and passage.words[i - 2:i - 1] == ["according"]
        if i in loaded or not (told or (word in _VIEW_NOUNS and own)):
            continue
        end = _end(passage, i)
        rest = passage.words[max(passage.first[i], i - 6):end + 1]
        if not any(w in ("not", "n't", "unknown", "unclear", "no", "ask", "asked", "without") for w in rest):
            yield i - 1, end


def _end(passage: Passage, i: int) -> int:
    last = i
    while last < passage.last[i] and last - i < _LONGEST and passage.gaps[last + 1] < CLAUSE:
        last += 1
    return last
