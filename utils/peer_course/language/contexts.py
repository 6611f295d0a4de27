"""Named contexts: the settings in which a loaded word is fine or weighs less.

Each is written once, as a question about words first to last of a passage, and rule files use it by name.
Those about whose words they are live in own_words.
"""

from peer_course.language import beside, describing, grammar, own_words, works  # noqa: F401 (these add their contexts)
from peer_course.language import context_words as known
from peer_course.language.grammar import NOBODY, OTHER, THING, WRITER
from peer_course.language.lexicon import CLASSES, CREATURES
from peer_course.language.named import CONTEXTS, context
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, PLAIN, word_set

__all__ = ["CONTEXTS"]


@context("negated")
def negated(passage: Passage, first: int, last: int) -> bool:
    """Denied: did not refuse, is not aggressive, without violence; or a label that the next sentence puts right."""
    return describing.denied(passage, first) or beside.put_right(passage, first, last)


@context("legal")
def legal(passage: Passage, first: int, last: int) -> bool:
    """A court, the police, the law, safeguarding or insurance is what the sentence is about."""
    return any(passage.words[k] in known.LAW and not _no_law(passage, k)
               for k in passage.near(first, 10, 10) if not first <= k <= last)


def _no_law(passage: Passage, k: int) -> bool:
    """The nurse in charge, an extra charge and a hearing aid are no matter of law."""
    word, before = passage.words[k], passage.words[k - 1] if k else ""
    after = passage.words[k + 1] if k + 1 < len(passage) else ""
    no_law = before in ("in", "no", "of", "service", "extra", "bank") or after in ("nurse", "phone")
    return (word in ("charge", "charged") and no_law) or (
        word in ("injury", "injuries", "damages") and before not in ("criminal", "personal") and after not in (
            "claim", "compensation", "lawyer")) or (
        word == "act" and not passage.raw(k)[0].isupper()) or (word == "advance" and before == "in") or (
        beside.is_sense_of_hearing(passage, k))


@context("title")
def title(passage: Passage, first: int, last: int) -> bool:
    """Part of the name of a person, a service, a law, a group, a scale or a leaflet."""
    if first and passage.words[first - 1] in known.BEFORE_SURNAME and passage.text[passage.starts[first]].isupper():
        return True
    words = range(first, last + 1)
    lower = passage.words_of(first, last).islower()  # as most words are, so that no name is looked for in them
    if not lower and (len(words) > 2 and all(_capital(passage, k) for k in words) or any(
            _in_a_name(passage, k, first, last) for k in words)):
        return True
    capital = not lower and passage.text[passage.starts[first]].isupper() and passage.first[first] != first
    after = passage.words[last + 1:min(passage.last[last], last + 3) + 1]
    if not known.SURE_TITLES.isdisjoint(after[:2]):
        return capital or after[0] in known.PLAIN_TITLES
    return capital and not known.TITLES.isdisjoint(after)


def _in_a_name(passage: Passage, k: int, first: int, last: int) -> bool:
    """The Mad Hatter, Caffeine Addicts: a capital within a sentence, beside another one outside the hit."""
    if passage.first[k] == k or not _capital(passage, k) or len(passage.words[k]) < 3:
        return False
    after = k == last and k < passage.last[k] and passage.gaps[k + 1] == PLAIN and _capital(passage, k + 1)
    before = k == first and passage.gaps[k] == PLAIN and _capital(passage, k - 1) and (
        passage.words[k - 1] not in CLASSES["determiner"])
    return after or before


def _capital(passage: Passage, k: int) -> bool:
    raw = passage.raw(k)
    return raw[0].isupper() and not raw.isupper() and passage.words[k] not in known.BEFORE_SURNAME


@context("diagnosis-field")
def diagnosis_field(passage: Passage, first: int, last: int) -> bool:
    """A diagnosis given as such: diagnosis of, diagnosed with, Diagnosis: …"""
    near = [passage.words[k] for k in passage.near(first, 5, 1)]
    return any(w in ("diagnosis", "diagnosed", "dx", "diagnoses") for w in near)


