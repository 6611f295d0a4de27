"""Places in the text are exact whatever the text holds, and no text makes the review stumble."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peer_course.language import compare, review
from peer_course.language.passage import Passage

PIECES = st.sampled_from([
    "She refused", "lazy", "non\u2011compliant",
    "“manipulative”", "‘in pain’", "İstanbul", "straße", "😀", "\r\n", "\n\n",
    "can’t cope", "she's", "DNA x3", "n't", "'", '"', "«a»", "—", "...", "A&E", "11.05", "\u200b", "\u00ad", "e\u0301",
    "Dr.", "never", "committed", "suicide", "Bed 4 wants", "the", "of", " ", ",", ".", "(", "4, 11 and 18 June"])
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join),
                  st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_finding_points_at_its_words(text):
    found = review(text)
    assert all(text[f.start:f.end] == f.words and f.words for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_words_are_read_in_order_and_lie_within_the_text(text):
    passage = Passage(text)
    assert all(0 <= a < b <= len(text) for a, b in zip(passage.starts, passage.ends, strict=True))
    assert all(b <= a for b, a in zip(passage.ends, passage.starts[1:], strict=False))
    assert len(passage.names) == len(passage.inside) == len(passage.first) == len(passage.words)


@settings(max_examples=80, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared(original, rewrite):
    result = compare(original, rewrite)
    assert all(f.words in original for f in (*result.facts.kept, *result.facts.lost))
    assert all(f.words in rewrite for f in result.facts.new)
    assert all(s.was in original and s.now in rewrite for s in result.softened)
    assert all(words in rewrite for words in result.voice.words)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="İßé😀\u0301 \n", max_size=30))
def test_letters_that_grow_when_folded_shift_nothing(before):
    text = f"{before}. He is manipulative."
    assert [f.words for f in review(text) if f.rule == "manipulative"] == ["manipulative"]


def test_a_letter_without_full_stops_or_spaces_is_read_too():
    assert review("a" * 50_000) == []
    assert review("'" * 5_000 + '"' * 5_000) == []
    assert len(review("lazy " * 2_000)) > 0


@pytest.mark.parametrize(("text", "words"), [
    ("He wouldn't engage.", "wouldn't engage"), ("Wouldn’t engage.", "Wouldn’t engage"),
    ("She’ll be back before the month is out.", "She’ll be back before the month is out")])
def test_a_finding_begins_and_ends_where_a_written_word_does(text, words):
    found = review(text)
    assert [f.words for f in found] == [words]
    assert text[found[0].start:found[0].end] == words


def test_two_findings_never_share_a_written_word():
    for text in ("Sooner or later she'll be back.", "If she really meant it she wouldn't engage."):
        found = review(text)
        assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
