"""Finds what the lines of the rule files describe in a passage, in time that grows with its length.

A line is read when a text first holds a word that it needs, so that most of them cost nothing.
"""

from collections import defaultdict
from collections.abc import Iterator

from peer_course.language import lexicon, tokens
from peer_course.language.passage import IRREGULAR, Passage
from peer_course.language.patterns import GAP, Pattern, PatternError, RuleError, read, words_needed

_GAP_WORDS = 4
_KNOWN = 20_000
_OPENERS = (IRREGULAR | tokens.word_set("put sent given brought shown")).union(
    *(lexicon.CLASSES[name] for name in ("be", "have", "aux", "not")))
_ANY = frozenset(("",))  # for a line that is read at the first text, whatever it holds
_NAME = frozenset(("<name>", "<person>", "<them>"))
_WHATEVER = frozenset((" ",))  # what stands after a word, a word or nothing; no line can say it


class Hit:
    """A pattern found: words first to last (both included), and the shown part of them."""

    __slots__ = ("owner", "first", "last", "shown_first", "shown_last")

    def __init__(self, owner, first, last, shown_first, shown_last):
        self.owner, self.first, self.last = owner, first, last
        self.shown_first, self.shown_last = shown_first, shown_last


class Matcher:
    """Finds many lines at once; `lines` are (line, (rule id, role)), and every hit names its owner."""

    def __init__(self, lines):
        self._lines = tuple(lines)
        self._unread = dict.fromkeys(range(len(self._lines)))
        self._waiting: defaultdict[str, list[int]] = defaultdict(list)
        # By a label of the word where a pattern is anchored; then, since most fail at a neighbour, by one of the word
        # after it or, where anything may stand there, of the word before it.
        self._index: dict[str, tuple[dict[str, list[Pattern]], dict[str, list[Pattern]]]] = {}
        self._prefixes: dict[int, set[str]] = {}
        self._known: dict[str, frozenset[str]] = {}
        self._learnt: set[frozenset[str]] = set()
        for number, (line, _) in enumerate(self._lines):
            needed = words_needed(line) or _ANY
            if "*" in line:
                self._learn(needed)
            for word in needed:
                self._waiting[word].append(number)

    def read_all(self) -> None:
        """Read every line now. Raises RuleError for one that cannot be read."""
        for number in list(self._unread):
            self._read(number)

    def find(self, passage: Passage) -> list[Hit]:
        """List every hit, in the order of the words at which patterns are anchored."""
        self._make_ready(passage)
        labels = [self._labels(word) for word in passage.words]
        for i, is_name in enumerate(passage.names):
            if is_name:
                labels[i] = labels[i] | _NAME
        hits, before = [], frozenset()
        for i, (names, after) in enumerate(zip(labels, [*labels[1:], _WHATEVER], strict=False)):
            for pattern in self._anchored(before, names, after):
                hit = _match(pattern, i, labels, passage.gaps)
                if hit and (not pattern.opens or _stands_alone(passage, hit)):
                    hits.append(hit)
            before = names
        return hits

    def _anchored(self, before: frozenset[str], names: frozenset[str], after: frozenset[str]) -> Iterator[Pattern]:
        """The patterns of which a word with these labels can be the anchor, where a neighbour fits as well."""
        for name in names:
            if name in self._index:
                following, preceding = self._index[name]
                for label in after:
                    if label in following:
                        yield from following[label]
                if preceding:
                    for label in before:
                        if label in preceding:
                            yield from preceding[label]

    def _make_ready(self, passage: Passage) -> None:
        """Read the lines for which these words give a reason."""
        self._read_waiting("")
        for word in set(passage.words):
            if word not in self._known:
                for label in self._labels(word):
                    self._read_waiting(label)

    def _read_waiting(self, label: str) -> None:
        for number in self._waiting.get(label, ()):
            if number in self._unread:
                self._read(number)
        self._waiting.pop(label, None)

    def _read(self, number: int) -> None:
        line, owner = self._lines[number]
        try:
            patterns = read(line, owner)
        except PatternError as problem:
            self._known.clear()  # so that the next text is looked at in the same way, and the line named again
            raise RuleError(f"language, rule “{owner[0]}”, {owner[1]}: {problem}") from None
        del self._unread[number]
        for pattern in patterns:
            for label in pattern.slots[pattern.anchor] or ():
                following, preceding = self._index.setdefault(label, ({}, {}))
                neighbours = preceding if pattern.before else following
                for next_to_it in pattern.after or pattern.before or _WHATEVER:
                    neighbours.setdefault(next_to_it, []).append(pattern)
            for slot in pattern.slots:
                if slot:
                    self._learn(slot)

    def _learn(self, labels: frozenset[str]) -> None:
        """Know by which beginnings of words to look for labels such as `aggress*`."""
        if labels in self._learnt:
            return
        self._learnt.add(labels)
        for label in labels:
            if label.endswith("*"):
                stems = self._prefixes.setdefault(len(label) - 1, set())
                if label[:-1] not in stems:
                    stems.add(label[:-1])
                    self._known.clear()

    def _labels(self, word: str) -> frozenset[str]:
        """All names under which a word can stand in a pattern."""
        found = self._known.get(word)
        if found is None:
            stems = [word[:n] + "*" for n, known in self._prefixes.items() if word[:n] in known]
            found = _WHATEVER.union((word, *stems, *lexicon.tags(word)))
            if len(self._known) < _KNOWN:
                self._known[word] = found
        return found


def _stands_alone(passage: Passage, hit: Hit) -> bool:
    """A line without its person opens a sentence with a verb: "Is lazy", "Not allowed sugar"."""
    word = passage.words[hit.first]
    return passage.first[hit.first] == hit.first < hit.last and (word in _OPENERS or word.endswith(("s", "ed")))


def _match(pattern: Pattern, i: int, labels, gaps) -> Hit | None:
    """The pattern around word i, of which the matcher's index knows that it can be the anchor."""
    start = i - pattern.anchor
    end = start + pattern.fixed
    if start < 0 or end > len(labels):
        return None
    for distance, slot in pattern.others:
        if slot.isdisjoint(labels[i + distance]):
            return None
    if end - start > 1 and max(gaps[start + 1:end]) > tokens.PLAIN:
        return None
    places = range(start, end)
    if pattern.fixed < len(pattern.slots):
        rest = _after_gap(pattern.slots, pattern.fixed + 1, end, labels, gaps)
        if not rest:
            return None
        places = (*places, None, *rest)
    shown = [place for place in places[pattern.shown[0]:pattern.shown[1]] if place is not None] or [start]
    return Hit(pattern.owner, start, places[-1], shown[0], shown[-1])


def _walk(slots, n, at, start, labels, gaps):
    """Place the slots from n on, word by word; a gap tries the shortest stretch first."""
    places = []
    while n < len(slots):
        slot = slots[n]
        if slot is GAP:
            rest = _after_gap(slots, n + 1, at, labels, gaps)
            return [*places, None, *rest] if rest else None
        if at >= len(labels) or (at > start and gaps[at] > tokens.PLAIN) or slot.isdisjoint(labels[at]):
            return None
        places.append(at)
        n, at = n + 1, at + 1
    return places


def _after_gap(slots, n, at, labels, gaps):
    """Place the slots from n on, at the first of the next few words that fits."""
    for place in range(at, min(at + _GAP_WORDS + 1, len(labels))):
        if gaps[place] > tokens.COMMA:
            return None
        if not slots[n].isdisjoint(labels[place]):
            rest = _walk(slots, n, place, place, labels, gaps)
            if rest:
                return rest
    return None
