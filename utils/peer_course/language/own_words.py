"""Contexts about whose words they are: quoted, reported, chosen for oneself, or talk about a word.

What the words mean is decided in the rule files.
"""


from peer_course.language import grammar
from peer_course.language.grammar import NOBODY, PERSON, WRITER
from peer_course.language.lexicon import CLASSES
from peer_course.language.named import context
from peer_course.language.passage import Passage
from peer_course.language.scare_quotes import is_scare_quote
from peer_course.language.surroundings import given_as_theirs, struck_out
from peer_course.language.tokens import CLAUSE, COMMA, word_set

_OWN_NAME = word_set("calls called describes described introduces introduced identifies identify refers referred "
                     "sees considers considered "
                  "names prefers proud reclaims reclaimed reclaim jokes joked nickname chooses")
_SELF = word_set("herself himself themselves themself myself ourselves themselve")
_OWN = _SELF | word_set("proud own proudly prefers")
_SURELY_OWN = word_set("identifies reclaims reclaimed proudly")
_SAYS_OF_SELF = _OWN_NAME | _SURELY_OWN
_ABOUT = word_set("word words term terms label labels labelled labeled phrase phrases language stigma stigmatising "
               "stigmatizing wording jargon stereotype stereotypes slur expression insult insults "
               "vocabulary definition heading subtitle called wrote written records recorded headed titled")
_STRICTLY_ABOUT = _ABOUT - word_set("called recorded wrote written records labelled labeled")


@context("quoted")
def quoted(passage: Passage, first: int, last: int) -> bool:
    """Inside quotation marks, as a whole sentence or the person's chosen words; not one doubted word."""
    number = passage.inside[first]
    if number < 0 or passage.inside[last] != number:
        return False
    return not is_scare_quote(passage, number)


_MAY_NOT_REPORT = word_set("ask asks asked call calls called calling answered replied")
_FEELS = word_set("feels felt describes described describe fears feared")
_OPENS_CLAUSE = CLASSES["he"] | CLASSES["it"] | CLASSES["staff"] | word_set(
    "there i we everyone nobody people to his her their")


@context("reported")
def reported(passage: Passage, first: int, last: int) -> bool:
    """The person's own view, given as theirs: she says she is lazy."""
    if _was_told_so(passage, first) or _others_call(passage, first) or given_as_theirs(passage, first, last):
        return True
    said = grammar.said_before(passage, first, (PERSON,))
    if said is None:
        return _said_after(passage, last) or _opens_with_said(passage, first)
    after = passage.words[said + 1:first]
    if passage.words[said] in ("call", "calls", "called") and after and (
            after[0] in CLASSES["them"] or passage.names[said + 1]) and (
            len(after) <= 2 or (len(after) <= 6 and {"and", "or"} & set(after))):
        return True
    if passage.words[said] in _MAY_NOT_REPORT and not {"if", "whether", "himself", "herself"} & set(after):
        return False
    if passage.words[said] in ("knows", "knew") and not (after and after[0] in CLASSES["he"] | {"that", "how"}):
        return False
    told_of = any(w in CLASSES["determiner"] for w in after) and any(
        w in CLASSES["be"] or w in CLASSES["have"] or w in CLASSES["aux"] for w in after)
    return told_of or passage.words[said] in _FEELS or any(
        w in _OPENS_CLAUSE or passage.names[said + 1 + n] for n, w in enumerate(after))


def _others_call(passage: Passage, first: int) -> bool:
    """The neighbours call him weird: their word, not the writer's."""
    return (first - passage.first[first] >= 2 and passage.words[first - 2] == "call"
            and passage.words[first - 1] in CLASSES["them"] and grammar.subject(passage, first - 2) == PERSON)


def _said_after(passage: Passage, last: int) -> bool:
    """The speaker is named at the end: Lena is bipolar, she says, and would like tea."""
    for k in range(last + 1, min(passage.last[last] - 1, last + 14) + 1):
        if passage.gaps[k] != COMMA or not (passage.words[k] in CLASSES["he"] or passage.names[k]):
            continue
        after = k + 2
        if passage.words[k + 1] in _ADDS and (after >= len(passage) or passage.gaps[after] >= COMMA
                                              or passage.words[after] in ("us", "me", "and", "but", "with")):
            return True
    return False


