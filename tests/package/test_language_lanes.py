"""Numbers side by side in one integer add up as they would one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peer_course.language import lanes

NUMBERS = st.integers(-(1 << 19), 1 << 19)
ROWS = st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(NUMBERS, min_size=n, max_size=n), min_size=1, max_size=8))


def read(packed, count):
    return list(lanes.unpack(packed, count))


@given(st.lists(st.integers(-(1 << 23), (1 << 23) - 1), min_size=1, max_size=40))
def test_what_is_packed_comes_out_again(numbers):
    assert read(lanes.pack(numbers), len(numbers)) == numbers


@given(ROWS)
def test_packed_rows_add_up_lane_by_lane(rows):
    total = sum(lanes.pack(row) for row in rows)
    assert read(total, len(rows[0])) == [sum(lane) for lane in zip(*rows, strict=True)]


@given(ROWS, st.data())
def test_packed_rows_are_weighted_lane_by_lane(rows, data):
    most = min(127, ((1 << 23) - 1) // max(1, sum(abs(n) for row in rows for n in row)))
    weights = data.draw(st.lists(st.integers(-most, most), min_size=len(rows), max_size=len(rows)))
    total = lanes.weighted(weights, [lanes.pack(row) for row in rows])
    assert read(total, len(rows[0])) == [sum(w * n for w, n in zip(weights, lane, strict=True))
                                         for lane in zip(*rows, strict=True)]


@given(ROWS)
def test_the_largest_of_each_lane(rows):
    count = len(rows[0])
    packed = [lanes.pack(row) for row in rows]
    assert read(lanes.most(packed, count), count) == [max(lane) for lane in zip(*rows, strict=True)]


@given(st.lists(NUMBERS, min_size=1, max_size=12), st.data())
def test_rising_lanes_count_above_nought_falling_ones_against_it_and_the_last_as_it_is(numbers, data):
    rising = data.draw(st.integers(0, len(numbers) - 1))
    *bent, straight = numbers
    above = [max(n, 0) for n in bent]
    told = lanes.balance(rising, len(bent) - rising)(lanes.pack(numbers))
    assert told == sum(above[:rising]) - sum(above[rising:]) + straight


def test_a_weight_for_every_value_is_asked_for():
    with pytest.raises(ValueError, match="1 weights for 2 values"):
        lanes.weighted([3], [lanes.pack([1]), lanes.pack([2])])


def test_a_number_too_large_for_its_lane_is_refused():
    with pytest.raises(OverflowError):
        lanes.pack([1 << 23])
    with pytest.raises(OverflowError):
        lanes.unpack(lanes.pack([(1 << 23) - 1]) + 1, 1)
