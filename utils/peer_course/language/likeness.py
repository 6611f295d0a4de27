"""Which words are like those that careful readers marked in invented notes.

A small network with whole-number weights, learned from labelled notes (utils/learning says how). It looks at each
word with two words on either side, at its sentence, and at the sentences around it; and every two and three words that
were met often enough have a weight of their own. Texts of a few sentences and longer ones have different weights,
because in a longer one most sentences judge nobody, whatever stands beside them.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import exp, inf

from peer_course.language import lanes
from peer_course.language.neighbours import Neighbours
from peer_course.language.passage import Passage
from peer_course.language.tokens import COMMA

AROUND = 2  # how many sentences on either side count as the same note
LONG_FROM = 4  # sentences of a longer text
_LONGEST = 10
_KNOWN = 3_000
_REACH = 2  # words that are looked at on either side
_TOPIC_ONE = 1 << 8
_NUMBER, _NAME = "#", "NAME"


class Network:
    """The learned numbers; all are whole, and `unit` of them make one."""

    def __init__(self, about: dict, rows: dict[str, int], vectors: bytes, neighbours: bytes):
        self.rows = rows
        self.neighbours = Neighbours(neighbours, about["neighbours_one"])
        self.vectors = memoryview(vectors).cast("b")
        self.dims, self.pooled, self.one, self.unit = (about[k] for k in ("dims", "pooled", "one", "unit"))
        self.found_above, self.grows_above, self.doubted_below = (
            about[k] for k in ("found_above", "grows_above", "doubted_below"))
        places = [[lanes.pack(row) for row in place] for place in about["places"] + about["pool_places"]]
        self.of_vector = [place[:self.dims] for place in places]
        self.of_mark = [place[self.dims:] for place in places]
        self.bias, self.pool_bias = lanes.pack(about["bias"]), lanes.pack(about["pool_bias"])
        self.of_sentence = [lanes.pack(row) for row in about["of_sentence"]]
        self.of_note = [lanes.pack(row) for row in about["of_note"]]
        self.shift, self.width = about["shift"], about["rising"] + about["falling"] + 1
        self.add_up = lanes.balance(about["rising"], about["falling"])
        self.topics, self.topic_bias, rows = zip(*about["topics"], strict=True)
        # A topic has two lanes, since what adds up there is more than one holds.
        self.of_topic = [lanes.pack(number for weight in lane for number in (round(weight * _TOPIC_ONE), 0))
                         for lane in zip(*rows, strict=True)]
        self.sure_above = about["sure_above"]
        self.nothing = [0] * len(places)
        self.by_row: dict[int, list[int]] = {}
        self.by_marks: dict[tuple[int, ...], list[int]] = {}

    def of_marks(self, seen: tuple[int, ...]) -> list[int]:
        """What a word's marks add: a packed value for each place of the window, then of the gathering."""
        parts = self.by_marks.get(seen)
        if parts is None:
            parts = [self.one * sum(place[m] for m in seen) for place in self.of_mark]
            _keep(self.by_marks, seen, parts)
        return parts

    def of_row(self, row: int) -> list[int]:
        """What a word's meaning adds, in the same way."""
        parts = self.by_row.get(row)
        if parts is None:
            vector = self.vectors[row * self.dims:(row + 1) * self.dims]
            parts = [lanes.weighted(vector, place) for place in self.of_vector]
            _keep(self.by_row, row, parts)
        return parts


def _keep(known: dict, key, parts: list[int]) -> None:
    """Keep at hand what was worked out last, up to some ten megabytes."""
    if len(known) >= _KNOWN:
        del known[next(iter(known))]
    known[key] = parts


@lru_cache(maxsize=2)
def network(long: bool) -> Network:
    """The course's own network, for texts of a few sentences or for longer ones, read when it is first needed."""
    from peer_course.library import learned

    kind = "long" if long else "short"
    return Network(learned.weights(kind), *learned.vocabulary(kind), learned.neighbours(kind))


def plain(passage: Passage, i: int) -> str:
    """The word as which word i is known: digits and names are all alike."""
    word = passage.words[i]
    return _NUMBER if word[0].isdigit() else _NAME if passage.names[i] else word