def _opens_with_said(passage: Passage, first: int) -> bool:
    """Said he only came for the heating: a note that opens with the verb leaves out who said it."""
    start = passage.first[first]
    if not 2 <= first - start <= 12 or passage.words[start] not in ("said", "says", "explained", "told"):
        return False
    opens = start + 1 + (passage.words[start + 1] in ("me", "us", "that"))
    return passage.words[opens] in CLASSES["he"] and not any(
        passage.gaps[k] > COMMA or passage.words[k] in ("but", "yet", "though", "although", "while", "then")
        for k in range(start + 1, first + 1))


_ADDS = word_set("jokes joked laughs says said tells told thinks feels felt explains "
                 "explained reports reported adds added wrote writes")


_LABELS = word_set("told called labelled labeled branded described")


def _was_told_so(passage: Passage, first: int) -> bool:
    """What somebody was called by others: she was told by a nurse that she was rude."""
    for k in range(first - 1, max(passage.first[first], first - grammar.REACH) - 1, -1):
        if passage.gaps[k + 1] >= CLAUSE:
            return False
        if passage.words[k] in _LABELS and grammar.is_passive(passage, k):
            between = passage.words[k + 1:first]
            return "by" in between and "that" in between and passage.words[first - 1] in CLASSES["be"] | CLASSES["very"]
    return False


@context("first-person")
def first_person(passage: Passage, first: int, last: int) -> bool:
    """The writer about the writer: I refused, I found it hard; obviously I was nervous."""
    before, place = grammar.subject_at(passage, first)
    if _mine(passage, first, last) or _me_after(passage, last):
        return True
    if before == WRITER and (_of_someone_else(passage, place, first) or (
            passage.words[first - 1] == "'s" or passage.words[first - 1] in CLASSES["their"])):
        return False
    return before == WRITER or passage.words[first] in CLASSES["i"] or (
        before == NOBODY and grammar.subject_after(passage, first, last) == WRITER)


def _me_after(passage: Passage, last: int) -> bool:
    """Delusional, me: I thought we would win. Hard going today, for me and for the group."""
    after = passage.words[last + 1:min(passage.last[last], last + 4) + 1]
    if ["for", "me"] in (after[:2], after[1:3]):
        return True
    return last < passage.last[last] and passage.words[last + 1] == "me" and passage.gaps[last + 1] == COMMA and (
        last + 1 == passage.last[last])


_MEETS = word_set("have has had got get see saw met meet find found visited consider considered think")


def _of_someone_else(passage: Passage, place: int, first: int) -> bool:
    """We have another self-harmer; I found him rude: the word is said of the one we met, not of us."""
    between = passage.words[place + 1:first]
    if len(between) < 2 or not any(w in _MEETS for w in between[:3]):
        return False
    a_person = between[-1] in ("a", "an", "another", "the", "one", "two", "three") and passage.words[place] == "we"
    return a_person or any(w in ("him", "her", "them") for w in between[1:4])


def _mine(passage: Passage, first: int, last: int) -> bool:
    """My attitude, my own stubbornness; but not my difficult client."""
    before = passage.words[max(passage.first[first], first - 2):first]
    after = passage.words[last + 1] if last < passage.last[last] else ""
    return (before[-1:] == ["my"] or before == ["my", "own"]) and (
        passage.words[last] not in CLASSES["client"] and after not in CLASSES["client"])


@context("of-the-writer")
def of_the_writer(passage: Passage, first: int, last: int) -> bool:
    """The writer is what the word says: I am bipolar, we alcoholics; not "we have a bipolar upstairs"."""
    near = [passage.words[k] for k in passage.near(first, 4, 4)]
    plural = passage.words[last].endswith("s") or "one" in near
    if "myself" in near or "ourselves" in near or (_mine(passage, first, last) and not plural):
        return True
    if _as_someone_who(passage, first, last):
        return True
    kind, place = grammar.subject_at(passage, first)
    if kind != WRITER or passage.words[place] not in ("i", "we"):
        return False
    between = passage.words[place + 1:first]
    rest = [w for w in between if w not in _LINKS and not w.endswith("ly")]
    return not rest and ({"have", "had", "got"}.isdisjoint(between) or "been" in between)


