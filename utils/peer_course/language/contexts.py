"""Named contexts: the settings in which a loaded word is fine or weighs less.

Each is written once, as a question about words first to last of a passage, and rule files use it by name.
"""

from bisect import bisect_left
from collections.abc import Callable

from peer_course.language import grammar
from peer_course.language.grammar import OTHER, PERSON, THING, WRITER
from peer_course.language.lexicon import CLASSES
from peer_course.language.passage import Passage

Context = Callable[[Passage, int, int], bool]
CONTEXTS: dict[str, Context] = {}


def context(name: str):
    """Register a context under the name that rule files use."""
    def keep(function: Context) -> Context:
        CONTEXTS[name] = function
        return function
    return keep


def words(listed: str) -> frozenset[str]:
    """A small set of words."""
    return frozenset(listed.split())


_OWN_NAME = words("calls called describes described identifies identify refers referred sees considers considered "
                  "names prefers proud reclaims reclaimed reclaim jokes joked nickname chooses")
_SELF = words("herself himself themselves themself myself ourselves themselve")
_ABOUT = words("word words term terms label labels labelled labeled phrase phrases language stigma stigmatising "
               "stigmatizing wording jargon stereotype stereotypes slur expression insult insults "
               "vocabulary definition called wrote written records recorded headed titled")
_STRICTLY_ABOUT = _ABOUT - words("called recorded wrote written records labelled labeled")
_LAW = words("court courts tribunal police solicitor lawyer legal legally statutory act law laws charge charged "
             "convicted conviction sheriff procurator judge trial prosecution prosecutor sentence advance "
             "directive rights criminal injuries compensation insurance policy injury damages sued lawsuit "
             "safeguarding investigation investigated allegation hearing")
_TITLES = words("team teams service services clinic unit group groups anonymous act society association "
                "foundation project scale inventory policy course training study studies trial research "
                "network uk scotland forum centre center charity department programme workshop helpline "
                "questionnaire index leaflet guideline guidelines conference strategy order bill award hearing "
                "diagnosis support prevention awareness")
_BODY = words("heart kidney kidneys renal liver lung lungs cardiac respiratory bowel joint bone fracture fractured "
              "wound wounds rash skin chest pain breathing breath blood pressure pulse infection antibiotic "
              "antibiotics tumour cancer arm leg wrist ankle hip knee back tooth eye eyes sight vision hearing "
              "oxygen lactose gluten insulin cough asthma copd arthritis migraine kidney stroke x-ray scan "
              "hepatitis urine temperature bp saturation pneumonia bronchitis vital signs ecg organ")
_PLAY = words("film films play plays theatre drama stage actor choir match football game film novel "
              "song songs album book rugby army boxing goal film programme rehearsal crossword puzzle opera")
_BENEFIT = words("benefit benefits insurance pip dwp expenses refund allowance credit compensation housing "
                 "disability payment payments form forms tax warranty expense travel appeal mileage carer's")
_PLACE = words("hospital ward a&e accident intensive icu unit infirmary hospice care clinic hdu bed psychiatric "
               "overnight emergency royal general ward's medical stroke surgical")
_MEET = words("see meet met seeing meeting talk talking speak speaking visit visiting ring call phone try trying "
              "start starting begin read reading go come coming sing singing once look check asked ask review "
              "thanks thank enjoy enjoyed enjoying home smile smiling laugh laughing able cook cooking walk "
              "walking work working swim swimming paint painting never play playing volunteer hope write "
              "writing well join dance feel happy together happen repeat say said open")
_POLICY = words("please staff must policy should always procedure remember ensure checklist guidance everyone "
                "lock sign wash doors keys visitors fire")
_OCCASIONS = words("monday tuesday wednesday thursday friday saturday sunday times occasions twice thrice days "
                   "january february march april may june july august september october november december "
                   "weeks nights mornings evenings visits calls pm am")
_REASON = words("because explained explaining saying reason reasons")
_REASON_IF_CLAUSE = words("as since so")


@context("quoted")
def quoted(passage: Passage, first: int, last: int) -> bool:
    """Inside quotation marks, as a whole sentence or the person's chosen words; not one doubted word."""
    number = passage.inside[first]
    if number < 0 or passage.inside[last] != number:
        return False
    return not is_scare_quote(passage, number)


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


_INTRODUCES = words("said says told asked call calls called word words term phrase like as described describes "
                    "describing wrote texted shouted replied answered titled named feeling felt saying label "
                    "labelled sign hashtag song whispered title headed spelled metaphor his her their own")
