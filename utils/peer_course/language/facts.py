"""Reads the plain facts out of a note: who, what, when, where, how much, who said so, what comes next.

Pure guesses from words; a fact is never judged here, only found, so that two notes can be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from peer_course.language import fact_words as known
from peer_course.language.grammar import NOBODY, OTHER, PERSON, THING, WRITER, is_passive, subject_at
from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN, word_set
from peer_course.model.language import FACT_KINDS, Fact


@dataclass(frozen=True, slots=True)
class Trace:
    """A fact with what it means: it is kept when all its keys are found again."""

    kind: str
    first: int
    last: int
    keys: frozenset


def facts_of(passage: Passage, loaded: frozenset[int] = frozenset()) -> list[Trace]:
    """List the facts of a note in reading order, each meaning once per kind; loaded words are no facts."""
    found, used, seen = [], set(), set()
    for finder in (_dates, _times, _numbers):
        for trace in finder(passage, used):
            used.update(range(trace.first, trace.last + 1))
            found.append(trace)
    found += [*_who_and_where(passage, used), *_said_by(passage), *_next_steps(passage, loaded),
              *_what(passage, loaded, used)]
    kept = []
    for trace in sorted(found, key=lambda t: (t.first, FACT_KINDS.index(t.kind))):
        if (trace.kind, trace.keys) not in seen:
            seen.add((trace.kind, trace.keys))
            kept.append(trace)
    return kept


def as_fact(passage: Passage, trace: Trace) -> Fact:
    """The fact in the words of the text."""
    return Fact(trace.kind, passage.words_of(trace.first, trace.last))


def _months(word: str) -> str | None:
    return word[:3] if word in CLASSES["month"] and word not in ("may", "mar", "march") else None


def _is_month(passage: Passage, i: int) -> bool:
    return passage.words[i] in CLASSES["month"] and (
        _months(passage.words[i]) is not None or passage.text[passage.starts[i]].isupper())


def _dates(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        if _is_month(passage, i):
            first = i
            while first - 1 >= passage.first[i] and (passage.words[first - 1][:1].isdigit() or (
                    passage.words[first - 1] in ("and", "of", "the", "to") and i - first < 8 and first - 2 >= 0
                    and passage.words[first - 2][:1].isdigit())):
                first -= 1
            days = {_day(w) for w in passage.words[first:i] if w[:1].isdigit()}
            if first == i and i + 1 < len(passage) and _day(passage.words[i + 1]):
                yield Trace("when", i, i + 1, frozenset({(word[:3], _day(passage.words[i + 1]))}))
            elif first < i:
                yield Trace("when", first, i, frozenset((word[:3], day) for day in days if day))
            elif passage.first[i] != i:
                yield Trace("when", i, i, frozenset({(word[:3], "")}))
        elif word in CLASSES["weekday"] and (len(word) > 3 or passage.text[passage.starts[i]].isupper()):
            yield Trace("when", i, i, frozenset({("weekday", word[:3])}))


def _day(word: str) -> str:
    digits = word.rstrip("stndrh")
    return digits.lstrip("0") if digits.isdigit() and len(digits) <= 2 else ""


def _times(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        after = passage.words[i + 1] if i + 1 < len(passage) else ""
        clock = _clock(word, after)
        if i in used:
            continue
        if clock:
            yield Trace("when", i, i + (after in ("am", "pm", "o'clock")), frozenset({("clock", clock)}))
        elif word.isdigit() and len(word) == 4 and word[:2] in ("19", "20"):
            yield Trace("when", i, i, frozenset({("year", word)}))
        elif word in known.RELATIVE_DAYS:
            yield Trace("when", i, i, frozenset({("day", word.rstrip("s"))}))
        elif word in ("last", "next", "this") and after in known.PERIODS and passage.gaps[i + 1] == PLAIN:
            yield Trace("when", i, i + 1, frozenset({(word, after.rstrip("s"))}))


def _clock(word: str, after: str) -> str:
    bare = word.removesuffix("am").removesuffix("pm")
    parts = bare.replace(":", ".").split(".")
    if not all(p.isdigit() for p in parts) or len(parts) > 2 or len(parts[0]) > 2:
        return ""
    marked = bare != word or after in ("am", "pm", "o'clock")
    minutes = parts[1] if len(parts) == 2 else "00"
    if not marked and (len(parts) != 2 or len(minutes) != 2):
        return ""
    hour = int(parts[0]) % 12
    return f"{hour}.{minutes}" if int(parts[0]) < 25 else ""


def _numbers(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        value = known.NUMBERS.get(word)
        if value is None and word[:1] == "x" and word[1:].isdigit():
            value = word[1:]
        if value is None and word[:1].isdigit():
            value = word.rstrip("stndrh") if _day(word) else word
        if value and word[-2:] in ("st", "nd", "rd", "th") and i not in used:
            yield Trace("when", i, i, frozenset({("date", value)}))
        elif value and i not in used and not (word == "one" and _loose_one(passage, i)):
            yield Trace("number", i, i, frozenset({value}))


def _loose_one(passage: Passage, i: int) -> bool:
    before = passage.words[i - 1] if i else ""
    after = passage.words[i + 1] if i + 1 < len(passage) else ""
    return before in ("no", "the", "this", "that", "any", "every") or after in STOP or not after


def _who_and_where(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        if i in used:
            continue
        before = passage.words[i - 1] if i > passage.first[i] else ""
        if passage.names[i]:
            kind = "where" if before in ("in", "at", "near", "from") else "who"
            yield Trace(kind, i, i, frozenset({word.removesuffix("'s")}))
        elif word in known.ROLES:
            yield Trace("who", i, i, frozenset({word.rstrip("s")}))
        elif word in known.PLACES:
            yield Trace("where", i, i, frozenset({word.rstrip("s")}))


def _said_by(passage: Passage) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        if word not in known.SAYS or is_passive(passage, i):
            continue
        kind, at = subject_at(passage, i)
        if kind in (THING,) or (kind == NOBODY and passage.first[i] != i):
            continue
        start = at if 0 <= i - at <= 4 else i
        yield Trace("said_by", start if at >= 0 else i, i, frozenset({speaker(passage, kind, at)}))


def speaker(passage: Passage, kind: str, at: int) -> str:
    """Who speaks: the writer, a role such as nurse or sister, or the person the note is about."""
    if kind == WRITER:
        return "writer"
    word = passage.words[at] if at >= 0 else ""
    return word.rstrip("s") if kind == OTHER or word in known.KIN else PERSON


_PLANS = word_set("will 'll going agreed booked arranged plans planned planning offered scheduled")


_MEETINGS = word_set("visit appointment meeting session review date time call")


def _next_steps(passage: Passage, loaded: frozenset[int]) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        follows = passage.words[i + 1] if i + 1 <= passage.last[i] else ""
        meets = word in ("next", "new") and follows in _MEETINGS
        if (word not in _PLANS and not meets) or i in loaded:
            continue
        if word in ("going", "agreed", "plans", "planned", "planning") and follows != "to":
            continue
        last = i
        while last < passage.last[i] and last - i < 9 and passage.gaps[last + 1] < COMMA:
            last += 1
        keys = frozenset(stem(w) for w in passage.words[i + 1:last + 1] if w not in STOP)
        if keys:
            start = i - 1 if i > passage.first[i] and passage.gaps[i] < CLAUSE else i
            yield Trace("next_step", start, last, keys)


def stem(word: str) -> str:
    """A word without its most common endings."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[:-len(ending)]
    return word


