"""What is like words that readers marked: worked out in whole numbers, and explained by a rule of its topic."""

import ast
import random
from array import array
from math import exp
from pathlib import Path

import pytest
from peer_course.language import lanes, review
from peer_course.language.likeness import AROUND, LONG_FROM, Likeness, Network, network, plain
from peer_course.language.marks import EXCUSED, MARKS, marks
from peer_course.language.neighbours import around, numbers
from peer_course.language.passage import Passage
from peer_course.language.reviewing import review_passage
from peer_course.language.rules import LIKENESS, RuleError, build, rulebook
from peer_course.library import learned

DIMS, RISING, FALLING, POOLED, ONE, WEIGHT, SHIFT = 6, 3, 2, 4, 40, 1024, 9
HIDDEN = RISING + FALLING
UNIT = ONE * WEIGHT
WORDS = ["?", "#", "NAME", "she", "is", "late", "again", "the", "bus", "was", "rude"]
BESIDE = {numbers(["the", "bus"])[0][1]: 90, numbers(["bus", "was", "late"])[1][1]: -60}
NOTE = "Rude, as usual. The bus was late again; she is 44. Nobody (Mags included) “was rude”."


@pytest.fixture(scope="module")
def small():
    """A network of made-up numbers, and those numbers."""
    roll = random.Random(5)

    def rows(count, width, most):
        return [[roll.randint(-most, most) for _ in range(width)] for _ in range(count)]

    about = {"dims": DIMS, "pooled": POOLED, "one": ONE, "unit": UNIT, "found_above": 0.0, "grows_above": -0.5,
             "doubted_below": {"talk-about-it": -1.0}, "sure_above": 0.5, "neighbours_one": ONE,
             "shift": SHIFT, "rising": RISING, "falling": FALLING,
             "places": [rows(DIMS + MARKS, HIDDEN + 1, 900) for _ in range(5)],
             "pool_places": [rows(DIMS + MARKS, POOLED, 900) for _ in range(3)],
             "bias": rows(1, HIDDEN + 1, UNIT)[0], "pool_bias": rows(1, POOLED, UNIT)[0],
             "of_sentence": rows(POOLED, HIDDEN + 1, 500), "of_note": rows(POOLED, HIDDEN + 1, 500),
             "topics": [[name, 0.1, [roll.uniform(-1, 1) for _ in range(HIDDEN)]] for name in ("blame", "doubt", "power")]}
    vectors = rows(len(WORDS), DIMS, 127)
    held = b"".join(n.to_bytes(1, "little", signed=True) for row in vectors for n in row)
    pairs = sorted(BESIDE)
    beside = array("I", pairs).tobytes() + array("b", [BESIDE[number] for number in pairs]).tobytes()
    return Network(about, {word: row for row, word in enumerate(WORDS)}, held, beside), about, vectors


def by_hand(passage, seen, about, vectors):
    """Scores and lanes of each word in the plainest way: every sum written out, in floating point."""
    every = range(len(passage))
    inputs = [[n / ONE for n in vectors[WORDS.index(w) if w in WORDS else 0]]
              + [float(m in seen[i]) for m in range(MARKS)] for i, w in ((i, plain(passage, i)) for i in every)]

    def times(vector, matrix, scale):
        return [sum(v * row[n] / scale for v, row in zip(vector, matrix, strict=True)) for n in range(len(matrix[0]))]

    def add(*rows):
        return [sum(lane) for lane in zip(*rows, strict=True)]

    def bent(row):
        return [n if n > 0 else n / 10 for n in row]

    def window(i, places, bias):
        half = len(places) // 2
        near = [times(inputs[i + n - half], place, WEIGHT) for n, place in enumerate(places)
                if 0 <= i + n - half < len(inputs)]
        return add([b / UNIT for b in bias], *near)

    beside = around(*([BESIDE.get(number, 0) for number in some] for some in
                      numbers([plain(passage, i) for i in every])))
    gathered = [window(i, about["pool_places"], about["pool_bias"]) for i in every]
    number = []
    for i in every:
        number.append(number[-1] + (passage.first[i] == i) if number else 0)
    found, rows = [], []
    for i in every:
        own = [max(lane) for lane in zip(*(gathered[k] for k in every if number[k] == number[i]), strict=True)]
        near = [max(lane) for lane in zip(*(gathered[k] for k in every if abs(number[k] - number[i]) <= AROUND),
                                          strict=True)]
        scale = 1 << SHIFT
        row = add(window(i, about["places"], about["bias"]), times(bent(own), about["of_sentence"], scale),
                  times(bent(near), about["of_note"], scale))
        rows.append(row)
        above = [max(n, 0) for n in row]
        found.append(row[-1] + sum(above[:RISING]) - sum(above[RISING:HIDDEN]) + sum(beside[i]) / ONE)
    return found, rows


