"""Holds a rewrite beside the first note: facts kept, lost and new, hard facts softened, voice. Pure."""

from peer_course.language import rules
from peer_course.language.facts import facts_of
from peer_course.language.next_steps import same_plan
from peer_course.language.passage import Passage
from peer_course.language.reviewing import review_passage
from peer_course.language.softened import softened
from peer_course.language.traces import Trace, as_fact
from peer_course.language.voice import voice_of
from peer_course.model.language import Comparison, Facts, Finding, Softening

_ENOUGH = 20


def compare(original: str, rewrite: str) -> Comparison:
    """Compare a first note with its rewrite.

    Findings are those of the rewrite; facts kept and lost are in the words of the first note, new ones in
    the words of the rewrite. Raises rules.RuleError when the course's rule files are amiss.
    """
    return compare_passages(Passage(original), Passage(rewrite), rules.rulebook())


def compare_passages(before: Passage, after: Passage, book: rules.Rulebook) -> Comparison:
    """The same for texts that were read already, with any rulebook."""
    findings = review_passage(after, book)
    loaded = _words_of(after, findings)
    softenings = list(softened(before, after, book))
    cosy = {k for _, place, _ in softenings for k in range(place[0], place[1] + 1)}
    old = facts_of(before, _words_of(before, review_passage(before, book)), _names(after))
    new = [t for t in facts_of(after, loaded, _names(before)) if (
        t.kind != "what" or t.first not in cosy or "admission" in t.keys)]
    told = tuple(Softening(before.words_of(was.shown_first, was.shown_last),
                               after.words_of(*place), why) for was, place, why in softenings)
    return Comparison(findings=tuple(findings), facts=_sorted_out(before, after, old, new), softened=told,
                      voice=voice_of(after, loaded))


def _names(passage: Passage) -> frozenset[str]:
    return frozenset(word for word, is_name in zip(passage.words, passage.names, strict=True) if is_name)


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
    old_plans, new_plans = _plans(old), _plans(new)
    kept, lost = [], []
    for trace in old:
        if _is_in(trace, held, new_plans):
            kept.append(as_fact(before, trace))
        elif not trace.weak:
            lost.append(as_fact(before, trace))
    added = tuple(as_fact(after, t) for t in new if not (t.weak or _is_in(t, known, old_plans)))
    return Facts(kept=tuple(kept), lost=tuple(lost), new=added)


def _plans(traces: list[Trace]) -> dict[str | tuple, list[Trace]]:
    """The plans of a note by what they speak of; a few per word are enough, so that time grows with length only."""
    plans: dict[str | tuple, list[Trace]] = {}
    for trace in traces:
        for key in trace.keys if trace.kind == "next_step" else ():
            known = plans.setdefault(key, [])
            if len(known) < _ENOUGH:
                known.append(trace)
    return plans


def _keys(traces: list[Trace]) -> dict[str, set]:
    """All that a note answers for, by kind; three dates also answer for the number three."""
    keys: dict[str, set] = {}
    for trace in traces:
        keys.setdefault(trace.kind, set()).update(trace.keys | trace.also)
        if trace.kind == "when" and len(trace.keys) > 1:
            keys.setdefault("number", set()).add(str(len(trace.keys)))
    return keys


def _is_in(trace: Trace, keys: dict[str, set], plans: dict[str | tuple, list[Trace]]) -> bool:
    if trace.kind == "next_step":
        return any(same_plan(trace, plan) for key in trace.keys for plan in plans.get(key, ()))
    # Whether Korea or Ren is a place or a person is a guess, so a name that stands in both notes is kept either way.
    other = {"who": "where", "where": "who"}.get(trace.kind, trace.kind)
    return trace.keys <= keys.get(trace.kind, set()) or trace.keys <= keys.get(other, set())
