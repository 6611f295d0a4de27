"""Every two and every three words that stand together have one weight, and each of their words gains it."""

from array import array
from itertools import product
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peer_course.language.neighbours import BEGIN, END, Neighbours, around, numbers

WORDS = st.lists(st.sampled_from(["she", "is", "rude", "the", "bus", "was", "late"]), max_size=12)
ONE = 40


def held(weights: dict[int, int]) -> Neighbours:
    """Neighbours with these weights, as the file holds them."""
    ordered = sorted(weights)
    return Neighbours(array("I", ordered).tobytes() + array("b", [weights[n] for n in ordered]).tobytes(), ONE)


def plainly(words, weights):
    """What each word gains, with every two and three words looked up by themselves."""
    whole, gained = [BEGIN, *words, END], [0.0] * len(words)
    for size in (2, 3):
        for first in range(len(whole) - size + 1):
            weight = weights.get(tuple(whole[first:first + size]), 0)
            for i in range(first, first + size):
                if 0 < i <= len(words):
                    gained[i - 1] += weight / ONE
    return gained


@given(WORDS)
def test_there_is_one_number_more_for_pairs_than_words_and_one_for_threes_each(words):
    twos, threes = numbers(words)
    assert (len(twos), len(threes)) == (len(words) + 1, len(words))
    assert len(around(twos, threes)) == len(words)


@given(st.lists(st.sampled_from("ab"), max_size=9), st.data())
def test_each_word_gains_what_all_groups_weigh_that_it_belongs_to(words, data):
    groups = [group for size in (2, 3) for group in product((BEGIN, "a", "b", END), repeat=size)]
    named = dict(zip(groups, data.draw(st.lists(st.integers(-127, 127), min_size=len(groups), max_size=len(groups))),
                     strict=True))
    weights = {crc32(" ".join(group).encode()): weight for group, weight in named.items()}
    assert held(weights).gains(words) == pytest.approx(plainly(words, named))


def test_words_that_were_never_met_together_gain_nothing():
    assert held({}).gains(["she", "is", "rude"]) == [0, 0, 0]
    assert held({7: 100}).gains([]) == []