def test_whole_numbers_give_the_scores_that_plain_sums_give(small):
    net, about, vectors = small
    passage = Passage(NOTE)
    seen = marks(passage, [("please-change", 0, 0), (EXCUSED, 2, 3)])
    like, (scores, rows) = Likeness(passage, seen, net), by_hand(passage, seen, about, vectors)
    assert like.scores == pytest.approx(scores, abs=0.1)
    topics = set()
    for first in range(len(passage)):
        last = min(first + 2, len(passage) - 1)
        some = [[n if n > 0 else n / 10 for n in row] for row in rows[first:last + 1]]
        mean = [sum(lane) / len(some) for lane in zip(*some, strict=True)]
        told = {name: bias + sum(w * n for w, n in zip(weights, mean, strict=False))
                for name, bias, weights in about["topics"]}
        best = max(told, key=told.get)
        share = 1 / sum(exp(value - told[best]) for value in told.values())
        if abs(share - about["sure_above"]) > 0.05:  # nearer than that, rounding may tell
            topics.add(best if share > about["sure_above"] else "")
            assert like.topic(first, last) == (best if share > about["sure_above"] else "")
    assert len(topics) > 1


def likeness(text, net=None):
    passage = Passage(text)
    return Likeness(passage, marks(passage), net)


def test_a_text_without_words_has_no_scores():
    assert likeness("").scores == likeness("… — !").scores == []


def test_sentences_far_away_change_nothing():
    near = "She was late. " + "The bus is full. " * (AROUND + 1)  # its last word still sees the first one after it
    far = near + "Utterly hopeless and rude."
    count = len(Passage("She was late."))
    assert likeness(near).scores[:count] == likeness(far).scores[:count]


def test_a_stretch_stays_within_its_sentence(small):
    like = likeness(NOTE * 3, small[0])
    passage, stretches = like.passage, list(like.stretches())
    assert stretches
    for (first, last), (after, _) in zip(stretches, [*stretches[1:], (len(passage), 0)], strict=True):
        assert passage.first[first] == passage.first[last] and first <= last < after


@pytest.mark.parametrize("long", [False, True])
def test_no_word_whatever_its_marks_leaves_its_lane(long):
    """What words gather lies less than half the numbers of a lane apart, so that the largest can be told."""
    net = network(long)
    parts = [net.of_row(row) for row in range(0, len(net.rows), 3)]
    width, most = [net.width] * 5 + [net.pooled] * 3, 1 << lanes.BITS - 2
    highest = [lanes.unpack(lanes.most(place, count), count) for place, count in zip(zip(*parts, strict=True), width, strict=True)]
    lowest = [lanes.unpack(lanes.most((-one for one in place), count), count)
              for place, count in zip(zip(*parts, strict=True), width, strict=True)]
    for places in (range(5), range(5, 8)):
        for side, of_words in ((1, highest), (-1, lowest)):
            for lane in range(width[places[0]]):
                marked = sum(max(0, side * lanes.unpack(mark, width[n])[lane]) for n in places for mark in net.of_mark[n])
                assert sum(of_words[n][lane] for n in places) + net.one * marked < most


@pytest.mark.parametrize("long", [False, True])
def test_every_word_has_one_vector_and_every_topic_its_weights(long):
    net = network(long)
    assert len(net.vectors) == len(net.rows) * net.dims
    numbered = list(net.neighbours.numbers)
    assert len(numbered) == len(net.neighbours.weights)
    assert numbered == sorted(set(numbered))  # or they would not be found
    assert all(len(place) == net.dims for place in net.of_vector)
    assert set(net.topics) == set(network(not long).topics)


