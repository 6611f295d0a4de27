"""Many whole numbers side by side in one large integer, so that plain Python adds and scales them all at once.

Every number has a lane of 32 bits. A packed value may be added to another and multiplied by a whole number;
no lane may leave −2³¹ to 2³¹ − 1 on the way out.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

_BYTES = 4
_HALF = 1 << 31


def pack(numbers: Iterable[int]) -> int:
    """Put whole numbers into lanes, the first one lowest."""
    packed = b"".join((number + _HALF).to_bytes(_BYTES, "little") for number in numbers)
    return int.from_bytes(packed, "little") - _level(len(packed) // _BYTES)


def unpack(packed: int, count: int) -> memoryview:
    """Give the whole numbers of so many lanes. Raises OverflowError when the last one is too large."""
    level = _level(count)
    return memoryview(((packed + level) ^ level).to_bytes(_BYTES * count, "little")).cast("i")


def weighted(weights: Iterable[int], packed: Sequence[int]) -> int:
    """Add up packed values, each times its weight."""
    return sum(weight * one for weight, one in zip(weights, packed, strict=True) if weight)


@lru_cache(maxsize=16)
def _level(count: int) -> int:
    return int.from_bytes(_HALF.to_bytes(_BYTES, "little") * count, "little")