@context("body")
def body(passage: Passage, first: int, last: int) -> bool:
    """A part of the body, a measurement or a bodily illness is meant."""
    return any(passage.words[k] in known.BODY and passage.words[k:k + 2] != ["eye", "contact"]
               for k in passage.near(first, 4, 4) if not first <= k <= last)


@context("about-a-thing")
def about_a_thing(passage: Passage, first: int, last: int) -> bool:
    """The word describes a thing, a time or a task: a difficult week, a demanding job."""
    if last - first >= 2:  # a whole phrase brings its own noun; only who does it counts
        return grammar.kind_of(passage, first) != grammar.PERSON and grammar.subject(passage, first) == THING
    return describing.belongs_to(passage, first, last) == THING


@context("another-subject")
def another_subject(passage: Passage, first: int, last: int) -> bool:
    """Somebody or something else does it: the landlord, the council, the kettle, the dog."""
    if passage.words[first] in CLASSES["i"]:
        return False
    if _of_a_creature(passage, first, last):
        return True
    before = grammar.subject(passage, first)
    return before in (OTHER, THING) or (
        before == NOBODY and grammar.subject_after(passage, first, last) in (OTHER, THING))


def _of_a_creature(passage: Passage, first: int, last: int) -> bool:
    """An animal or a plant stands before it, and nobody else who is meant; or right after: an aggressive goose."""
    before = range(first - 1, max(passage.first[first], first - 14) - 1, -1)
    place = next((k for k in before if _a_creature(passage, k)), None)
    if place is None:
        after = range(last + 1, min(passage.last[last], last + 2) + 1)
        return any(_a_creature(passage, k) for k in after) and not any(
            _somebody(passage, k, last) for k in range(max(passage.first[first], first - 14), first))
    return not any(_somebody(passage, k, place) for k in before if k != place)


def _a_creature(passage: Passage, k: int) -> bool:
    """Mrs Fox and "like a lamb" are people."""
    before = passage.words[max(passage.first[k], k - 2):k]
    a_name = passage.text[passage.starts[k]].isupper() and passage.first[k] != k
    return passage.words[k] in CREATURES and not a_name and _LIKENED.isdisjoint(before)


_LIKENED = word_set("like as than poor")


def _somebody(passage: Passage, k: int, place: int) -> bool:
    """A person is named, not only as whose animal it is; "he" counts where it stands before the animal."""
    if passage.words[k] in CLASSES["he"] or passage.words[k] in CLASSES["i"]:
        return k < place
    whose = k < passage.last[k] and passage.words[k + 1] == "'s"
    return (passage.names[k] or passage.words[k] in CLASSES["client"]) and not whose


@context("thing-subject")
def thing_subject(passage: Passage, first: int, last: int) -> bool:
    """A thing, not a person, is what it happens to: the meeting had to be moved."""
    return grammar.subject(passage, first) == THING


@context("not-the-service")
def not_the_service(passage: Passage, first: int, last: int) -> bool:
    """A relative, a friend, a landlord or an office does it: her son would not let her phone."""
    for k in range(first - 1, max(passage.first[first], first - grammar.REACH) - 1, -1):
        if passage.gaps[k + 1] >= CLAUSE or passage.words[k] in _THE_SERVICE:
            return False
        if passage.words[k] in _CLOSE and passage.gaps[k + 1] == PLAIN:
            return passage.words[k + 1] not in CLASSES["preposition"] | {"card", "account", "statement", "book"}
    return False


_THE_SERVICE = CLASSES["i"] | word_set("staff nurse nurses doctor team keyworker worker workers support ward shift "
                                       "nights")
