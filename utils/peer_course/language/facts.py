"""Reads the plain facts out of a note: who, what, when, where, how much, who said so, what comes next.

Pure guesses from words; a fact is never judged here, only found, so that two notes can be compared. Numbers and
times are read in measures, plans in next_steps.
"""

from collections.abc import Iterator

from peer_course.language import fact_words as known
from peer_course.language import people_words as people
from peer_course.language import slight_words as slight
from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.measure_words import value_of
from peer_course.language.measures import measures_of
from peer_course.language.next_steps import DO, next_steps
from peer_course.language.passage import IRREGULAR, Passage
from peer_course.language.said_by import said_by
from peer_course.language.tokens import PLAIN, word_set
from peer_course.language.traces import Trace, stem
from peer_course.model.language import FACT_KINDS

_NO_PLACE_BEFORE = word_set("visit visits order round number treatment")
_TITLES = word_set("dr mr mrs ms miss prof rev nurse sister")


def facts_of(passage: Passage, loaded: frozenset[int] = frozenset(),
             named: frozenset[str] = frozenset()) -> list[Trace]:
    """List the facts of a note in reading order, each meaning once per kind; loaded words are no facts.

    `named` are names that the other note shows more plainly.
    """
    found, used = measures_of(passage)
    empty = _empty_words(passage)
    names = _sure_names(passage, named)
    found += [*_who_and_where(passage, used, names), *said_by(passage), *next_steps(passage, loaded, found)]
    found += _what(passage, loaded, used | empty, names)
    kept, seen = [], set()
    for trace in sorted(found, key=lambda t: (t.weak, t.first, FACT_KINDS.index(t.kind))):
        if (trace.kind, trace.keys) not in seen:
            seen.add((trace.kind, trace.keys))
            kept.append(trace)
    return sorted(kept, key=lambda t: t.first)


def _sure_names(passage: Passage, named: frozenset[str]) -> set[int]:
    """Names of people and places; "Benefits cut" opens with a thing, and so does "X-ray"."""
    sure: set[int] = set()
    plain = {w for w, at in zip(passage.words, passage.starts, strict=True) if passage.text[at].islower()}
    for i, word in enumerate(passage.words):
        capital = passage.text[passage.starts[i]].isupper()
        if passage.first[i] == i and word.endswith("s") and (
                passage.words[i + 1:i + 2] == ["were"] or word[:-1] in DO):
            continue
        joined = passage.first[i] == i and passage.words[i + 1:i + 2] == ["and"] and word not in STOP
        if not capital or not (passage.names[i] or word in named or joined) or not word[1:].replace("'", "").isalpha():
            continue
        before = passage.words[i - 1] if i else ""
        after = passage.words[i + 1] if i < passage.last[i] else ""
        opens_with_thing = passage.first[i] == i and word not in named and after not in people.SAYS and (
            known.family(word) or word in IRREGULAR or word in plain or slight.is_dull(word) or word in DO or (
                after in known.THINGS))
        if not (opens_with_thing or word in people.NOT_WHO or word in people.PLACES or word in people.ROLES or (
                word == "eve" and before in ("christmas", "year's"))):
            sure.add(i)
    return sure


def _empty_words(passage: Passage) -> set[int]:
    empty: set[int] = set()
    for i in range(len(passage)):
        length = slight.empty_at(passage.words, i)
        if length:
            empty.update(range(i, i + length))
    return empty


def _who_and_where(passage: Passage, used: set, names: set) -> Iterator[Trace]:
    """People and places; a place that is named or numbered (Rowan Ward, Room 6) is one fact."""
    for i, word in enumerate(passage.words):
        if i in used:
            continue
        before = passage.words[i - 1] if i > passage.first[i] and passage.gaps[i] <= PLAIN else ""
        after = passage.words[i + 1] if i < passage.last[i] and passage.gaps[i + 1] <= PLAIN else ""
        if i in names:
            bare = word.removesuffix("'s")
            if after in people.PLACE_ENDS and passage.text[passage.starts[i + 1]].isupper():
                used.add(i + 1)
                yield Trace("where", i, i + 1, frozenset({bare}), frozenset({people.PLACES.get(after, after)}))
            elif before in _TITLES:
                role = people.ROLES.get(before, "")
                yield Trace("who", i - 1, i, frozenset({bare}), frozenset({role}) | _wider(role))
            else:
                yield Trace("where" if _stands_as_place(passage, i) else "who", i, i, frozenset({bare}))
        elif word in people.ROLES and not (word in _TITLES and after and passage.names[i + 1]) and (
                word != "dr" and (word, after) != ("staff", "nurse")):
            role = people.ROLES[word]
            yield Trace("who", i, i, frozenset({role}), _wider(role))
        elif word in ("bed", "bay", "table") and value_of(after):
            used.update((i, i + 1))
            yield Trace("where", i, i + 1, frozenset({word, value_of(after)}))
        elif word in people.PLACES and after not in _NO_PLACE_BEFORE:
            place = people.PLACES[word]
            if word in people.NUMBERED and value_of(after):
                used.add(i + 1)
                yield Trace("where", i, i + 1, frozenset({place, value_of(after)}))
            else:
                yield Trace("where", i, i, frozenset({place}), _wider(place))


