"""Contexts that also look at the sentence before and the two after: a matter of law, and a label that is put right."""

from peer_course.language.context_words import MATTERS_OF_LAW
from peer_course.language.lexicon import CLASSES
from peer_course.language.named import context
from peer_course.language.passage import Passage
from peer_course.language.tokens import word_set

_REACH = 30  # words on either side, so that a text without full stops takes no longer


@context("legal-matter")
def legal_matter(passage: Passage, first: int, last: int) -> bool:
    """A court, the police, a tenancy, insurance, a benefit or a bill is the matter, here or in a sentence beside."""
    begin, end = passage.first[first], passage.last[last]
    if begin:
        begin = passage.first[begin - 1]
    if end + 1 < len(passage):
        end = passage.last[end + 1]
    around = range(max(begin, first - _REACH), min(end, last + _REACH) + 1)
    return any(passage.words[k] in MATTERS_OF_LAW and not is_sense_of_hearing(passage, k)
               for k in around if not first <= k <= last)


_HEARD = word_set("voices voice things noises sounds music people someone somebody it that this them him his her "
                  "aid aids test tests loss dog impaired impairment from about nothing well better")


def is_sense_of_hearing(passage: Passage, k: int) -> bool:
    """Hearing voices, a hearing aid and hard of hearing are nothing that a court holds."""
    if passage.words[k] != "hearing":
        return False
    before = passage.words[k - 1] if k > passage.first[k] else ""
    after = passage.words[k + 1] if k < passage.last[k] else ""
    return before in CLASSES["be"] or passage.words[max(0, k - 2):k] == ["hard", "of"] or after in _HEARD


_SOURCES = word_set("note notes file referral letter handover record records card log email summary report history "
                    "says said say reads read described called heard told warned reputation known flagged labelled "
                    "labeled down earlier previous old true rumour word gossip supposed expect expected last")
_REFUTES = word_set("untrue wrong unfair nonsense")
_WITH_NOT = CLASSES["be"] | CLASSES["aux"] | CLASSES["have"] | word_set("did does do found seen saw can true")
_EARLY = 9


def put_right(passage: Passage, first: int, last: int) -> bool:
    """A label that others gave is put right: the referral says that he is hostile. I saw none of it."""
    before = range(max(passage.first[first], first - 14), first)
    if not any(passage.words[k] in _SOURCES for k in before):
        return False
    end = passage.last[last]
    for _ in range(2):
        begin = end + 1
        if begin >= len(passage):
            return False
        end = passage.last[begin]
        if any(_refutes(passage, k) for k in range(begin, min(end, begin + _EARLY - 1) + 1)):
            return True
    return False


def _refutes(passage: Passage, k: int) -> bool:
    """Not so, he is not, I found none, there was no sign."""
    word, before = passage.words[k], passage.words[k - 1] if k > passage.first[k] else ""
    after = passage.words[k + 1] if k < passage.last[k] else ""
    if word == "no":
        return before in ("found", "saw", "seen")
    return word in _REFUTES or (word in CLASSES["not"] | {"nothing", "none", "neither", "nor", "nobody", "false"} and (
        not before or before in _WITH_NOT or after in _WITH_NOT))
