"""Finds what is to happen next in a note: will ring, to be seen, booked for, discharge to GP, review in six weeks.

Telegraphic plans count as much as whole sentences; offers and bookings of the past do not. Guesses from words only.
"""

from collections.abc import Iterator

from peer_course.language import measure_words
from peer_course.language.fact_words import canonical
from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.passage import IRREGULAR, Passage
from peer_course.language.people_words import ROLES
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN, word_set
from peer_course.language.traces import Trace

_LONGEST = 12
_AGREES_TO = word_set("agreed plans planned planning going intends arranged offered promised aims undertook")
_BOOKED = word_set("booked rebooked arranged scheduled due planned rearranged pencilled listed")
_BOOKED_FOR = word_set(
    "for on in at with to next back monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu "
    "thurs fri tomorrow again")
_MEETINGS = word_set(
    "try attempt visit appointment appt meeting session review date time call step steps contact check dose depot")
DO = word_set(
    "ring call phone email text write chase book refer ask check monitor contact discuss follow arrange visit see "
    "meet invite review discharge speak talk try offer bring send collect send find look raise tell update inform "
    "confirm attend return start stop continue repeat give take help go come plan restart reduce increase apply "
    "sort await transfer move assess consider liaise escalate remind order reassess feedback support complete "
    "pick get feed pay hand pass put make change add remove let do be have keep")
_BARE = word_set(
    "ring call phone email text chase book refer ask check monitor contact discuss arrange visit invite review "
    "discharge speak await awaiting liaise remind reassess transfer continue restart repeat follow bloods "
    "appointment meeting f/u collect handover feedback")
_BARE_NOUNS = word_set(
    "bloods appointment meeting phone email ring review discharge visit call text transfer handover feedback "
    "email contact check repeat ask monitor")
_FOLLOWS_BARE_NOUN = word_set(
    "to in on at with by next from for tomorrow after again monday tuesday wednesday thursday friday saturday "
    "sunday mon tue tues wed thu thurs fri him her them gp weekly planned booked home today if")
_FOR = word_set("follow follow-up followup review discharge assessment referral transfer recall bloods")
_NOT_A_PLAN = word_set(
    "had has have asked want wanted wants needed used likes liked chose refused hoping forced supposed told tends "
    "seems seemed appears appeared claims claimed prefers started began continues continued tried trying unable "
    "able ready way time made allowed refuses got hard easy seen heard going said known stood sat due supposed "
    "came went ran able wish wishes need needs decided reluctant how what when where whether enough too happy "
    "glad afraid declined attempted managed helped encouraged invited ordered agreed plans planned intends "
    "offered promised aims like love")
_PARTICIPLES = word_set("cut paid seen taken sent given told done rung made held written put found kept brought")
_SAYS_LITTLE = word_set(
    "plan plans booked arranged agreed due going planned next new date time step steps offered again be")
_MEETS = word_set(
    "see seen meet meeting appointment appt appts visit visits session review reviewed seeing coming come")
_DOERS = word_set("mr mrs ms miss dr key social duty ward care the his her coordinator night we i")
_SOON = word_set("tomorrow next later")


def next_steps(passage: Passage, loaded: frozenset[int], measures: list[Trace]) -> Iterator[Trace]:
    """List the plans of a note; each is one stretch of a clause, and two plans never overlap."""
    free, times_of = 0, [t for t in measures if t.kind in ("when", "number")]
    for i in range(len(passage)):
        does = any(w in DO for w in passage.words[i + 1:i + 3])
        told = i in loaded and passage.words[i] in ("will", "'ll", "going", "shall") and not does
        if i < free or told or passage.inside[i] >= 0:
            continue
        start = _start(passage, i)
        if start is None:
            continue
        last = i
        while last < passage.last[i] and last - i < _LONGEST and _goes_on(passage, last + 1):
            last += 1
        start = max(start, free)
        deeds = frozenset(_deed(passage.words[k]) for k in range(start, last + 1) if _says_much(passage, k))
        times = frozenset(key for t in times_of if start <= t.first and t.last <= last for key in t.keys)
        if deeds or times:
            yield Trace("next_step", start, last, deeds | times)
            free = last + 1