_DOUBTS_FIRST = words("says said claims claimed reports reported states stated is was has had feels felt with "
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


_MAY_NOT_REPORT = words("ask asks asked call calls called calling answered replied")
_FEELS = words("feels felt describes described describe fears feared")
_OPENS_CLAUSE = CLASSES["he"] | CLASSES["it"] | CLASSES["staff"] | words("there i we everyone nobody people to his her their")


@context("reported")
def reported(passage: Passage, first: int, last: int) -> bool:
    """The person's own view, given as theirs: she says she is lazy."""
    said = grammar.said_before(passage, first, (PERSON,))
    if said is None:
        return False
    after = passage.words[said + 1:first]
    if passage.words[said] in _MAY_NOT_REPORT and not {"if", "whether", "himself", "herself"} & set(after):
        return False
    return passage.words[said] in _FEELS or any(
        w in _OPENS_CLAUSE or passage.names[said + 1 + n] for n, w in enumerate(after))


@context("first-person")
def first_person(passage: Passage, first: int, last: int) -> bool:
    """The writer about the writer: I refused, I found it hard."""
    return grammar.subject(passage, first) == WRITER or passage.words[first] in CLASSES["i"]


@context("self-chosen")
def self_chosen(passage: Passage, first: int, last: int) -> bool:
    """A word that someone uses for themselves on purpose."""
    near = [passage.words[k] for k in passage.near(first, 6, 6)]
    own = any(w in _OWN_NAME for w in near) and any(w in _SELF or w in ("proud", "own", "proudly", "prefers")
                                                   for w in near)
    return own or any(w in ("identifies", "reclaims", "reclaimed", "proudly", "self-described") for w in near)


@context("about-the-word")
def about_the_word(passage: Passage, first: int, last: int) -> bool:
    """Talk about a word, a label or stigma rather than about a person."""
    near = [passage.words[k] for k in passage.near(first, 7, 7) if not first <= k <= last]
    if any(w in _STRICTLY_ABOUT for w in near):
        return True
    marked = passage.inside[first] >= 0 and passage.inside[last] == passage.inside[first]
    return marked and any(w in _ABOUT for w in near)


@context("negated")
def negated(passage: Passage, first: int, last: int) -> bool:
    """Denied: did not refuse, is not aggressive, without violence."""
    return grammar.denied(passage, first)


@context("legal")
def legal(passage: Passage, first: int, last: int) -> bool:
    """A court, the police, the law, safeguarding or insurance is what the sentence is about."""
    return any(passage.words[k] in _LAW for k in passage.near(first, 10, 10) if not first <= k <= last)


@context("title")
def title(passage: Passage, first: int, last: int) -> bool:
    """Part of the name of a service, a law, a group, a scale or a leaflet."""
    capital = passage.text[passage.starts[first]].isupper() and passage.first[first] != first
    after = [passage.words[k] for k in range(last + 1, min(passage.last[last], last + 3) + 1)]
    if any(w in _TITLES - words("support prevention awareness") for w in after[:2]):
        return capital or after[0] in _TITLES
    return capital and any(w in _TITLES for w in after)


@context("diagnosis-field")
def diagnosis_field(passage: Passage, first: int, last: int) -> bool:
    """A diagnosis given as such: diagnosis of, diagnosed with, Diagnosis: …"""
    near = [passage.words[k] for k in passage.near(first, 5, 1)]
    return any(w in ("diagnosis", "diagnosed", "dx", "diagnoses") for w in near)


@context("body")
def body(passage: Passage, first: int, last: int) -> bool:
    """A part of the body, a measurement or a bodily illness is meant."""
    return any(passage.words[k] in _BODY for k in passage.near(first, 4, 4) if not first <= k <= last)


@context("about-a-thing")
def about_a_thing(passage: Passage, first: int, last: int) -> bool:
    """The word describes a thing, a time or a task: a difficult week, a demanding job."""
    return grammar.belongs_to(passage, first, last) == THING


@context("another-subject")
def another_subject(passage: Passage, first: int, last: int) -> bool:
    """Somebody or something else does it: the landlord, the council, the kettle."""
    return grammar.subject(passage, first) in (OTHER, THING)


@context("thing-subject")
def thing_subject(passage: Passage, first: int, last: int) -> bool:
    """A thing, not a person, is what it happens to: the meeting had to be moved."""
    return grammar.subject(passage, first) == THING


@context("about-us")
def about_us(passage: Passage, first: int, last: int) -> bool:
    """The writer's own team or service does it: we failed to ring back."""
    return grammar.subject(passage, first) in (OTHER, WRITER)


@context("performance")
def performance(passage: Passage, first: int, last: int) -> bool:
    """Theatre, films, sport or music."""
    return any(passage.words[k] in _PLAY for k in passage.near(first, 6, 6) if not first <= k <= last)


@context("benefit-claim")
def benefit_claim(passage: Passage, first: int, last: int) -> bool:
    """A claim for money or cover."""
    return any(passage.words[k] in _BENEFIT for k in passage.near(first, 3, 6) if not first <= k <= last)


@context("to-hospital")
def to_hospital(passage: Passage, first: int, last: int) -> bool:
    """Admitted to a hospital or ward."""
    return any(passage.words[k] in _PLACE for k in passage.near(first, 1, 7) if k > last)


@context("plain-plan")
def plain_plan(passage: Passage, first: int, last: int) -> bool:
    """Again in a plan or as good news: see you again on Friday, singing again."""
    return any(passage.words[k] in _MEET for k in passage.near(first, 3, 2) if not first <= k <= last)


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
    return sum(w in _OCCASIONS or w[0].isdigit() or w in CLASSES["number"] for w in near) >= 2


@context("explained")
def explained(passage: Passage, first: int, last: int) -> bool:
    """The person's reason follows in the same sentence."""
    end = min(passage.last[last], last + 14)
    return any(passage.words[k] in _REASON or (k < end and passage.words[k] in _REASON_IF_CLAUSE
               and passage.words[k + 1] in CLASSES["he"] | CLASSES["it"] | CLASSES["determiner"])
               for k in range(last + 1, end + 1))


@context("in-question")
def in_question(passage: Passage, first: int, last: int) -> bool:
    """The sentence is a question."""
    end = passage.ends[passage.last[last]]
    return passage.text[end:end + 2].lstrip("\"'\u201d\u2019 ")[:1] == "?"


def passage_words_of(passage: Passage, number: int) -> tuple[int, int]:
    """The first and the last word of a quotation."""
    start, end = passage.quoted[number]
    return bisect_left(passage.starts, start), bisect_left(passage.starts, end) - 1
