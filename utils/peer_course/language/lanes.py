"""Many whole numbers side by side in one large integer, so that plain Python adds and scales them all at once.

Every number has a lane of 24 bits. A packed value may be added to another and multiplied by a whole number;
no lane may leave −2²³ to 2²³ − 1 on the way. Only `pack` and, for the last lane, `unpack` notice when one does.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import mul

BITS = 24
_BYTES, _SIGN = BITS // 8, BITS - 1
_HALF, _FULL = 1 << _SIGN, (1 << BITS) - 1
_EXTENDED = bytes(128) + b"\xff" * 128  # the byte above a number's highest one


def pack(numbers: Iterable[int]) -> int:
    """Put whole numbers into lanes, the first one lowest. Raises OverflowError when one does not fit."""
    wide = array("i", numbers)
    if wide and not -_HALF <= min(wide) <= max(wide) < _HALF:
        raise OverflowError(f"A lane holds numbers from {-_HALF} to {_HALF - 1}.")
    held, level = bytearray(wide.tobytes()), _level(len(wide))
    del held[_BYTES::4]
    return (int.from_bytes(held, "little") ^ level) - level


def unpack(packed: int, count: int) -> memoryview:
    """Give the whole numbers of so many lanes. Raises OverflowError when the last one is too large."""
    level, wide = _level(count), bytearray(4 * count)
    held = ((packed + level) ^ level).to_bytes(_BYTES * count, "little")
    wide[::4], wide[1::4], wide[2::4] = held[::3], held[1::3], held[2::3]
    wide[3::4] = held[2::3].translate(_EXTENDED)
    return memoryview(wide).cast("i")


def most(rows: Iterable[int], count: int) -> int:
    """The largest number in each lane of several packed values; the numbers of a lane lie less than 2²³ apart."""
    level, ones, rows = _level(count), _ones(count), iter(rows)
    largest = next(rows)
    for one in rows:
        more = one - largest + level  # the highest bit of a lane is now set where it is not less than the largest
        signs = (more >> _SIGN) & ones
        largest += more & ((signs << _SIGN) - signs)
    return largest


def balance(rising: int, falling: int) -> Callable[[int], int]:
    """Make what adds up the lanes of a packed value: above nought the rising ones, less the falling ones.

    They come in this order; one more lane counts as it is. What the others come to has to lie between −2²³ and 2²³.
    """
    count = rising + falling + 1
    level, ones, last = _level(count), _ones(count), BITS * (count - 1)
    first, second = (1 << BITS * rising) - 1, (1 << last) - (1 << BITS * rising)

    def add_up(packed: int) -> int:
        risen = packed + level
        signs = (risen >> _SIGN) & ones  # the highest bit of a lane is set where its number is nought or more
        above = risen & ((signs << _SIGN) - signs)
        # 2²⁴ leaves 1 when divided by 2²⁴ − 1, so what is left of the whole is the sum of its lanes.
        bent = ((above & first) - (above & second)) % _FULL
        return (risen >> last) - _HALF + (bent if bent < _HALF else bent - _FULL)

    return add_up


def weighted(weights: Sequence[int], packed: Sequence[int]) -> int:
    """Add up packed values, each times its weight. Raises ValueError when there are not as many of both."""
    if len(weights) != len(packed):
        raise ValueError(f"{len(weights)} weights for {len(packed)} values.")
    return sum(map(mul, weights, packed))


@lru_cache(maxsize=16)
def _ones(count: int) -> int:
    return int.from_bytes((1).to_bytes(_BYTES, "little") * count, "little")


@lru_cache(maxsize=16)
def _level(count: int) -> int:
    return _ones(count) << _SIGN