class Likeness:
    """What the network makes of a passage and the marks of its words; `scores` above nought: more likely than not."""

    def __init__(self, passage: Passage, seen: list[tuple[int, ...]], net: Network | None = None):
        sentences = sum(first == i for i, first in enumerate(passage.first))
        self.passage, self.net = passage, net or network(sentences >= LONG_FROM)
        nothing, rows = [self.net.nothing] * _REACH, self.net.rows
        plainly = [plain(passage, i) for i in range(len(passage))]
        words = [self.net.of_row(rows.get(word, 0)) for word in plainly]
        # Two lists of shared values, since their sums would take hundreds of megabytes in a long text.
        self.words, self.marked = [*nothing, *words, *nothing], [*nothing, *map(self.net.of_marks, seen), *nothing]
        self.around = self._around()
        gains, unit = self.net.neighbours.gains(plainly), self.net.unit
        self.scores = [gain + told / unit
                       for gain, told in zip(gains, map(self.net.add_up, self.hidden(0, len(words))), strict=True)]

    def _around(self) -> list[int]:
        """For each word, what its sentence and the sentences around it add."""
        sentences, at = [], 0
        while at < len(self.passage):
            after = self.passage.last[at] + 1
            sentences.append((after - at, lanes.most(self._gathered(at, after), self.net.pooled)))
            at = after
        found = []
        for n, (count, own) in enumerate(sentences):
            near = lanes.most((most for _, most in sentences[max(0, n - AROUND):n + AROUND + 1]), self.net.pooled)
            found.extend([self.net.bias + lanes.weighted(self._bent(own), self.net.of_sentence)
                          + lanes.weighted(self._bent(near), self.net.of_note)] * count)
        return found

    def _gathered(self, first: int, after: int) -> Iterator[int]:
        """What each of some words and the two beside it tell about their sentence."""
        bias = self.net.pool_bias
        return (bias + a[5] + b[6] + c[7] + d[5] + e[6] + f[7] for a, b, c, d, e, f in self._windows(first, after, 1))

    def _bent(self, packed: int) -> list[int]:
        shift = self.net.shift
        return [(n if n > 0 else n // 10) >> shift for n in lanes.unpack(packed, self.net.pooled)]

    def hidden(self, first: int, after: int) -> Iterator[int]:
        """What each of some words, those beside it and what stands around add up to."""
        windows = self._windows(first, after, _REACH)
        return (told + a[0] + b[1] + c[2] + d[3] + e[4] + f[0] + g[1] + h[2] + k[3] + m[4]
                for told, (a, b, c, d, e, f, g, h, k, m) in zip(self.around[first:after], windows, strict=True))

    def _windows(self, first: int, after: int, reach: int) -> Iterator[tuple[list[int], ...]]:
        """For each of some words: of it and of those beside it what they mean, then what their marks add."""
        begin, end = first + _REACH, after + _REACH  # the lists begin with so many empty places
        return zip(*(parts[begin + n:end + n] for parts in (self.words, self.marked) for n in range(-reach, reach + 1)),
                   strict=True)

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Yield (first word, last word) of what is like marked words."""
        end = -1
        for i, score in enumerate(self.scores):
            if i > end and score > self.net.found_above:
                first, end = max(end + 1, self._grown(i, -1)), self._grown(i, 1)
                yield first, end

    def most_like(self, first: int, last: int) -> int:
        """Which of these words is most like marked ones."""
        return max(range(first, last + 1), key=self.scores.__getitem__)

    def topic(self, first: int, last: int) -> str:
        """What marked words that are like these were about; empty when it is not sure."""
        net = self.net
        # What lies below nought counts a tenth; the last lane, which counts as it is for the score, tells of no topic.
        hidden = [[10 * n if n > 0 else n for n in lanes.unpack(one, net.width)[:-1]]
                  for one in self.hidden(first, last + 1)]
        tenfold = list(map(sum, zip(*hidden, strict=True)))
        told = lanes.unpack(lanes.weighted(tenfold, net.of_topic), 2 * len(net.topics))
        one = 10 * len(hidden) * _TOPIC_ONE * net.unit
        sums = [bias + (low + (high << lanes.BITS)) / one
                for bias, low, high in zip(net.topic_bias, told[::2], told[1::2], strict=True)]
        best = max(sums)
        share = 1 / sum(exp(value - best) for value in sums)
        return net.topics[sums.index(best)] if share > net.sure_above else ""

    def is_doubtful(self, first: int, last: int, level: str) -> bool:
        """Whether readers marked next to nothing that is like these words, where they stand here."""
        return max(self.scores[first:last + 1]) < self.net.doubted_below.get(level, -inf)

    def _grown(self, i: int, step: int) -> int:
        """How far the stretch around word i goes in one direction, within its sentence and a few words."""
        passage = self.passage
        begin, end = max(passage.first[i], i - _LONGEST), min(passage.last[i], i + _LONGEST)
        while begin <= i + step <= end and self.scores[i + step] > self.net.grows_above and (
                passage.gaps[max(i, i + step)] <= COMMA):
            i += step
        return i
