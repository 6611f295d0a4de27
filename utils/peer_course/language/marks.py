"""What likeness is told of a word besides its letters, each a small number.

The gap before it, quotation marks, capitals, its ending; whom or what its clause and sentence are about; and what the
rules make of it. So likeness learns how far a rule can be trusted where it stands, and from which words it is wrong.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from peer_course.language.grammar import OTHER, PERSON, THING, WRITER, kind_of
from peer_course.language.lexicon import CLASSES
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE
from peer_course.model.language import LEVELS

EXCUSED = "excused"  # what a rule names, and a context or an exception leaves alone
_ENDINGS = ("ing", "ed", "ly", "s")
_SHOUTED, _CAPITAL, _NAME, _INSIDE = 8, 7, 6, 5
_ENDS = 9  # after the gaps (0 to 4) and the four above
_RULES = {verdict: _ENDS + len(_ENDINGS) + n for n, verdict in enumerate((*LEVELS, EXCUSED))}
_KINDS = {kind: n for n, kind in enumerate((PERSON, WRITER, OTHER, THING))}
_ITSELF, _BEFORE, _OPENS, _SAID_BY = (max(_RULES.values()) + 1 + n * len(_KINDS) for n in range(4))
MARKS = _SAID_BY + len(_KINDS)  # how many different marks a word can have


def marks(passage: Passage, ruled: Iterable[tuple[str, int, int]] = ()) -> list[tuple[int, ...]]:
    """The marks of every word; `ruled` are what rules say: (a level or EXCUSED, first word, last word)."""
    by_rules: dict[int, set[int]] = {}
    for verdict, first, last in ruled:
        for i in range(first, last + 1):
            by_rules.setdefault(i, set()).add(_RULES[verdict])
    looks = map(_looks, map(passage.raw, range(len(passage))), passage.words, passage.gaps,
                (number >= 0 for number in passage.inside), passage.names)
    whole = [how + whom for how, whom in zip(looks, _whom(passage), strict=True)]
    for i, said in by_rules.items():
        whole[i] += tuple(sorted(said))
    return whole


@lru_cache(maxsize=10_000)
def _looks(raw: str, word: str, gap: int, is_quoted: bool, is_name: bool) -> tuple[int, ...]:
    """How a word is written."""
    seen = [gap]
    if is_quoted:
        seen.append(_INSIDE)
    if is_name:
        seen.append(_NAME)
    if raw[0].isupper():
        seen.append(_SHOUTED if raw.isupper() else _CAPITAL)
    if not is_name and not word[0].isdigit():
        seen.extend(_ENDS + n for n, ending in enumerate(_ENDINGS) if word.endswith(ending))
    return tuple(seen)


@cache  # there are 625 at most
def _of_kinds(*kinds: int | None) -> tuple[int, ...]:
    return tuple(start + kind for start, kind in zip((_ITSELF, _BEFORE, _OPENS, _SAID_BY), kinds, strict=True)
                 if kind is not None)


def _whom(passage: Passage) -> Iterator[tuple[int, ...]]:
    """For each word: what it stands for, what came last in its clause and first in its sentence, and who says it."""
    last = opens = says = None
    for i, word in enumerate(passage.words):
        if passage.gaps[i] >= CLAUSE:
            last = says = None
        if passage.first[i] == i:
            opens = None
        kind = _KINDS.get(kind_of(passage, i))
        yield _of_kinds(kind, last, opens, says)
        if kind is not None:
            last = kind
            opens = kind if opens is None else opens
        if word in CLASSES["speech"]:
            says = says if last is None else last
