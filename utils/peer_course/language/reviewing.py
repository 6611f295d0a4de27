"""Reads a text and lists the places worth a second look. Pure: no files, no network, nothing kept.

What to look for is in content/language; when to leave it alone is in contexts; this file only joins them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from peer_course.language import rules
from peer_course.language.contexts import CONTEXTS
from peer_course.language.likeness import Likeness
from peer_course.language.marks import EXCUSED, marks
from peer_course.language.matching import Hit
from peer_course.language.passage import Passage
from peer_course.model.language import LEVELS, Finding, Rule

_WEIGHT = {level: number for number, level in enumerate(LEVELS)}
_NEAR = 25


def review(text: str) -> list[Finding]:
    """List what may be loaded in a text, in reading order.

    Every finding holds text[start:end] == words, in the text as given. Findings never overlap: the more
    serious one stays, then the longer one. Raises rules.RuleError when the course's rule files are amiss.
    """
    return review_passage(Passage(text), rules.rulebook())


def review_passage(passage: Passage, book: rules.Rulebook) -> list[Finding]:
    """The same for a text that was read already, with any rulebook."""
    hits = _sorted_by_role(book, passage)
    found, excused = _judged(passage, book, hits, hits["look_for"])
    like = Likeness(passage, _marks(passage, found, excused))
    shown = _without_overlaps(list(found), passage, like)
    alike, _ = _judged(passage, book, hits, _alike(like, book, shown))
    found = _weighed(found + alike, like)
    return [_finding(passage, level, hit, _explained_by(hit, rule, book, hits["part"]))
            for level, hit, rule in _without_overlaps(found, passage, like)]


def ruled(passage: Passage, book: rules.Rulebook) -> list[tuple[str, Hit, Rule]]:
    """What the rules alone find, each with its level, before anything is weighed or left out because of overlaps."""
    hits = _sorted_by_role(book, passage)
    return _judged(passage, book, hits, hits["look_for"])[0]


def seen(passage: Passage, book: rules.Rulebook) -> list[tuple[int, ...]]:
    """The marks of each word by which likeness goes, what the rules make of it among them."""
    hits = _sorted_by_role(book, passage)
    return _marks(passage, *_judged(passage, book, hits, hits["look_for"]))


def _judged(passage: Passage, book: rules.Rulebook, hits: dict, some: Iterable[Hit]) -> tuple[list, list[Hit]]:
    """Of some hits those that stay, each with its level and rule, and those that a context or an exception excuses."""
    found, excused = [], []
    for hit in some:
        rule = book.rules[hit.owner[0]]
        if _excused(hit, rule, hits) or in_context(passage, hit, rule.leave_alone):
            excused.append(hit)
        else:
            found.append((_level(passage, hit, rule), hit, rule))
    return found, excused


def _marks(passage: Passage, found: list, excused: list[Hit]) -> list[tuple[int, ...]]:
    said = [(level, hit.shown_first, hit.shown_last) for level, hit, _ in found]
    return marks(passage, said + [(EXCUSED, hit.shown_first, hit.shown_last) for hit in excused])


def _alike(like: Likeness, book: rules.Rulebook, shown: list) -> Iterator[Hit]:
    """What no rule names: stretches that are like marked words, each with the rule that explains its topic."""
    named = {i for level, hit, _ in shown if level != "notice" for i in range(hit.shown_first, hit.shown_last + 1)}
    for first, last in like.stretches():
        if like.most_like(first, last) not in named:
            rule = book.by_likeness.get(like.topic(first, last) or rules.ANY_TOPIC)
            if rule:
                yield Hit((rule.id, "look_for"), first, last, first, last)


def first_five(findings: list[Finding], most: int = 5) -> list[Finding]:
    """The most serious findings, at most five, for a first look; the rest are shown on request."""
    return sorted(findings, key=lambda f: (-_WEIGHT[f.level], f.start))[:most]


def _sorted_by_role(book: rules.Rulebook, passage: Passage) -> dict:
    """Hits by role; for the roles that only excuse or allow, by rule."""
    found: dict = {"look_for": [], "fine_in": {}, "unless_near": {}, "only_near": {}, "part": {}}
    for hit in book.matcher.find(passage):
        rule_id, role = hit.owner
        if role == "look_for":
            found[role].append(hit)
        elif role == "part":
            found[role].setdefault(book.parts[rule_id], []).append(hit)
        else:
            found[role].setdefault(_whose(role, book.rules[rule_id]), []).append(hit)
    for rule in book.shapes:
        for first, last in rules.SHAPES[rule.shape](passage):
            found["look_for"].append(Hit((rule.id, "look_for"), first, last, first, last))
    for role in ("fine_in", "unless_near", "only_near", "part"):
        for listed in found[role].values():
            listed.sort(key=lambda h: h.first)
    found["sentence"] = passage.first
    return found


def _whose(role: str, rule: Rule) -> str:
    """For which rules a line counts: where words are fine, all of likeness alike, since its topics are guesses."""
    return rules.LIKENESS if role == "fine_in" and rule.shape == rules.LIKENESS else rule.id


def _excused(hit: Hit, rule: Rule, hits: dict) -> bool:
    if any(h.first <= hit.shown_last and h.last >= hit.shown_first
           for h in _close(hit, hits["fine_in"].get(_whose("fine_in", rule), ()), hits["sentence"])):
        return True
    if rule.unless_near and _close(hit, hits["unless_near"].get(rule.id, ()), hits["sentence"]):
        return True
    return bool(rule.only_near) and not _close(hit, hits["only_near"].get(rule.id, ()), hits["sentence"])


def _close(hit: Hit, listed, sentence) -> list[Hit]:
    """Those hits that stand in the same sentence, at most a fixed number of words away."""
    if not listed:
        return []
    low = bisect_left(listed, hit.first - _NEAR, key=lambda h: h.first)
    high = bisect_right(listed, hit.last + _NEAR, key=lambda h: h.first)
    return [h for h in listed[low:high] if sentence[h.first] == sentence[hit.first]]


def in_context(passage: Passage, hit: Hit, names) -> bool:
    """Whether a hit stands in one of the contexts with these names."""
    return any(CONTEXTS[name](passage, hit.shown_first, hit.shown_last) for name in names)


def _level(passage: Passage, hit: Hit, rule: Rule) -> str:
    return "notice" if rule.notice_when and in_context(passage, hit, rule.notice_when) else rule.level


def _weighed(found: list, like: Likeness) -> list:
    """Only notice what is not enough like marked words, unless something near leaves no doubt that the note judges."""
    first, agreed = like.passage.first, _agreed(found, like.passage)
    doubted = [first[hit.shown_first] not in agreed and like.is_doubtful(hit.shown_first, hit.shown_last, level)
               for level, hit, _ in found]
    sure = sorted(hit.shown_first for (level, hit, _), doubt in zip(found, doubted, strict=True)
                  if level != "notice" and not doubt)
    return [("notice" if doubt and not _any_near(sure, hit.shown_first) else level, hit, rule)
            for (level, hit, rule), doubt in zip(found, doubted, strict=True)]


def _agreed(found: list, passage: Passage) -> set[int]:
    """The sentences, by their first word, in which two serious findings stand apart: they bear each other out."""
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    for level, hit, _ in found:
        if level != "notice":
            sentence = passage.first[hit.shown_first]
            ends[sentence] = min(ends.get(sentence, hit.shown_last), hit.shown_last)
            starts[sentence] = max(starts.get(sentence, hit.shown_first), hit.shown_first)
    return {sentence for sentence, end in ends.items() if end < starts[sentence]}


def _any_near(places: list[int], place: int) -> bool:
    at = bisect_left(places, place - _NEAR)
    return at < len(places) and places[at] <= place + _NEAR


def _whole_words(passage: Passage, hit: Hit) -> Hit:
    """The same place from word to word as the person wrote them: of "wouldn't", never "n't" alone."""
    first, last = hit.shown_first, hit.shown_last
    if first and passage.starts[first] == passage.ends[first - 1]:
        first -= 1
    if last + 1 < len(passage) and passage.starts[last + 1] == passage.ends[last]:
        last += 1
    return Hit(hit.owner, hit.first, hit.last, first, last)


def _explained_by(hit: Hit, rule: Rule, book: rules.Rulebook, parts: dict) -> Rule:
    """The part of the rule that explains these very words apart, or the rule itself."""
    listed = parts.get(rule.id, ())
    low = bisect_left(listed, hit.shown_first, key=lambda h: h.first)
    high = bisect_right(listed, hit.shown_last, key=lambda h: h.first)
    inside = (part for part in listed[low:high] if part.last <= hit.shown_last)
    longest = max(inside, key=lambda h: h.last - h.first, default=None)
    return book.rules[longest.owner[0]] if longest else rule


def _without_overlaps(found: list, passage: Passage, like: Likeness) -> list:
    """Of findings that share a word keep the most serious, then a rule's own, then the longest; in reading order."""
    taken, kept = bytearray(len(passage)), []
    found.sort(key=lambda f: (-_WEIGHT[f[0]], f[2].shape == rules.LIKENESS, f[1].shown_first - f[1].shown_last,
                              f[1].shown_first, f[2].id))
    for level, found_hit, rule in found:
        hit = _whole_words(passage, found_hit)
        if rule.shape == rules.LIKENESS:
            hit = _around_best(hit, taken, like)
        span = slice(hit.shown_first, hit.shown_last + 1)
        if not any(taken[span]):
            taken[span] = b"\1" * (hit.shown_last + 1 - hit.shown_first)
            kept.append((level, hit, rule))
    return sorted(kept, key=lambda f: f[1].shown_first)


def _around_best(hit: Hit, taken: bytearray, like: Likeness) -> Hit:
    """The part of a stretch around the word most like marked ones, as far as no rule has taken its words."""
    first = last = like.most_like(hit.shown_first, hit.shown_last)
    while first > hit.shown_first and not taken[first - 1]:
        first -= 1
    while last < hit.shown_last and not taken[last + 1]:
        last += 1
    return Hit(hit.owner, first, last, first, last)


def _finding(passage: Passage, level: str, hit: Hit, rule: Rule) -> Finding:
    start, end = passage.starts[hit.shown_first], passage.ends[hit.shown_last]
    return Finding(start=start, end=end, words=passage.text[start:end], rule=rule.id, topic=rule.topic,
                   level=level, why=rule.why, instead=tuple(a.say for a in rule.instead), ask=rule.ask,
                   moves=tuple(a.move for a in rule.instead), not_everyone_agrees=rule.not_everyone_agrees,
                   alike=rule.shape == rules.LIKENESS)
