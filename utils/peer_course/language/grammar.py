"""Simple questions about a sentence: who does it, and who says it. What is said of whom is in describing.

Careful guesses from a few words around a place, never from more than a fixed number.
"""

from peer_course.language.lexicon import AILMENTS, CLASSES, CREATURES, STOP
from peer_course.language.passage import IRREGULAR, Passage
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN, word_set

REACH = 14
PERSON, WRITER, OTHER, THING, NOBODY = "person", "writer", "other", "thing", "nobody"

_STEP_OVER = CLASSES["aux"] | CLASSES["have"] | CLASSES["be"] | CLASSES["not"] | (
    CLASSES["very"] | word_set("to 's touch tad bit"))
_COMPLEMENT = "complement"
BEFORE_NOUN = word_set("a an the this that his her their my our your some")
_COORDINATES = word_set("and but then or")
_FOLLOWS_DIRECTLY = CLASSES["behaviour"] | CLASSES["client"]
CLASHES = word_set("but however although though yet despite whereas")
_OPENERS = word_set("usual ever always again expected doubt say more")
_FINDS = word_set("find found finds finding consider considers considered deem deems deemed judge judged experience "
                  "experienced regard regards regarded")
_DEGREES = word_set("classic typical real right proper total complete absolute utter serial known poor usual chronic "
                    "habitual notorious true textbook perpetual professional veritable bit")
_MORE_DEEDS = word_set("spent brought bought sent paid taught caught led read set cost built sold knew wore tore "
                       "bore "
                       "swore threw sang drew shut broke stole")
_TIMES = word_set("term week month year morning evening afternoon night time session shift summer winter spring "
                  "autumn "
                  "weekend")
VIEWS = word_set("think thinks thought thinking believe believes believed say says said saying mean means meant "
                  "agree "
                  "suggest suggests suggested suggesting call calls called find finds found see sees saw describe "
                  "describes described consider considers considered sign evidence sense suggestion")
_PORTIONS = word_set("spell bout fit period look air touch hint deal display show string series history degree level "
                     "sense sort kind picture pattern episode burst lot")
_THIS = ("this", "that", "last", "each", "every")
# Unions are made once: these are asked of nearly every word.
_NO_SUBJECT = STOP | _DEGREES
_SPOKEN = CLASSES["speech"] | VIEWS
_HELPING = CLASSES["be"] | CLASSES["aux"] | CLASSES["have"]
_THINGS = CLASSES["it"] | CLASSES["thing"]


# What a word stands for wherever it stands; where a word is of several classes, the later ones here go first.
_BY_WORD = {word: kind for classes, kind in ((("thing", "it"), THING), (("you", "client", "he"), PERSON),
                                             (("staff",), OTHER), (("i",), WRITER))
            for name in classes for word in CLASSES[name]}
_NOT_IN_CHARGE = {"service": word_set("user users"),
                  "bank": word_set("card cards account accounts statement statements holiday book")}
_BEFORE_A_NAME = ("mr", "mrs", "ms", "miss", "mx")


def kind_of(passage: Passage, i: int) -> str:
    """Say what a word stands for: a person, the writer, another body or person in charge, a thing, or nobody."""
    word = passage.words[i]
    kind = _BY_WORD.get(word, NOBODY)
    if kind == WRITER:
        return WRITER
    if i and passage.words[i - 1] in _BEFORE_A_NAME:
        return PERSON
    if kind == OTHER and word in _NOT_IN_CHARGE and not _NOT_IN_CHARGE[word].isdisjoint(passage.words[i + 1:i + 2]):
        return NOBODY
    if kind != NOBODY:
        return kind
    if passage.names[i]:
        if i and passage.words[i - 1] in CREATURES:
            return THING
        titled = i and passage.words[i - 1] in ("dr", "nurse", "sister", "sergeant", "judge")
        return OTHER if titled else PERSON
    return NOBODY


def subject(passage: Passage, i: int) -> str:
    """Guess who or what does the thing at word i, by reading backwards within the sentence."""
    return subject_at(passage, i)[0]


def subject_at(passage: Passage, i: int) -> tuple[str, int]:
    """The same, with the place of the word that says so, or -1."""
    found = passage.subjects.get(i)
    if found is None:  # several contexts ask about the same word
        found = passage.subjects[i] = _subject_at(passage, i)
    return found


