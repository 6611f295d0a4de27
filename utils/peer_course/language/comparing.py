"""Holds a rewrite beside the first note: facts kept, lost and new, hard facts softened, voice. Pure."""

from peer_course.language import rules
from peer_course.language.facts import Trace, as_fact, facts_of
from peer_course.language.passage import Passage
from peer_course.language.reviewing import review_passage
from peer_course.language.tokens import word_set
from peer_course.language.voice import voice_of
from peer_course.model.language import Comparison, Facts, Finding, Softening

_STAFF = word_set("nurse doctor keyworker worker psychiatrist")


def compare(original: str, rewrite: str) -> Comparison:
    """Compare a first note with its rewrite.

    Findings are those of the rewrite; facts kept and lost are in the words of the first note, new ones in
    the words of the rewrite. Raises rules.RuleError when the course's rule files are amiss.
    """
    return compare_passages(Passage(original), Passage(rewrite), rules.rulebook())


def compare_passages(before: Passage, after: Passage, book: rules.Rulebook) -> Comparison:
    """The same for texts that were read already, with any rulebook."""
    findings = review_passage(after, book)
    old = facts_of(before, _words_of(before, review_passage(before, book)))
    loaded = _words_of(after, findings)
    new = facts_of(after, loaded)
    return Comparison(findings=tuple(findings), facts=_sorted_out(before, after, old, new),
                      softened=tuple(_softened(before, after, book)), voice=voice_of(after, loaded))


def _words_of(passage: Passage, findings: list[Finding]) -> frozenset[int]:
    at = {start: i for i, start in enumerate(passage.starts)}
    words = set()
    for finding in findings:
        i = at[finding.start]
        while i < len(passage) and passage.starts[i] < finding.end:
            words.add(i)
            i += 1
    return frozenset(words)


def _sorted_out(before: Passage, after: Passage, old: list[Trace], new: list[Trace]) -> Facts:
    held, known = _keys(new), _keys(old)
    kept = tuple(as_fact(before, t) for t in old if _is_in(t, held))
    lost = tuple(as_fact(before, t) for t in old if not _is_in(t, held))
    added = tuple(as_fact(after, t) for t in new if not _is_in(t, known))
    return Facts(kept=kept, lost=lost, new=added)


def _keys(traces: list[Trace]) -> dict[str, set]:
    keys: dict[str, set] = {}
    for trace in traces:
        keys.setdefault(trace.kind, set()).update(trace.keys)
        if trace.kind == "when" and len(trace.keys) > 1:
            keys.setdefault("number", set()).add(str(len(trace.keys)))
    if _STAFF & keys.get("who", set()):
        keys["who"].add("staff")
    return keys


def _is_in(trace: Trace, keys: dict[str, set]) -> bool:
    held = keys.get(trace.kind, set())
    if trace.kind == "next_step":
        return not trace.keys.isdisjoint(held)
    return trace.keys <= held


def _softened(before: Passage, after: Passage, book: rules.Rulebook):
    was, now, still = {}, {}, set()
    for hit in book.softening_matcher.find(before):
        if hit.owner[1] == "was":
            was.setdefault(hit.owner[0], hit)
    for hit in book.softening_matcher.find(after):
        if hit.owner[1] == "now":
            now.setdefault(hit.owner[0], hit)
        else:
            still.add(hit.owner[0])
    for rule in book.softenings:
        if rule.id in was and rule.id in now and rule.id not in still:
            a, b = was[rule.id], now[rule.id]
            yield Softening(before.words_of(a.shown_first, a.shown_last),
                            after.words_of(b.shown_first, b.shown_last), rule.why)
