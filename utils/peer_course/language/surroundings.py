"""Contexts that look at the whole sentence: who is named as the speaker, which rule is named, what is struck out."""

from peer_course.language import grammar
from peer_course.language.grammar import NOBODY, OTHER, PERSON, THING, WRITER
from peer_course.language.lexicon import CLASSES
from peer_course.language.named import context
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN, word_set

_REACH = 12


@context("within-a-sentence")
def within_a_sentence(passage: Passage, first: int, last: int) -> bool:
    """Words stand before it in the clause, so it does not open a telegraphic sentence such as "Difficult today."."""
    return passage.first[first] != first and passage.gaps[first] < CLAUSE


_RULES = word_set("undertaking rule rules policy policies regulation regulations byelaw byelaws licence "
                  "condition conditions terms agreement order orders act law direction directions protocol "
                  "lease curfew bail interdict parole")
_RULES_BY_THEMSELVES = word_set("bail parole interdict licence curfew undertaking")
_UNDER = word_set("under per by against within through following says say state states means licence bail parole house "
                  "curfew fire tenancy council's ward library pool")


@context("rule-named")
def rule_named(passage: Passage, first: int, last: int) -> bool:
    """A rule that binds everyone is named: under the ward policy, a licence condition, by order of the council."""
    for k in passage.near(first, 16, 18):
        if passage.words[k] in _RULES and not first <= k <= last:
            around = passage.words[max(passage.first[k], k - 4):k] + passage.words[k + 1:k + 2]
            if passage.words[k] in _RULES_BY_THEMSELVES or not _UNDER.isdisjoint(around):
                return True
    return False


_REGRETS = word_set("apologised apology apologies sorry regret mistake unfair ashamed")


@context("owned-up")
def owned_up(passage: Passage, first: int, last: int) -> bool:
    """The writer says it of themselves and is sorry: I made her wait and apologised."""
    near = [passage.words[k] for k in passage.near(first, 10, 14) if not first <= k <= last]
    return not _REGRETS.isdisjoint(near) and grammar.subject(passage, first) == WRITER


def given_as_theirs(passage: Passage, first: int, last: int) -> bool:
    """Whose view it is stands beside it: according to Bea, by her own account, as he puts it."""
    begin, end = max(passage.first[first], first - _REACH), min(passage.last[last], last + _REACH)
    for k in [*range(begin, first), *range(last + 1, end + 1)]:
        if passage.words[k] in _OPENS_A_VIEW and _names_the_speaker(passage, k, k > last):
            return True
    return _just_said(passage, first, last) or _of_themselves(passage, first) or _a_body_says(passage, first)


_OPENS_A_VIEW = word_set("according by in to as")
_SELF = word_set("himself herself themselves themself")
_OWN = word_set("account description words view opinion reckoning telling phrase estimate book eyes")
_PUTS = word_set("puts put sees saw tells told says said describes described")


def _names_the_speaker(passage: Passage, k: int, after: bool) -> bool:
    """Whether word k begins "according to Bea", "by her own account" or "as she puts it"."""
    words, end = passage.words, passage.last[k]
    if words[k] == "according" and k + 2 <= end and words[k + 1] == "to":
        return grammar.kind_of(passage, k + 2) == PERSON or words[k + 2] in CLASSES["their"] or (
            k + 3 <= end and grammar.kind_of(passage, k + 3) == PERSON)
    if words[k] in ("by", "in", "to") and k + 2 <= end:
        if words[k + 1] not in CLASSES["their"] and not passage.names[k + 1]:
            return False
        return words[k + 2] == "own" and not _OWN.isdisjoint(words[k + 3:k + 4]) or (
            words[k] == "in" and words[k + 2] == "words") or (
            words[k + 2] == "'s" and not _OWN.isdisjoint(words[k + 3:k + 5]))
    if words[k] == "as" and k + 2 <= end and passage.gaps[k] >= COMMA:
        return (words[k + 1] in CLASSES["he"] or passage.names[k + 1]) and words[k + 2] in _PUTS and (
            after or words[k + 3:k + 4] == ["it"])
    return False


