"""Who said so: the facts about speakers in a note. Whether it is true or fair is not decided here."""

from collections.abc import Iterator

from peer_course.language import people_words as people
from peer_course.language.grammar import NOBODY, OTHER, PERSON, THING, WRITER, is_passive, subject_at
from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, word_set
from peer_course.language.traces import Trace, stem

_TITLES = word_set("dr mr mrs ms miss prof rev nurse sister")


def said_by(passage: Passage) -> Iterator[Trace]:
    """List who is said to have said something, in reading order."""
    for i, word in enumerate(passage.words):
        silent = word == "say" and passage.words[i - 1:i] in (["n't"], ["not"])
        if word not in people.SAYS or silent or _is_no_report(passage, i):
            continue
        if word in ("according", "per"):
            yield from _according(passage, i)
            continue
        kind, at = subject_at(passage, i)
        if kind == WRITER and word == "told":
            continue
        if kind in (THING,) or (kind == NOBODY and passage.first[i] != i and passage.gaps[i] < CLAUSE):
            kind, at = _after_verb(passage, i)
            if kind == NOBODY:
                continue
        start, last = (min(at, i), max(at, i)) if at >= 0 and abs(i - at) <= 4 else (i, i)
        yield Trace("said_by", start, last, frozenset({speaker(passage, kind, at)}))


def _after_verb(passage: Passage, i: int) -> tuple[str, int]:
    """“Not today,” said Ines: the speaker may stand right after the verb."""
    for k in (i + 1, i + 2):
        if k > passage.last[i]:
            break
        word = passage.words[k]
        if passage.names[k] or word in people.ROLES or word in CLASSES["he"]:
            return (OTHER if word in people.KIN or passage.words[k - 1] in _TITLES else PERSON), k
    return NOBODY, -1


def _according(passage: Passage, i: int) -> Iterator[Trace]:
    k = i + 1
    while k < passage.last[i] and k - i < 3 and passage.words[k] in ("to", "his", "her", "their", "the"):
        k += 1
    if k <= passage.last[i]:
        word = passage.words[k]
        if passage.names[k] or word in people.ROLES or word in CLASSES["them"]:
            yield Trace("said_by", i, k, frozenset({speaker(passage, OTHER if word in people.ROLES else PERSON, k)}))


def _is_no_report(passage: Passage, i: int) -> bool:
    """Was told, cannot say, felt sick, admitted to hospital: nobody reports anything."""
    after = passage.words[i + 1] if i < passage.last[i] else ""
    word = passage.words[i]
    if word in ("said", "says") and after == "no":
        return passage.words[i + 2:i + 3] != ["one"]
    names_one = after in STOP or passage.names[min(i + 1, passage.last[i])]
    if word == "alleged" and passage.first[i] == i and not names_one:
        return True
    if word in ("admitted", "admits") and after in ("to", "informally", "under", "on", "via", "from", "again"):
        return True
    unsaid = after == "to" or passage.words[i - 1:i] == ["not"]
    if word == "told" and (unsaid or passage.last[i] - i < 3 and after not in ("me", "us", "staff")):
        return True
    if word in ("feels", "felt", "thought") and (after in ("sick", "dizzy", "the", "a", "like", "faint", "of") or
                                               after in CLASSES["preposition"]):
        return True
    if word == "per" and after not in people.ROLES:
        return True
    return word not in ("according", "per") and is_passive(passage, i)


def speaker(passage: Passage, kind: str, at: int) -> str:
    """Who speaks: the writer, a role such as nurse or sister, or the person the note is about."""
    if kind == WRITER:
        return "writer"
    word = passage.words[at] if at >= 0 else ""
    if kind == OTHER or word in people.KIN:
        return people.ROLES.get(word, stem(word))
    return PERSON
