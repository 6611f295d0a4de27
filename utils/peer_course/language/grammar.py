"""Simple questions about a sentence: who does it, what a describing word belongs to, is it denied.

These are careful guesses made by looking at a few words around a place, never at more than a fixed number,
so that a text without full stops costs no more than any other.
"""

from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.passage import IRREGULAR, Passage
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN, word_set

REACH = 14
PERSON, WRITER, OTHER, THING, NOBODY = "person", "writer", "other", "thing", "nobody"

_STEP_OVER = CLASSES["aux"] | CLASSES["have"] | CLASSES["be"] | CLASSES["not"] | CLASSES["very"] | word_set("to 's")
_COMPLEMENT = "complement"
_BEFORE_NOUN = word_set("a an the this that his her their my our your some")
_COORDINATES = word_set("and but then or")
_FOLLOWS_DIRECTLY = CLASSES["behaviour"] | CLASSES["client"]
_CLASHES = word_set("but however although though yet despite whereas")


def kind_of(passage: Passage, i: int) -> str:
    """Say what a word stands for: a person, the writer, another body or person in charge, a thing, or nobody."""
    word = passage.words[i]
    if word in CLASSES["i"]:
        return WRITER
    if word in CLASSES["staff"]:
        return OTHER
    if word in CLASSES["he"] or word in CLASSES["client"] or word in CLASSES["you"]:
        return PERSON
    if word in CLASSES["it"] or word in CLASSES["thing"]:
        return THING
    if passage.names[i]:
        titled = i and passage.words[i - 1] in ("dr", "nurse", "sister", "sergeant", "judge")
        return OTHER if titled else PERSON
    return NOBODY


def subject(passage: Passage, i: int) -> str:
    """Guess who or what does the thing at word i, by reading backwards within the sentence."""
    return subject_at(passage, i)[0]


def subject_at(passage: Passage, i: int) -> tuple[str, int]:
    """The same, with the place of the word that says so, or -1."""
    start = max(passage.first[i], i - REACH)
    j = i - 1
    while j >= start:
        if passage.gaps[j + 1] >= CLAUSE:
            return NOBODY, -1
        word = passage.words[j]
        if word in _COORDINATES:
            return _first_subject(passage, start, j)
        place = None if word in _STEP_OVER or word.endswith("ly") else _before_place(passage, j, start)
        if word in _STEP_OVER or word.endswith("ly"):
            j -= 1
        elif place is not None:
            j = place
        else:
            kind = _at(passage, j, start)
            if kind == _COMPLEMENT:
                j -= 2
            elif kind != NOBODY:
                return kind, j
            j -= kind != _COMPLEMENT
    return NOBODY, -1


def _at(passage: Passage, j: int, start: int) -> str:
    """What word j stands for as a subject; "is a bus" names no subject and is stepped over."""
    kind = kind_of(passage, j)
    if kind != NOBODY and not _is_object(passage, j):
        return kind
    if j > start and passage.words[j - 1] in _BEFORE_NOUN and passage.words[j] not in STOP:
        if j - 2 >= start and passage.words[j - 2] in CLASSES["be"]:
            return _COMPLEMENT
        return PERSON if passage.words[j] in _FOLLOWS_DIRECTLY else THING
    return NOBODY


def _is_object(passage: Passage, j: int) -> bool:
    """After "does" or "makes", the words it, this and that are what is done, not who does it."""
    if passage.words[j] not in CLASSES["it"] or passage.gaps[j] > PLAIN:
        return False
    after = passage.words[j + 1] if j + 1 < len(passage) else ""
    return (after == "to" or after not in _STEP_OVER) and not after.endswith(("s", "ed"))


def _before_place(passage: Passage, j: int, start: int) -> int | None:
    """When word j ends "in the corner", give the word before "in"; a place is nobody's doing."""
    for back in (1, 2, 3):
        k = j - back
        if k < start or passage.gaps[k + 1] != PLAIN:
            return None
        if passage.words[k] in CLASSES["preposition"]:
            return k - 1 if k > start else None
        if passage.words[k] in CLASSES["he"] or passage.words[k] in CLASSES["be"]:
            return None
    return None


def _first_subject(passage: Passage, start: int, end: int) -> tuple[str, int]:
    for k in range(start, end):
        if passage.words[k] in _STEP_OVER or passage.words[k] in CLASSES["their"]:
            continue
        kind = kind_of(passage, k)
        if kind != NOBODY:
            return kind, k
    return NOBODY, -1


def belongs_to(passage: Passage, first: int, last: int) -> str:
    """Guess what a describing word describes: "a difficult week" a thing, "a difficult man" a person."""
    k = last + 1
    limit = min(passage.last[last], last + 4)
    before = first - 1
    while before > passage.first[first] and passage.words[before] in CLASSES["very"]:
        before -= 1
    if passage.words[last] in STOP or passage.words[last].endswith("ly"):
        return subject(passage, first)
    listed = k + 1 <= limit and (passage.words[k] == "and" or passage.gaps[k] == COMMA)
    if listed and before >= passage.first[first] and passage.words[before] in _BEFORE_NOUN:
        k += 1 + (passage.words[k] == "and")
    while k <= limit and passage.gaps[k] == PLAIN and passage.words[k] in CLASSES["adjective"]:
        k += 1
    if k <= limit and passage.gaps[k] == PLAIN:
        word = passage.words[k]
        if word in CLASSES["behaviour"] or word in CLASSES["client"] or word in ("patient", "nature"):
            return PERSON
        if word in CLASSES["thing"]:
            return THING
        plain_noun = word not in STOP and not word[0].isdigit() and not passage.names[k]
        if plain_noun and not word.endswith("ly") and word not in CLASSES["weekday"] | CLASSES["speech"]:
            return THING
    return subject(passage, first)


def denied(passage: Passage, first: int) -> bool:
    """Say whether "not", "never", "without" or "no" stands close before, in the same clause."""
    for k in range(first - 1, max(passage.first[first], first - 4) - 1, -1):
        if passage.gaps[k + 1] >= COMMA:
            return False
        word = passage.words[k]
        if word in CLASSES["not"]:
            follows = passage.words[k + 1] if k + 1 < len(passage) else ""
            return follows not in ("only", "just", "merely", "surprisingly")
        if word in ("but", "that", "who", "because"):
            return False
    return False


def said_before(passage: Passage, first: int, speakers) -> int | None:
    """Give the place of a speech verb earlier in the clause whose speaker is one of these kinds, or None."""
    for k in range(first - 1, max(passage.first[first], first - REACH) - 1, -1):
        if passage.gaps[k + 1] >= CLAUSE or passage.words[k] in _CLASHES:
            return None
        if passage.words[k] == "and" and _new_verb(passage, k + 1):
            return None
        spoken = passage.words[k] in CLASSES["speech"] and not is_passive(passage, k)
        if spoken and subject(passage, k) in speakers:
            return k
    return None


def is_passive(passage: Passage, k: int) -> bool:
    """Say whether the verb at k is something done to someone: was told, has been asked."""
    before = passage.words[k - 1] if k > passage.first[k] else ""
    return before in CLASSES["be"] and before not in ("felt", "feels")


def _new_verb(passage: Passage, k: int) -> bool:
    """After "and", a verb without its own subject belongs to the writer's report again."""
    if k >= len(passage):
        return False
    word = passage.words[k]
    ends = word.endswith(("ed", "ing")) or word in IRREGULAR or word in ("then", "became")
    return ends or word in CLASSES["be"] or word in CLASSES["aux"]
