"""What likeness is told of a word: how it is written, whom its clause is about, and what the rules make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peer_course.language import marks as known
from peer_course.language.grammar import OTHER, PERSON, THING, WRITER
from peer_course.language.marks import EXCUSED, MARKS, marks
from peer_course.language.passage import Passage
from peer_course.language.reviewing import seen
from peer_course.language.rules import build
from peer_course.model.language import LEVELS

KINDS = (PERSON, WRITER, OTHER, THING)


def whom(text, word):
    """(what the word stands for, who was named before it in its clause, who opens the sentence, who says it)."""
    passage = Passage(text)
    held = marks(passage)[passage.words.index(word)]
    return tuple(next((KINDS[m - start] for m in held if start <= m < start + len(KINDS)), None)
                 for start in (known._ITSELF, known._BEFORE, known._OPENS, known._SAID_BY))


def said(text, word, book):
    """What the rules of a book make of a word, as marks."""
    passage = Passage(text)
    held = seen(passage, book)[passage.words.index(word)]
    return [verdict for verdict, mark in known._RULES.items() if mark in held]


@pytest.mark.parametrize(("text", "word", "is_known"), [
    ("The kettle was rude.", "rude", (None, THING, THING, None)),
    ("I was rude.", "rude", (None, WRITER, WRITER, None)),
    ("Kai was rude.", "rude", (None, PERSON, PERSON, None)),
    ("He was late; the kettle was rude.", "rude", (None, THING, PERSON, None)),
    ("He was late. Rude.", "rude", (None, None, None, None)),
    ("She says I am rude.", "rude", (None, WRITER, PERSON, PERSON)),
    ("She says it; rude.", "rude", (None, None, PERSON, None)),
    ("Told the nurse.", "nurse", (OTHER, None, None, None)),
])
def test_whom_a_word_is_about(text, word, is_known):
    assert whom(text, word) == is_known


@pytest.fixture(scope="module")
def book():
    rule = {"id": "moody", "level": "please-change", "look_for": "moody", "why": "Because.", "ask": "What?",
            "instead": [{"move": "describe", "say": "frowned"}], "sources": ["park"], "leave_alone": ["negated"],
            "must_flag": "Moody.\nHe is moody.", "must_not_flag": "He smiled.\nShe sang."}
    quiet = rule | {"id": "grey", "level": "notice", "look_for": "grey", "must_flag": "Grey.\nHe is grey."}
    return build({"moods": {"topic": "opinion", "rules": [rule, quiet]}})


def test_what_rules_say_is_known_beside_each_word(book):
    assert said("He is moody.", "moody", book) == ["please-change"]
    assert said("He is grey.", "grey", book) == ["notice"]
    assert said("He is not moody.", "moody", book) == [EXCUSED]
    assert said("He is not moody.", "is", book) == []


@given(st.text())
def test_every_word_has_marks_and_each_mark_a_place(text):
    passage = Passage(text)
    every = range(len(passage))
    held = marks(passage, [(verdict, i, i) for i in every for verdict in (*LEVELS, EXCUSED)])
    assert len(held) == len(passage)
    assert all(len(set(some)) == len(some) and set(some) <= set(range(MARKS)) for some in held)
