"""Which words stand next to each other: each two and each three words as one number, by which a weight is found.

Two groups of words may share a number; with a hundred thousand weights in 32 bits that is one case in forty thousand.
"""

from array import array
from bisect import bisect_left
from itertools import pairwise
from zlib import crc32

_KNOWN = 10_000
BEGIN, END = "<", ">"  # stand before the first word and after the last one


def numbers(words: list[str]) -> tuple[list[int], list[int]]:
    """The numbers of every two words, one more than there are words, and of every three, one for each word."""
    whole = [BEGIN, *words, END]
    return ([crc32(f"{a} {b}".encode()) for a, b in pairwise(whole)],
            [crc32(f"{a} {b} {c}".encode()) for a, b, c in zip(whole, whole[1:], whole[2:], strict=False)])


def around(twos: list[int], threes: list[int]) -> list[tuple[int, int, int, int, int]]:
    """For each word the two pairs and up to three threes that it belongs to; nought where there is none."""
    before, after = [0, *threes], [*threes[1:], 0]
    return list(zip(twos, twos[1:], before, threes, after, strict=False))


class Neighbours:
    """Weights of words side by side: their numbers in order (32 bits each), then a signed byte for each."""

    def __init__(self, held: bytes, one: int):
        count = len(held) // 5
        self.numbers = array("I", held[:4 * count])
        self.weights, self.one = memoryview(held)[4 * count:].cast("b"), one
        self._known: dict[int, int] = {}

    def gains(self, words: list[str]) -> list[float]:
        """What each word's score gains from the words next to it."""
        known = self._known
        twos, threes = ([known[number] if number in known else self._weight(number) for number in some]
                        for some in numbers(words))
        return [sum(some) / self.one for some in around(twos, threes)]

    def _weight(self, number: int) -> int:
        at = bisect_left(self.numbers, number)
        weight = self.weights[at] if at < len(self.numbers) and self.numbers[at] == number else 0
        if len(self._known) >= _KNOWN:
            del self._known[next(iter(self._known))]
        self._known[number] = weight
        return weight