def _what(passage: Passage, loaded: frozenset[int], used: set) -> Iterator[Trace]:
    covered = set(used)
    for i, word in enumerate(passage.words):
        phrase = known.phrase_at(passage.words, i)
        if phrase and i not in covered:
            covered.update(range(i, i + phrase[0]))
            yield Trace("what", i, i + phrase[0] - 1, frozenset({phrase[1]}))
        if i in covered or passage.names[i] or word in known.ROLES or word in known.PLACES or word in STOP:
            continue
        family = known.family(word)
        if family and not (i in loaded and family in known.FIGURATIVE):
            yield Trace("what", i, i, frozenset({family}))
        elif i not in loaded and _is_noun(passage, i):
            yield Trace("what", i, i, frozenset({stem(word)}))


_DESCRIBES = ("ic", "ent", "ant", "al", "ive", "ous", "ful", "ble", "ish")


def _is_noun(passage: Passage, i: int) -> bool:
    """A word right after "his", "the" or a number names a thing, unless it only describes the next word."""
    word = passage.words[i]
    if not _could_be_noun(word):
        return False
    before = passage.words[i - 1] if i > passage.first[i] and passage.gaps[i] == PLAIN else ""
    if _describes(before):
        return i - 1 > passage.first[i] and _opens_noun(passage.words[i - 2])
    after = passage.words[i + 1] if i < passage.last[i] and passage.gaps[i + 1] == PLAIN else ""
    described = after in known.ROLES or after in known.PLACES or (after not in STOP and known.family(after))
    adjective = _describes(word) and after and after not in STOP
    return _opens_noun(before) and not described and not adjective


def _describes(word: str) -> bool:
    ending = word.endswith(_DESCRIBES) and len(word) > 5 and not word.endswith("ment")
    return ending or word in CLASSES["adjective"]


def _opens_noun(word: str) -> bool:
    return word in CLASSES["their"] or word in ("the", "a", "an") or word in known.NUMBERS


def _could_be_noun(word: str) -> bool:
    return len(word) > 2 and word not in STOP and word[0].isalpha() and word not in CLASSES["client"] and (
        not word.endswith("ly"))