_CLOSE = word_set("husband wife partner boyfriend girlfriend ex mother father mum dad mam ma da parents son sons "
                  "daughter daughters brother brothers sister sisters uncle uncles aunt aunts aunty auntie gran "
                  "granny "
                  "grandad grandmother grandfather grandson granddaughter nephew niece cousin neighbour neighbours "
                  "friend friends flatmate flatmates in-laws mother-in-law stepfather stepdad stepmother "
                  "grandchildren council "
                  "landlord landlady dwp jobcentre bank school employer boss court judge sheriff tribunal airline "
                  "insurer "
                  "vet law company university college shop garage firm pub nursery")


@context("about-us")
def about_us(passage: Passage, first: int, last: int) -> bool:
    """The writer's own team or service does it: we failed to ring back."""
    before = grammar.subject(passage, first)
    return before in (OTHER, WRITER) or (
        before == NOBODY and grammar.subject_after(passage, first, last) in (OTHER, WRITER))


@context("performance")
def performance(passage: Passage, first: int, last: int) -> bool:
    """Theatre, films, sport or music."""
    if known.ON_STAGE.isdisjoint(passage.words_near(first, 14, 10)):
        return False
    return any(passage.words[k] in known.PLAY and _is_noun(passage, k)
               for k in passage.near(first, 8, 10) if not first <= k <= last) or any(
        passage.words[k] in known.STAGE for k in passage.near(first, 14, 10) if not first <= k <= last)


def _is_noun(passage: Passage, k: int) -> bool:
    """A play is theatre; to play is not."""
    before = passage.words[k - 1] if k > passage.first[k] else ""
    return passage.words[k] != "play" or before in CLASSES["determiner"] or before in ("school", "radio", "christmas")


@context("benefit-claim")
def benefit_claim(passage: Passage, first: int, last: int) -> bool:
    """A claim for money or cover; "claims that" is none."""
    after = passage.words[last + 1] if last + 1 < len(passage) else ""
    if after in ("that", "to") or after in CLASSES["he"]:
        return False
    around = range(max(0, first - 20), min(passage.last[last], last + 8) + 1)
    return any(passage.words[k] in known.BENEFIT for k in around if not first <= k <= last)


@context("to-hospital")
def to_hospital(passage: Passage, first: int, last: int) -> bool:
    """Admitted to a hospital or ward."""
    return any(passage.words[k] in known.PLACE for k in passage.near(first, 1, 7) if k > last)


@context("plain-plan")
def plain_plan(passage: Passage, first: int, last: int) -> bool:
    """Again in a plan or as good news: see you again on Friday, singing again."""
    return any(passage.words[k] in known.MEET for k in passage.near(first, 3, 2) if not first <= k <= last)


@context("policy")
def policy(passage: Passage, first: int, last: int) -> bool:
    """An instruction or a house rule for everyone: always lock the door."""
    if passage.words[passage.first[first]] in ("please", "remember", "ensure"):
        return True
    near = [passage.words[k] for k in passage.near(first, 8, 8)]
    return any(w in ("policy", "procedure", "must", "guidance", "checklist") for w in near) or (
        grammar.subject(passage, first) == OTHER)


@context("counted")
def counted(passage: Passage, first: int, last: int) -> bool:
    """Dates, days or a number of times stand in the same sentence."""
    near = [passage.words[k] for k in passage.near(first, 12, 14)]
    return sum(w in known.OCCASIONS or w[0].isdigit() or w in CLASSES["number"] for w in near) >= 2


@context("explained")
def explained(passage: Passage, first: int, last: int) -> bool:
    """The person's reason follows in the same sentence."""
    end = min(passage.last[last], last + 14)
    return any(passage.words[k] in known.REASON or (k < end and passage.words[k] in known.REASON_IF_CLAUSE
               and passage.words[k + 1] in _OPENS_A_REASON)
               for k in range(last + 1, end + 1))


_OPENS_A_REASON = CLASSES["he"] | CLASSES["it"] | CLASSES["determiner"]


@context("in-question")
def in_question(passage: Passage, first: int, last: int) -> bool:
    """The sentence is a question."""
    end = passage.ends[passage.last[last]]
    return passage.text[end:end + 2].lstrip("\"'\u201d\u2019 ")[:1] == "?"
