"""What a describing word belongs to, and whether it is denied: "a difficult week", "he was never rude".

Like grammar, careful guesses from a few words around a place, never from more than a fixed number.
"""

from peer_course.language.grammar import (
    BEFORE_NOUN,
    CLASHES,
    NOBODY,
    PERSON,
    REACH,
    THING,
    VIEWS,
    kind_of,
    new_verb,
    subject,
)
from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN, word_set

_JOINS = ("and", "yet", "but", "or")
# Nouns that stand for a person, kindly or not: who is called "a needy alcoholic" is no thing.
_LABELS = word_set("addict addicts alcoholic alcoholics drunk drunks junkie junkies abuser abusers sufferer sufferers "
                   "victim victims schizophrenic schizophrenics liar liars thug thugs bully bullies crook crooks "
                   "seeker seekers waster wasters scrounger scroungers offender offenders whinger moaner")
_IN_TWO_WORDS = [[first, last + end] for first, last in (
    ("service", "user"), ("frequent", "flyer"), ("frequent", "caller"), ("bed", "blocker")) for end in ("", "s")]
_DAY_OR_SPEECH = CLASSES["weekday"] | CLASSES["speech"]
_NEVER_NOUNS = word_set("beyond w re wrt throughout overnight afterwards beforehand upstairs downstairs indoors "
                        "outdoors alone twice "
                        "etc ++ +++ mostly initially even anyway though elsewhere sometimes")
_ACTS = word_set("call calls phonecall message messages voicemail voicemails visit visits letter letters email "
                 "emails "
                 "text texts complaint complaints request requests review session interview entrance arrival")
_OF_SOMEBODY = word_set("plans plan ideas goals ambitions aims hopes scheme schemes theory theories outfit outfits "
                        "clothes "
                        "lifestyle obsession obsessions logic reasoning decisions notions fantasies opinions views "
                        "wishes "
                        "aspirations fixation logic beliefs hobbies friends relationships choices pronouncements "
                        "claims")
_SENT = word_set("letter letters email emails message messages texts voicemail voicemails note notes list lists")
_SENDS = word_set("send sends sent sending write writes wrote writing leaves left posts posted")


def belongs_to(passage: Passage, first: int, last: int) -> str:
    """Guess what a describing word describes: "a difficult week" a thing, "a difficult man" a person."""
    k = last + 1
    limit = min(passage.last[last], last + 4)
    before = first - 1
    while before > passage.first[first] and passage.words[before] in CLASSES["very"]:
        before -= 1
    if passage.words[last] in STOP or passage.words[last].endswith(("ly", "ness", "osity")):
        return subject(passage, first)
    listed = k + 1 <= limit and (passage.words[k] in _JOINS or passage.gaps[k] == COMMA)
    if listed and before >= passage.first[first] and passage.words[before] in BEFORE_NOUN:
        k += 1 + (passage.words[k] in _JOINS)
    while k <= limit and passage.gaps[k] == PLAIN and passage.words[k] in CLASSES["adjective"]:
        k += 1
    if passage.words[last].endswith(("ed", "ing")) and _is_verb(passage, first, last):
        return subject(passage, first)
    if k <= limit and passage.gaps[k] == PLAIN:
        word = passage.words[k]
        if _somebodys_act(passage, k, limit):
            return PERSON
        if word in CLASSES["behaviour"] or word in CLASSES["client"] or word in ("patient", "nature"):
            return PERSON
        if _made_by_person(passage, first, k):
            return PERSON
        if word in _LABELS or passage.words[k:k + 2] in _IN_TWO_WORDS:
            return PERSON
        if word in CLASSES["thing"] or (word in ("bit", "part", "half") and passage.words[k + 1:k + 2] == ["of"]):
            return THING
        plain_noun = word not in STOP and word not in _NEVER_NOUNS and not (
            word[0].isdigit() or word[1:].isdigit() or passage.names[k])
        if plain_noun and not word.endswith("ly") and word not in _DAY_OR_SPEECH:
            return THING
    return subject(passage, first)