def _says_much(passage: Passage, k: int) -> bool:
    word = passage.words[k]
    return word not in STOP and word not in _SAYS_LITTLE and word not in measure_words.UNITS and not (
        word in CLASSES["weekday"] or word in CLASSES["month"] or word in measure_words.PARTS_OF_DAY or
        word[0].isdigit() or word in measure_words.NUMBERS)


def _deed(word: str) -> str:
    """To see somebody, to meet and to have an appointment are one plan."""
    return "meet" if word in _MEETS else canonical(word)


def _goes_on(passage: Passage, k: int) -> bool:
    return (passage.gaps[k] < COMMA or _is_date_comma(passage, k)) and not _new_clause(passage, k)


def same_plan(one: Trace, other: Trace) -> bool:
    """Two plans are the same when they share a third of what the shorter one says, or both a day and an hour."""
    deeds, others = _deeds(one), _deeds(other)
    shared = len(deeds & others)
    same_time = len(one.keys & other.keys) - shared
    return same_time > 1 or (shared > 0 and shared * 3 >= min(len(deeds), len(others)))


def _deeds(plan: Trace) -> set:
    return {key for key in plan.keys if isinstance(key, str)}


def _start(passage: Passage, i: int) -> int | None:
    """The first word of a plan that word i announces, or None."""
    word, first, last = passage.words[i], passage.first[i], passage.last[i]
    before = passage.words[i - 1] if i > first and passage.gaps[i] < CLAUSE else ""
    after = passage.words[i + 1] if i < last and passage.gaps[i + 1] < CLAUSE else ""
    opens = i == first or passage.gaps[i] >= COMMA
    subject = i - 1 if before and before not in ("and", "who", "which", "that") else i
    if word in ("will", "'ll", "shall"):
        return subject if after not in ("not", "n't", "never", "always", "often") else None
    if word in ("going",) and before in CLASSES["be"] and after == "to":
        return i if before in ("was", "were") else i - 1
    if word in _AGREES_TO and word != "going" and before != "had" and (after in ("to", "that") and word != "offered"):
        return subject if after == "that" or passage.words[min(i + 2, last)] in DO or word == "agreed" else None
    due_to = word == "due" and after == "to" and not _infinitive(passage, i)
    if word in _BOOKED and after in _BOOKED_FOR and not due_to:
        return None if before in ("were", "not", "n't", "had") else _noun_start(passage, i)
    if word in ("next", "new") and after in _MEETINGS and (word, after) != ("new", "dose"):
        return i
    if word == "offered" and any(w in _SOON for w in passage.words[i + 1:min(last, i + 6) + 1]):
        return subject
    if word in ("plan", "plans", "action", "actions") and i < last and (
            after in ("is", "to") or opens and passage.gaps[i + 1] == CLAUSE):
        return i
    opening = _clause_start(passage, i)
    if word in _BARE_NOUNS and 0 < i - opening < 3 and (after in CLASSES["weekday"] or _names_a_doer(passage, opening)):
        opens, start = True, opening
    else:
        start = i
    listed = opens or before in CLASSES["weekday"] or before in ("back", "listed", "gp")
    if word == "for" and after in _FOR and listed:
        return i
    if word == "to" and after and before not in _NOT_A_PLAN:
        return _bare_infinitive(passage, i, opens, before, after)
    if word in _BARE and opens and (word not in _BARE_NOUNS or after in _FOLLOWS_BARE_NOUN):
        return start if after or word == "discharge" else None
    if word == "referred" and after in ("to", "back", "for") and before not in ("was", "were", "had"):
        return i
    if word.endswith("ing") and before in ("am", "is", "are", "'m", "'s", "'re") and _soon(passage, i):
        return i - 1
    return _clause_start(passage, i) if word == "tomorrow" and _plain_tomorrow(passage, i) else None