def _stands_as_place(passage: Passage, i: int) -> bool:
    """In Leeds, near Hull; but not "shouted at Ren" or "at the drop-in Ren said"."""
    if i - 1 < passage.first[i] or passage.words[i - 1] not in ("in", "at", "near", "to", "from"):
        return False
    if passage.words[i - 1] in ("to", "from"):
        return not _TRAVELS.isdisjoint(passage.words[max(passage.first[i], i - 6):i - 1])
    if passage.text[passage.starts[i - 1] - 1:passage.starts[i - 1]] == "-":
        return False
    deed = passage.words[i - 2] if i - 2 >= passage.first[i] else ""
    return not (passage.words[i - 1] == "at" and (deed.endswith(("ed", "ing")) or known.family(deed)))


def _wider(name: str) -> frozenset[str]:
    return people.WIDER.get(name, frozenset())


def _what(passage: Passage, loaded: frozenset[int], used: set, names: set) -> Iterator[Trace]:
    covered = set(used)
    for i, word in enumerate(passage.words):
        phrase = known.phrase_at(passage.words, i)
        after = i + phrase[0] if phrase else i
        if phrase and covered.isdisjoint(range(i, after)) and passage.words[after:after + 1] != ["one"]:
            covered.update(range(i, after))
            yield Trace("what", i, after - 1, frozenset({phrase[1]}))
        if i in covered or i in names or word in people.ROLES or (
                word in people.PLACES or word in STOP or word in people.SAYS and word != "admitted"):
            continue
        family = known.family(word)
        if family:
            if not (i in loaded and family in slight.FIGURATIVE) and not _is_helper(passage, i):
                yield Trace("what", i, i, frozenset({family}), weak=word in slight.SLIGHT)
        elif i not in loaded and not slight.is_dull(word) and len(word) > 2 and word[0].isalpha():
            strong = word in known.THINGS or _is_deed(passage, i) or _is_noun(passage, i)
            yield Trace("what", i, i, frozenset({stem(word)}), weak=not strong)


_SIDES = word_set("arm leg hand shoulder foot knee ear eye side wrist ankle hip elbow cheek thumb")


def _is_helper(passage: Passage, i: int) -> bool:
    """In "used to", "kept calling her names" or "called Amir" the word states no deed of its own."""
    after = passage.words[i + 1] if i < passage.last[i] else ""
    word = passage.words[i]
    before = passage.words[i - 1] if i > passage.first[i] else ""
    if (word in ("called", "miss") and i < passage.last[i] and passage.names[i + 1]) or (word == "nothing"):
        return True
    if word == "left" and (before in ("the", "on", "her", "his", "their") or after in _SIDES):
        return True
    return (word in ("used", "pleased") and after in ("to", "the", "his", "her")) or (
        word == "present" and after == "at") or (word in ("will", "need", "help", "helped") and after == "of")


def _is_deed(passage: Passage, i: int) -> bool:
    """A verb in the past tells what happened: painted, climbed, queued."""
    word = passage.words[i]
    return len(word) > 4 and (word.endswith("ed") or word in IRREGULAR) and word not in (
        "never", "still", "again", "found", "chose", "began", "stood", "thought", "spoke") and word[0].isalpha()


_BEFORE_BARE = word_set("by for about without re of from")
_NO_OWNER = CLASSES["he"] | CLASSES["it"] | word_set("there who what here where how")
_TRAVELS = word_set("moved move moves taken took takes went gone going goes drove travelled flew back train bus flight")
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
    described = after in people.ROLES or after in people.PLACES or (
        after not in STOP and known.family(after) and not after.endswith(("s", "ed")))
    adjective = _describes(word) and after and after not in STOP
    bare = before in _BEFORE_BARE and (not after or after in STOP) and len(word) > 3
    owned = before == "'s" and i - 2 >= passage.first[i] and passage.words[i - 2] not in _NO_OWNER
    return (bare or owned or _opens_noun(before)) and not described and not adjective


def _describes(word: str) -> bool:
    ending = word.endswith(_DESCRIBES) and len(word) > 5 and not word.endswith("ment")
    return ending or word in CLASSES["adjective"]


def _opens_noun(word: str) -> bool:
    return word in CLASSES["their"] or word in ("the", "a", "an", "no", "another") or bool(value_of(word))


def _could_be_noun(word: str) -> bool:
    return len(word) > 2 and word not in STOP and word[0].isalpha() and word not in CLASSES["client"] and (
        not word.endswith("ly"))
