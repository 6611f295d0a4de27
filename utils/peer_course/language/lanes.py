"""Many whole numbers side by side in one large integer, so that plain Python adds and scales them all at once.

Every number has a lane of 32 bits. A packed value may be added to another and multiplied by a whole number;
no lane may leave −2³¹ to 2³¹ − 1 on the way. Only `pack` and, for the last lane, `unpack` notice when one does.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import mul

_BYTES = 4
_HALF = 1 << 31


def pack(numbers: Iterable[int]) -> int:
    """Put whole numbers into lanes, the first one lowest."""
    lanes = array("i", numbers)
    level = _level(len(lanes))
    return (int.from_bytes(lanes.tobytes(), "little") ^ level) - level


def unpack(packed: int, count: int) -> memoryview:
    """Give the whole numbers of so many lanes. Raises OverflowError when the last one is too large."""
    level = _level(count)
    return memoryview(((packed + level) ^ level).to_bytes(_BYTES * count, "little")).cast("i")


def positive(packed: int, count: int) -> int:
    """The same lanes with nought in place of what lies below nought."""
    above = packed + _level(count)  # the highest bit of a lane is now set where its number is nought or more
    signs = (above >> 31) & _ones(count)
    return above & ((signs << 31) - signs)


def most(rows: Iterable[int], count: int) -> int:
    """The largest number in each lane of several packed values; the numbers of a lane lie less than 2³¹ apart."""
    rows = iter(rows)
    largest = next(rows)
    for one in rows:
        largest = one + positive(largest - one, count)
    return largest


def last(packed: int, count: int) -> int:
    """The number in the last of so many lanes."""
    return ((packed + _level(count)) >> 32 * (count - 1)) - _HALF


def total(packed: int, first: int, count: int) -> int:
    """The sum of so many lanes from the first one on, none of them below nought; it has to be below 2³² − 1."""
    # 2³² leaves 1 when divided by 2³² − 1, so what is left of the whole is the sum of its lanes.
    return ((packed >> 32 * first) & _full(count)) % 0xFFFFFFFF


def weighted(weights: Sequence[int], packed: Sequence[int]) -> int:
    """Add up packed values, each times its weight. Raises ValueError when there are not as many of both."""
    if len(weights) != len(packed):
        raise ValueError(f"{len(weights)} weights for {len(packed)} values.")
    return sum(map(mul, weights, packed))


def reweighted(told: int, before: Sequence[int], weights: Sequence[int], packed: Sequence[int]) -> int:
    """What was told with the weights before, told with others: quicker than `weighted`, where many are the same."""
    return told + sum((new - old) * one for old, new, one in zip(before, weights, packed, strict=True) if old != new)


@lru_cache(maxsize=16)
def _full(count: int) -> int:
    return (1 << 32 * count) - 1


@lru_cache(maxsize=16)
def _ones(count: int) -> int:
    return int.from_bytes((1).to_bytes(_BYTES, "little") * count, "little")


@lru_cache(maxsize=16)
def _level(count: int) -> int:
    return _ones(count) << 31