def _made_by_person(passage: Passage, first: int, k: int) -> bool:
    """Plans, demands or clothes are somebody's own, and so are letters that somebody sends."""
    if passage.words[k] not in _OF_SOMEBODY and passage.words[k] not in _SENT:
        return False
    near = {passage.words[n] for n in range(max(passage.first[first], first - 6), first)}
    own = not near.isdisjoint(CLASSES["their"])
    after = passage.words[k + 1] if k < passage.last[k] else ""
    if after == "from" or (passage.words[k] in _SENT and not own and near.isdisjoint(_SENDS)):
        return False
    return subject(passage, first) in ((PERSON, NOBODY, THING) if own else (PERSON, NOBODY))


def _is_verb(passage: Passage, first: int, last: int) -> bool:
    """Words in -ed or -ing with an object or at the start of a sentence say what is done: feigned illness."""
    after = passage.words[last + 1] if last < passage.last[last] else ""
    opens = first == passage.first[first] or passage.gaps[first] >= COMMA
    before = "" if opens else passage.words[first - 1]
    adjectival = before in BEFORE_NOUN or before in CLASSES["very"]
    doing = before in CLASSES["be"] and passage.words[last].endswith("ing") and after not in STOP and after != ""
    return doing or (opens and passage.words[last].endswith("ed")) or (
        not adjectival and (after in BEFORE_NOUN or after in CLASSES["them"]))


def _somebodys_act(passage: Passage, k: int, limit: int) -> bool:
    """A call, a letter or a visit that comes from a person: "phone call from Ade"."""
    for at in range(k, min(k + 3, limit) + 1):
        if passage.words[at] in _ACTS and at < passage.last[at] and passage.words[at + 1] in ("from", "by", "with"):
            person = at + 2
            while person < passage.last[at] and passage.words[person] in BEFORE_NOUN:
                person += 1
            return person <= passage.last[at] and kind_of(passage, person) == PERSON
    return False


def denied(passage: Passage, first: int) -> bool:
    """Say whether "not", "never", "without" or "no" stands close before, or nobody is said to think so."""
    return _not_before(passage, first) or _nobody_thinks(passage, first)


def _nobody_thinks(passage: Passage, first: int) -> bool:
    """Nobody here thinks that he is lazy; I do not believe she is rude; there is no sign that they lie."""
    viewed = False
    for k in range(first - 1, max(passage.first[first], first - REACH) - 1, -1):
        word = passage.words[k]
        if passage.gaps[k + 1] >= CLAUSE or word in CLASHES:
            return False
        viewed = viewed or word in VIEWS
        if viewed and word in ("nobody", "none", "n't", "not", "never", "no", "neither", "nothing", "hardly", "rarely",
                               "wrong", "unfair", "untrue", "mistake", "mistaken", "inaccurate"):
            return True
    return False


def _not_before(passage: Passage, first: int) -> bool:
    listed = any(passage.words[k] in ("or", "nor") for k in passage.near(first, 2, 4))
    for k in range(first - 1, max(passage.first[first], first - (10 if listed else 4)) - 1, -1):
        if passage.gaps[k + 1] >= (CLAUSE if listed or passage.words[k] in CLASSES["be"] else COMMA):
            return False
        word, before = passage.words[k], passage.words[k - 1] if k > passage.first[k] else ""
        if (word in ("nobody", "none") and passage.words[k + 1] != "who") or (
                word == "nothing" and first - k <= 2) or (before, word) in (("far", "from"), ("anything", "but")):
            return True
        if word == "that" and before in CLASSES["not"]:
            return True
        if word in ("and", "then", "so") and new_verb(passage, k + 1):
            return False
        if word in ("than", "of") and k and passage.words[k - 1] in ("rather", "instead"):
            return True
        if word in CLASSES["not"]:
            follows = passage.words[k + 1] if k + 1 < len(passage) else ""
            return follows not in ("only", "just", "merely", "surprisingly")
        if word in ("hardly", "scarcely") and k == first - 1:
            return True
        if word in ("that", "because") and k and passage.words[k - 1] in CLASSES["not"]:
            return True
        if word in ("but", "that", "who", "because"):
            return False
    return False
