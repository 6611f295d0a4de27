"""The little notation of the rule files, and finding what it describes in a passage.

Notation: `word`, `this|that`, `word*` (any ending), `self-harm` (hyphen, space or joined), `high|low -paid`
(the same for a choice of words), `(maybe)`, `...` (up to four words), `<class>` (see lexicon),
`[shown]` (the part that is pointed at).
No regular expression is built from a rule, so that no rule can make the review slow.
"""

import re
from itertools import product

from peer_course.language import lexicon, tokens
from peer_course.language.passage import Passage

GAP = None
_GAP_WORDS = 4


class PatternError(ValueError):
    """A line of look_for that cannot be read; the message says what to change."""


class Pattern:
    """One way to fill a line of a rule: a slot per word, and which slots are shown."""

    __slots__ = ("slots", "shown", "anchor", "owner")

    def __init__(self, slots, shown, owner):
        self.slots, self.shown, self.owner = slots, shown, owner
        fixed = slots.index(GAP) if GAP in slots else len(slots)
        self.anchor = min(range(fixed), key=lambda n: _commonness(slots[n]), default=0)


def _commonness(slot) -> int:
    """Tell how often a slot is met in any text; a pattern is looked for where its rarest word stands."""
    if any("<" in label for label in slot):
        return 2
    return int(not slot.isdisjoint(lexicon.STOP))


def read(line: str, owner) -> list[Pattern]:
    """Read one line of the notation; raises PatternError with a sentence for the author."""
    parts, shown, opened = [], None, None
    for chunk in _chunks(line):
        if chunk.startswith("["):
            chunk, opened = chunk[1:], len(parts)
        closes = chunk.endswith("]")
        parts.append(_choices(chunk.rstrip("]"), line))
        if closes:
            shown = (len(parts) if opened is None else opened, len(parts))
            opened = None
    if not parts or opened is not None:
        raise PatternError(f"“{line}” opens a [ without closing it, or is empty.")
    return [_pattern(combination, shown, owner) for combination in product(*parts)]


def _chunks(line: str) -> list[str]:
    """Cut a line at its spaces; a chunk that begins with a hyphen belongs to the one before it."""
    return re.sub(r"[ \t]+-", "\0", line).split()


def _pattern(combination, shown, owner) -> Pattern:
    slots, edges = [], [0]
    for run in combination:
        slots.extend(run)
        edges.append(len(slots))
    first, last = shown or (0, len(combination))
    return Pattern(tuple(slots), (edges[first], edges[last]), owner)


def _choices(chunk: str, line: str) -> list[tuple]:
    """All ways to read one chunk, each a run of slots."""
    if chunk == "...":
        return [(GAP,)]
    if chunk.startswith("(") and chunk.endswith(")"):
        return [(), *_choices(chunk[1:-1], line)]
    if not chunk or any(c in chunk for c in "()[]"):
        raise PatternError(f"“{line}”: a bracket stands where it cannot be read.")
    if "\0" in chunk:
        return _hyphened(chunk.split("\0"))
    for option in chunk.split("|"):
        if option[:1] == "<" and option[1:-1] not in lexicon.CLASSES and option != "<name>":
            raise PatternError(f"“{line}”: there is no class of words called {option}.")
    single = frozenset(o if o[:1] == "<" else tokens.fold(o) for o in chunk.split("|") if _is_one_word(o))
    runs = [(single,)] if single else []
    for option in chunk.split("|"):
        if not _is_one_word(option):
            runs.extend(_hyphened(option.split("-")) if "'" not in option else [_short_form(option)])
    return runs


def _is_one_word(option: str) -> bool:
    return option[:1] == "<" or ("-" not in option and "'" not in option.strip("'"))


def _hyphened(pieces: list[str]) -> list[tuple]:
    """Pieces that a hyphen, a space or nothing joins."""
    options = [[tokens.fold(o) for o in piece.split("|")] for piece in pieces if piece]
    apart = tuple(frozenset(choices) for choices in options)
    return [apart, (frozenset("".join(joined) for joined in product(*options)),)]


def _short_form(option: str) -> tuple:
    """A short form such as can't is two words for the tokens, so it is here too."""
    return tuple(frozenset((word,)) for _, _, word in tokens.spans(option))


class Hit:
    """A pattern found: words first to last (both included), and the shown part of them."""

    __slots__ = ("owner", "first", "last", "shown_first", "shown_last")

    def __init__(self, owner, first, last, shown_first, shown_last):
        self.owner, self.first, self.last = owner, first, last
        self.shown_first, self.shown_last = shown_first, shown_last


class Matcher:
    """Finds many patterns at once, in time that grows with the length of the text."""

    def __init__(self, patterns: list[Pattern]):
        self.index: dict[str, list[Pattern]] = {}
        self.prefixes: dict[int, set[str]] = {}
        for pattern in patterns:
            for label in pattern.slots[pattern.anchor] or ():
                self.index.setdefault(label, []).append(pattern)
            for label in (label for slot in pattern.slots if slot for label in slot):
                self._learn(label)
        self.sizes = sorted(self.prefixes)
        self.known: dict[str, frozenset[str]] = {}

    def _learn(self, label: str) -> None:
        if label.endswith("*"):
            self.prefixes.setdefault(len(label) - 1, set()).add(label[:-1])

    def labels(self, word: str) -> frozenset[str]:
        """All names under which a word can stand in a pattern."""
        found = self.known.get(word)
        if found is None:
            stems = [word[:n] + "*" for n in self.sizes if n <= len(word) and word[:n] in self.prefixes[n]]
            found = frozenset((word, *stems, *lexicon.tags(word)))
            if len(self.known) < 20_000:
                self.known[word] = found
        return found

    def find(self, passage: Passage) -> list[Hit]:
        """List every hit, in the order of the words at which patterns are anchored."""
        labels = [self.labels(w) for w in passage.words]
        for i, is_name in enumerate(passage.names):
            if is_name:
                labels[i] = labels[i] | _NAME
        hits = []
        for i, names in enumerate(labels):
            for name in names:
                for pattern in self.index.get(name, ()):
                    hit = _match(pattern, i - pattern.anchor, labels, passage.gaps)
                    if hit:
                        hits.append(hit)
        return hits


_NAME = frozenset(("<name>", "<person>", "<them>"))


def _match(pattern: Pattern, start: int, labels, gaps) -> Hit | None:
    if start < 0:
        return None
    places = _walk(pattern.slots, 0, start, start, labels, gaps)
    if not places:
        return None
    shown = [p for p in places[pattern.shown[0]:pattern.shown[1]] if p is not None] or [start]
    real = [p for p in places if p is not None]
    return Hit(pattern.owner, real[0], real[-1], shown[0], shown[-1])


def _walk(slots, n, at, start, labels, gaps):
    """Place the slots from n on, word by word; a gap tries the shortest stretch first."""
    places = []
    while n < len(slots):
        slot = slots[n]
        if slot is GAP:
            for skip in range(_GAP_WORDS + 1):
                if at + skip >= len(labels) or any(gaps[k] > tokens.COMMA for k in range(at, at + skip + 1)):
                    return None
                rest = _walk(slots, n + 1, at + skip, at + skip, labels, gaps)
                if rest:
                    return [*places, None, *rest]
            return None
        if at >= len(labels) or (at > start and gaps[at] > tokens.PLAIN) or slot.isdisjoint(labels[at]):
            return None
        places.append(at)
        n, at = n + 1, at + 1
    return places