def _just_said(passage: Passage, first: int, last: int) -> bool:
    """Asked how she was, Mags said moody: the word is the whole answer."""
    return (first - 2 >= passage.first[first] and passage.words[first - 1] in ("said", "says") and last - first < 2
            and (passage.names[first - 2] or passage.words[first - 2] in CLASSES["he"])
            and "asked" in passage.words[passage.first[first]:first])


def _of_themselves(passage: Passage, first: int) -> bool:
    """Thinks of himself as odd, sees herself as a nuisance."""
    near = range(max(passage.first[first] + 1, first - 4), first)
    return any(passage.words[k] == "as" and passage.words[k - 1] in _SELF
               and passage.words[k + 1] not in CLASSES["he"] for k in near)


_BODIES = word_set("letter paper newspaper article teacher teachers school poster headline "
                    "reporter leaflet dwp jobcentre council landlord landlady agency insurer "
                    "bank airline university college hmrc")


def _a_body_says(passage: Passage, first: int) -> bool:
    """The DWP says he failed to attend: an office outside the service is named for its view."""
    said = grammar.said_before(passage, first, (OTHER, THING))
    if said is None:
        return False
    return grammar.subject_at(passage, said)[1] >= 0 and (
        passage.words[grammar.subject_at(passage, said)[1]] in _BODIES)


_TAKEN = word_set("cross crossed crossing struck strike striking score scored scoring rub rubbed take took taken "
                  "taking leave left leaving edit edited painted")
_CHANGED = word_set("delete deleted deleting replace replaced replacing swap swapped reword reworded "
                    "rephrase corrected")
_WRITES = word_set("write writing wrote say saying use using put putting call calling")
_STOPS = word_set("not n't never stop stopped avoid avoiding without than of banned retire retired dropped drop")
_BRANDED = word_set("called labelled labeled branded dubbed nicknamed")
_ME = ("me", "us", "myself", "ourselves")
_OF_STRIKING = _TAKEN | _CHANGED | _WRITES | _BRANDED


def struck_out(passage: Passage, first: int, last: int) -> bool:
    """A wording is being crossed out, corrected, or asked not to be used."""
    if _OF_STRIKING.isdisjoint(passage.words_near(first, 4, -1)):
        return _contrasted(passage, first, last)
    for k in reversed(passage.near(first, 4, -1)):
        word, after = passage.words[k], passage.words[k + 1]
        if passage.gaps[k + 1] >= CLAUSE:
            break
        if (word in _TAKEN and after in ("out", "through") and first - k <= 3) or (word in _CHANGED and first - k <= 2):
            return True
        asked = word in _WRITES and not _STOPS.isdisjoint(passage.words[max(passage.first[k], k - 2):k])
        if asked and first - k <= 2 and passage.words[first - 1] not in CLASSES["determiner"]:
            return grammar.subject(passage, k) in (NOBODY, WRITER, OTHER) or "ask" in passage.words[k - 4:k]
    return _branded(passage, first) or _contrasted(passage, first, last) or _taken_out(passage, first, last)


def _taken_out(passage: Passage, first: int, last: int) -> bool:
    """Please take challenging out of the advert."""
    before = passage.words[max(passage.first[first], first - 2):first]
    after = passage.words[last + 1:min(passage.last[last], last + 2) + 1]
    return not _TAKEN.isdisjoint(before) and after in (["out", "of"], ["off", "the"])


def _branded(passage: Passage, first: int) -> bool:
    """She was called manipulative in 2014, a doctor once called me a lost cause: what others called somebody."""
    return any(passage.words[k] in _BRANDED and (grammar.is_passive(passage, k) or passage.words[k + 1] in _ME)
               for k in passage.near(first, 3, -1))


_RATHER = word_set("prefer prefers preferred instead rather")


def _contrasted(passage: Passage, first: int, last: int) -> bool:
    """Autistic, not "with autism": one wording against another."""
    marked = passage.inside[first] >= 0 and passage.inside[last] == passage.inside[first]
    before = passage.words[first - 1] if first > passage.first[first] else ""
    if not marked or first - 1 <= passage.first[first]:
        return False
    if before == "not":
        return passage.gaps[first - 1] > PLAIN
    return before in ("to", "of", "than") and passage.words[first - 2] in _RATHER