def test_a_longer_text_goes_by_weights_of_its_own():
    sentence = "He came at four. "
    assert likeness(sentence * (LONG_FROM - 1)).net is network(False)
    assert likeness(sentence * LONG_FROM).net is network(True)


BESIDES = ("Came on at seven and took over from Priya. He had porridge and read the paper by the window. {} His sister "
           "rang at eleven about the car. I drove him to the dentist for 11.30 and back. {} The plumber comes on Monday.")


def test_what_is_told_besides_does_not_hide_a_judgement():
    first, second = "He was prevailed upon to drink his coffee.", "As ever, he is non-compliant with his tablets."
    found = [f.words for f in review(BESIDES.format(first, second)) if f.level != "notice"]
    assert any(words in first for words in found)
    assert any("non-compliant" in words for words in found)
    plain = BESIDES.format("He drank his coffee.", "He said no to his tablets, because they make him sick.")
    assert review(plain) == []


def test_what_no_rule_names_is_found_and_explained():
    """Each topic's rule of likeness finds its own examples, and gives its own reason."""
    alike = [rule for rule in rulebook().rules.values() if rule.shape == LIKENESS]
    assert {rule.topic for rule in alike} == set(network(False).topics)
    for rule in alike:
        for text in rule.must_flag:
            assert rule.why in [f.why for f in review(text) if f.rule == rule.id]


ALIKE = {"id": "like-moods", "level": "talk-about-it", "shape": "likeness", "why": "Because.", "ask": "What?",
         "instead": [{"move": "describe", "say": "frowned"}], "sources": ["park"],
         "must_flag": "A.\nB.", "must_not_flag": "He smiled.\nShe sang."}
NAMED = {**{key: value for key, value in ALIKE.items() if key != "shape"}, "id": "for-an-audience", "look_for": "audience"}
SHOWN = "Collapsed for an audience."


def found(*rules, topic="motive", text=SHOWN):
    book = build({topic: {"topic": topic, "rules": list(rules)}})
    return [(f.rule, f.level) for f in review_passage(Passage(text), book)]


def test_a_topic_without_a_rule_of_likeness_finds_nothing_by_likeness():
    assert found(NAMED | {"look_for": "zebra"}) == []


def test_the_reason_of_a_rule_goes_before_likeness():
    assert ("like-moods", "talk-about-it") in found(ALIKE)
    assert found(NAMED, ALIKE)[0] == ("for-an-audience", "talk-about-it")


def test_words_beside_those_of_a_rule_are_not_lost():
    book = build({"motive": {"topic": "motive", "rules": [NAMED | {"look_for": "collapsed"}, ALIKE]}})
    here = {f.words: f.alike for f in review_passage(Passage(SHOWN), book)}
    assert here.pop("Collapsed") is False
    assert [alike for words, alike in here.items() if words.endswith("audience")] == [True]


def test_where_readers_marked_nothing_like_it_a_rule_only_notices():
    named = NAMED | {"look_for": "kettle"}
    assert found(named, text="The kettle is on the shelf in the kitchen.") == [("for-an-audience", "notice")]


def test_what_a_rule_of_likeness_leaves_alone_is_left_alone_whatever_topic_is_guessed():
    other = ALIKE | {"id": "like-trouble", "fine_in": "for an audience"}
    named = NAMED | {"look_for": "zebra", "fine_in": "for an audience"}
    documents = {"motive": {"topic": "motive", "rules": [ALIKE, named]}, "blame": {"topic": "blame", "rules": [other]}}
    assert review_passage(Passage(SHOWN), build(documents)) == []
    assert ("like-moods", "talk-about-it") in found(ALIKE, named)


def test_a_shape_that_does_not_exist_is_refused():
    with pytest.raises(RuleError, match="likeness"):
        found(ALIKE | {"shape": "likenes"})


@pytest.mark.parametrize("kind", ["short", "long"])
def test_learning_anew_writes_the_limits_that_the_shipped_numbers_have(kind):
    writing = (Path(__file__).resolve().parents[2] / "utils" / "learning" / "writing.py").read_text(encoding="utf-8")
    limits = next(ast.literal_eval(node.value) for node in ast.parse(writing).body
                  if isinstance(node, ast.Assign) and node.targets[0].id == "LIMITS")
    assert limits[kind] == {name: learned.weights(kind)[name] for name in limits[kind]}