def _subject_at(passage: Passage, i: int) -> tuple[str, int]:
    start = max(passage.first[i], i - REACH)
    j = i - 1 - 2 * _in_a_phrase(passage, i, start)
    while j >= start:
        if passage.gaps[j + 1] >= CLAUSE:
            return NOBODY, -1
        word = passage.words[j]
        if word in CLASSES["them"] and j > start and passage.words[j - 1] in _FINDS:
            return PERSON, j
        if word in _COORDINATES:
            return _first_subject(passage, start, j)
        place = None if word in _STEP_OVER or word.endswith("ly") else _before_place(passage, j, start)
        if word in _STEP_OVER or word.endswith("ly"):
            j -= 1
        elif place is not None:
            j = place
        else:
            kind = _at(passage, j, start)
            if kind == THING and _cut_off(passage, j, i):
                kind = NOBODY
            if kind == _COMPLEMENT:
                j -= 2
            elif kind != NOBODY:
                return kind, j
            j -= kind != _COMPLEMENT
    return NOBODY, -1


_ADJECTIVE = ("thy", "ous", "ful", "ish", "ive", "less", "able", "ible")
_NO_ADJECTIVE = word_set("relative relatives detective executive representative table cable vegetable timetable "
                         "stable")


def _in_a_phrase(passage: Passage, i: int, start: int) -> bool:
    """In "has an unhealthy obsession", the words an and unhealthy name no doer."""
    word = passage.words[i - 1] if i - 2 >= start else ""
    return word.endswith(_ADJECTIVE) and word not in _NO_ADJECTIVE and passage.words[i - 2] in BEFORE_NOUN


def subject_after(passage: Passage, first: int, last: int) -> str:
    """For words that open a clause, who comes next: "As ever we met by the clock" is about the writer."""
    opens = first == passage.first[first] or passage.gaps[first] >= COMMA
    if not opens or not (passage.words[last].endswith("ly") or passage.words[last] in _OPENERS
                         or passage.words[first] in ("despite", "after")):
        return NOBODY
    end, k = min(passage.last[last], last + 9), last + 1
    while k <= end and passage.words[k] in CLASSES["preposition"]:
        comma = next((n for n in range(k + 1, end + 1) if passage.gaps[n] >= COMMA), None)
        if comma is None or passage.gaps[comma] >= CLAUSE or not _has_verb(passage, comma, end):
            return NOBODY
        k = comma
    if k > end:
        return NOBODY
    if passage.words[k] in CLASSES["their"]:
        return NOBODY
    if passage.words[k] in BEFORE_NOUN or passage.words[k] in CLASSES["my"]:
        if any(passage.words[n] in AILMENTS for n in range(k + 1, min(k + 2, end) + 1)):
            return NOBODY
        kinds = [kind_of(passage, n) for n in range(k + 1, min(k + 3, end) + 1)]
        return next((kind for kind in kinds if kind in (PERSON, OTHER)), THING)
    return kind_of(passage, k)


def _has_verb(passage: Passage, k: int, end: int) -> bool:
    """After a comma, "cup in hand" does nothing; "the kettle boiled" and "we met" do."""
    return any(passage.words[n] in _STEP_OVER or passage.words[n] in IRREGULAR or passage.words[n].endswith(("ed", "s"))
               or passage.words[n] in CLASSES["i"] for n in range(k, end + 1))


def _at(passage: Passage, j: int, start: int) -> str:
    """What word j stands for as a subject; "is a bus" names no subject and is stepped over."""
    kind = kind_of(passage, j)
    if passage.words[j] in _TIMES and j - 1 > start and passage.words[j - 1] in _THIS:
        return NOBODY
    if kind != NOBODY and not _is_object(passage, j):
        return kind
    named = j > start and passage.words[j - 1] in BEFORE_NOUN and passage.words[j] not in _NO_SUBJECT
    named = named and not (passage.words[j] in _PORTIONS and passage.words[j + 1] == "of")
    if named and not _is_object(passage, j):
        if j - 2 >= start and passage.words[j - 2] in CLASSES["be"]:
            return _COMPLEMENT
        return PERSON if passage.words[j] in _FOLLOWS_DIRECTLY else THING
    return NOBODY


def _cut_off(passage: Passage, j: int, i: int) -> bool:
    """A thing before a comma is not what the words after it are about: "no visitors, shouting at the door"."""
    verb = any(passage.words[k] in CLASSES["be"] or passage.words[k] in CLASSES["aux"] for k in range(j + 1, i))
    return not verb and any(passage.gaps[k] == COMMA for k in range(j + 1, i + 1))