def _clause_start(passage: Passage, i: int) -> int:
    k = i
    while k > passage.first[i] and i - k < 8 and passage.gaps[k] < COMMA:
        k -= 1
    return k


def _bare_infinitive(passage: Passage, i: int, opens: bool, before: str, after: str) -> int | None:
    """To ring Monday; GP to review; bloods to be taken."""
    second = passage.words[i + 2] if i + 2 <= passage.last[i] else ""
    if after == "be" and not opens:
        done = second.endswith("ed") or second in _PARTICIPLES
        return _noun_start(passage, i) if done and not before.endswith(("ed", "ing")) else None
    if after not in DO or passage.gaps[i + 1] > PLAIN:
        return None
    if before in ("am", "'m", "is", "are", "'re"):
        return max(i - 2, passage.first[i])
    if opens or before in ("plan", "and"):
        return i
    k = i
    while k > passage.first[i] and i - k < 4 and passage.gaps[k] == PLAIN and _names_a_doer(passage, k - 1):
        k -= 1
    if k < i and (k == passage.first[i] or passage.gaps[k] >= COMMA or passage.words[k - 1] == "and"):
        return k
    while k > passage.first[i] and i - k < 4 and passage.gaps[k] == PLAIN:
        k -= 1
    first, heads = k == passage.first[i] or passage.gaps[k] >= COMMA, passage.words[k:i]
    plain = not any(w in STOP or w in _NOT_A_PLAN or w in IRREGULAR or w.endswith(("ed", "ing")) for w in heads)
    return k if first and heads and plain else None


def _names_a_doer(passage: Passage, k: int) -> bool:
    word = passage.words[k]
    return passage.names[k] or word in ROLES or word in CLASSES["client"] or passage.raw(k).isupper() or word in _DOERS


def _infinitive(passage: Passage, i: int) -> bool:
    return i + 2 <= passage.last[i] and passage.words[i + 2] in DO


def _noun_start(passage: Passage, i: int) -> int:
    """Step back over "is", "has been" and one noun, so that the plan names what is booked."""
    k = i
    while k > passage.first[i] and i - k < 3 and passage.gaps[k] == PLAIN and (
            passage.words[k - 1] in CLASSES["be"] or passage.words[k - 1] in ("has", "been", "have")):
        k -= 1
    return k - 1 if k > passage.first[i] and passage.gaps[k] < COMMA else k


def _soon(passage: Passage, i: int) -> bool:
    near = passage.words[i + 1:min(passage.last[i], i + 8) + 1]
    return any(w in CLASSES["weekday"] or w in _SOON or w in CLASSES["month"] for w in near)


def _plain_tomorrow(passage: Passage, i: int) -> bool:
    """Said tomorrow, asked about tomorrow: no plan of the writer's."""
    near = passage.words[max(passage.first[i], i - 6):i]
    return not any(w in CLASSES["speech"] or w in ("asked", "about", "if") for w in near)


def _is_date_comma(passage: Passage, k: int) -> bool:
    """A list of dates, or a day, goes on after a comma: will ring on 3, 5 and 9 May; next visit, Tuesday 2pm."""
    word = passage.words[k]
    return passage.gaps[k] == COMMA and (word[0].isdigit() or word in CLASSES["weekday"] or
                                         word in measure_words.PARTS_OF_DAY)


def _new_clause(passage: Passage, k: int) -> bool:
    """After "and" or "but" a new doer begins something else."""
    before = passage.words[k]
    follows = passage.words[k + 1] if k < passage.last[k] else ""
    return before in ("but", "because", "although") or (
        before == "and" and (follows in CLASSES["he"] or follows in ("i", "we", "will")))
