"""Where a rewrite puts something softer in the place of a hard fact, or a kinder guess in that of a judgement.

What is hard, what keeps it and what is known to soften it is in content/language/softening.yml. Pure.
"""

from collections.abc import Iterable, Iterator

from peer_course.language.in_its_place import in_its_place, telling
from peer_course.language.matching import Hit
from peer_course.language.passage import Passage
from peer_course.language.rules import Rulebook


def softened(before: Passage, after: Passage, book: Rulebook) -> Iterator[tuple[Hit, tuple[int, int], str]]:
    """What was plain, first and last word of what it has become, and why that matters; once for each rule."""
    was, then = _by_rule(book.softening_matcher.find(before)), _by_rule(book.softening_matcher.find(after))
    said, left = telling(before), telling(after)
    # Words that one rule sees kept are not missed by another.
    kept = {k for name, hits in was.items() if _keeping(then, name)
            for hit in hits["was"] for k in range(hit.first, hit.last + 1)}
    taken: set[int] = set()
    for rule in book.softenings:
        # What stood in the first note and has left it in part; other plain words in the rewrite make up for it.
        gone = next((hit for hit in was.get(rule.id, _NONE)["was"] if not telling(before, hit) <= left), None)
        keeping = _keeping(then, rule.id)
        if not gone or any(telling(after, hit) - said for hit in keeping):
            continue
        place = next(((hit.shown_first, hit.shown_last) for hit in then.get(rule.id, _NONE)["now"]), None)
        if not place and rule.still and not keeping and kept.isdisjoint(range(gone.first, gone.last + 1)):
            place = in_its_place(before, gone, after)
            place = place if place and taken.isdisjoint(range(place[0], place[1] + 1)) else None
        if place:
            taken.update(range(place[0], place[1] + 1))
            yield gone, place, rule.why


_NONE: dict[str, list[Hit]] = {"was": [], "still": [], "now": []}


def _by_rule(hits: Iterable[Hit]) -> dict[str, dict[str, list[Hit]]]:
    """Hits by the id of their rule, then by what they are to it: was, still or now."""
    found: dict[str, dict[str, list[Hit]]] = {}
    for hit in hits:
        rule_id, role = hit.owner
        found.setdefault(rule_id, {name: [] for name in _NONE})[role].append(hit)
    return found


def _keeping(found: dict[str, dict[str, list[Hit]]], rule_id: str) -> list[Hit]:
    """The places of a rewrite that say a hard fact plainly."""
    roles = found.get(rule_id, _NONE)
    return roles["was"] + roles["still"]