def _is_object(passage: Passage, j: int) -> bool:
    """After "does" or "ringing", the words it, this, that and "the bell" are what is done, not who does it."""
    if _follows_a_deed(passage, j) or _staff_as_object(passage, j):
        return True
    if passage.words[j - 1] in BEFORE_NOUN and j - 2 >= passage.first[j]:
        after = passage.words[j + 1] if j < passage.last[j] else ""
        later = passage.words[j + 2] if j + 2 <= passage.last[j] else ""
        verb = passage.words[j - 2]
        done_to = verb.endswith("ing") or ((verb.endswith("ed") or verb in IRREGULAR) and verb not in CLASSES["speech"])
        return done_to and (after in CLASSES["preposition"] or (
            after in CLASSES["thing"] and verb.endswith("ing")) or (
            later in CLASSES["preposition"] and after not in _STEP_OVER))
    if passage.words[j] not in CLASSES["it"] or passage.gaps[j] > PLAIN:
        return False
    after = passage.words[j + 1] if j + 1 < len(passage) else ""
    return (after == "to" or after not in _STEP_OVER) and not after.endswith(("s", "ed"))


def _staff_as_object(passage: Passage, j: int) -> bool:
    """In "she attacked staff without warning", the staff do nothing."""
    if passage.words[j] not in _BARE_STAFF or j == passage.first[j] or passage.gaps[j] > PLAIN:
        return False
    verb, after = passage.words[j - 1], passage.words[j + 1] if j < passage.last[j] else ""
    return (verb.endswith(("ed", "ing")) or verb in IRREGULAR) and verb not in _SPOKEN and not (
        after in _HELPING or after.endswith("ed") or after in IRREGULAR)


_BARE_STAFF = word_set("staff police security reception nurses doctors carers workers managers paramedics officers")


def _follows_a_deed(passage: Passage, j: int) -> bool:
    """In "took the new dose" and "denied it", the verb stands right before what was taken or denied."""
    if passage.words[j] in CLASSES["staff"] or passage.gaps[j] > PLAIN:
        return False
    k = j - 1 if passage.words[j] in CLASSES["it"] else j - 2
    if k < passage.first[j]:
        return False
    if k == j - 2 and (passage.words[j - 1] not in BEFORE_NOUN or passage.gaps[k + 1] > PLAIN):
        return False
    verb = passage.words[k]
    if k > passage.first[j] and verb not in CLASSES["be"] and (
            passage.words[k - 1] in ("n't", "not") or passage.words[k - 1] in CLASSES["aux"]):
        return True
    return (verb.endswith("ed") or verb in IRREGULAR or verb in _MORE_DEEDS) and not (
        verb in CLASSES["speech"] or verb in _FINDS or verb in VIEWS or verb in CLASSES["very"] or verb == "never")


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
    """Before "and", he, she, I or we is whoever comes last; of other words, whoever comes first."""
    for k in range(end - 1, start - 1, -1):
        if passage.gaps[k + 1] >= CLAUSE:
            start = k + 1
            break
        if passage.words[k] in CLASSES["he"] or passage.words[k] in ("i", "we"):
            return kind_of(passage, k), k
    for k in range(start, end):
        if passage.words[k] in _STEP_OVER or passage.words[k] in CLASSES["their"] or (
                k and passage.words[k] in _THINGS and _is_object(passage, k)):
            continue
        kind = kind_of(passage, k)
        if kind != NOBODY:
            return kind, k
    return NOBODY, -1


def said_before(passage: Passage, first: int, speakers) -> int | None:
    """Give the place of a speech verb earlier in the clause whose speaker is one of these kinds, or None."""
    for k in range(first - 1, max(passage.first[first], first - REACH) - 1, -1):
        if passage.gaps[k + 1] >= CLAUSE or passage.words[k] in CLASHES:
            return None
        if passage.words[k] == "and" and new_verb(passage, k + 1):
            return None
        spoken = passage.words[k] in CLASSES["speech"] and not is_passive(passage, k)
        if spoken and subject(passage, k) in speakers:
            return k
    return None


def is_passive(passage: Passage, k: int) -> bool:
    """Say whether the verb at k is something done to someone: was told, has been asked."""
    before = passage.words[k - 1] if k > passage.first[k] else ""
    return before in CLASSES["be"] and before not in ("felt", "feels")


def new_verb(passage: Passage, k: int) -> bool:
    """After "and", a verb without its own subject belongs to the writer's report again."""
    if k >= len(passage):
        return False
    word = passage.words[k]
    ends = word.endswith(("ed", "ing")) or word in IRREGULAR or word in ("then", "became")
    return ends or word in CLASSES["be"] or word in CLASSES["aux"]