def _as_someone_who(passage: Passage, first: int, last: int) -> bool:
    """As someone who was bulimic, I found the plan rigid."""
    begin = passage.first[first]
    return passage.words[begin] == "as" and passage.words[begin + 1] in ("a", "an", "someone", "somebody") and any(
        passage.gaps[k] == COMMA and passage.words[k] in ("i", "my") for k in range(last + 1, passage.last[last] + 1))


_LINKS = CLASSES["be"] | CLASSES["aux"] | CLASSES["not"] | CLASSES["very"] | CLASSES["determiner"] | word_set(
    "have had 've feel identify consider call myself as to who")


@context("self-chosen")
def self_chosen(passage: Passage, first: int, last: int) -> bool:
    """A word that someone uses for themselves on purpose."""
    near = passage.words_near(first, 6, 6)
    if "called" in near and any(passage.words[k] == "called" and passage.words[k - 1] == "be"
                                for k in passage.near(first, 6, -1) if k):
        return True
    if _SAYS_OF_SELF.isdisjoint(near):
        return False
    beside = {passage.words[k] for k in passage.near(first, 6, 6) if not first <= k <= last}
    return not _SURELY_OWN.isdisjoint(beside) or not (_OWN_NAME.isdisjoint(beside) or _OWN.isdisjoint(beside))


@context("about-the-word")
def about_the_word(passage: Passage, first: int, last: int) -> bool:
    """Talk about a word, a label or stigma rather than about a person."""
    if passage.words[last + 1:last + 2] in (["meant"], ["means"]) and "what" in passage.words[max(0, first - 3):first]:
        return True
    if not _STRICTLY_ABOUT.isdisjoint(passage.words_near(first, 7, 7)) and any(
            passage.words[k] in _STRICTLY_ABOUT and not first <= k <= last and _names_a_word(passage, k) and not (
            k == last + 1 and passage.words[k] == "language") for k in passage.near(first, 7, 7)):
        return True
    if _as_written(passage, first) or struck_out(passage, first, last):
        return True
    marked = passage.inside[first] >= 0 and passage.inside[last] == passage.inside[first]
    return marked and any(
        passage.inside[k] < 0 and passage.words[k] in _OF_WORDING and _names_a_word(passage, k)
        for k in passage.near(first, 16, 12))


_WROTE = word_set("wrote writes")


def _as_written(passage: Passage, first: int) -> bool:
    """The writer about a note of their own: I wrote that he refused lunch."""
    if _WROTE.isdisjoint(passage.words_near(first, grammar.REACH, 0)):
        return False
    said = grammar.said_before(passage, first, (WRITER,))
    return said is not None and passage.words[said] in _WROTE


_WRITING = word_set("write writes writing wrote note notes template heading column poster leaflet trainer "
                    "students slide slides exercise instead replace replaced crossed struck deleted remove "
                    "removed meaning reads dictionary handout page paragraph why topic agenda training supervision "
                    "noticed workshop read circled flip flipchart counted headlines "
                    "glossary item wording differs synonym means lecture seminar essay subtitle book sticker "
                     "whiteboard correction quiz poem blog turns scored")
_OF_WORDING = _ABOUT | _WRITING
_NOT_A_NAMED_WORD = word_set("one few two three short long medium good bad best last final foul abusive offensive "
                             "threatening sexual first body sign second in other no same these those some kind "
                             "uncertain certain simple plain good better speaking equal easy")


def _names_a_word(passage: Passage, k: int) -> bool:
    """Not a one-word answer, the long term, foul language, or words that were had with someone."""
    before = passage.words[k - 1] if k > passage.first[k] else ""
    after = passage.words[k + 1] if k < passage.last[k] else ""
    if passage.words[k] == "term" and before in ("this", "last", "next", "each", "every", "autumn", "spring", "summer"):
        return False
    if passage.words[k] == "word" and after == "of":
        return False
    if passage.words[k] in ("note", "notes") and before in ("a", "sick", "fit", "doctor's"):
        return False
    if passage.words[k] in ("word", "words", "term", "terms", "language", "insult", "insults", "phrase", "label"):
        return before not in _NOT_A_NAMED_WORD and before not in CLASSES["number"] and not (
            after in ("barrier", "difficulties", "with", "no") or (passage.words[k] in ("language", "insults", "insult")
                                                              and before in CLASSES["their"]))
    return True
