"""A rule that cannot be used is refused with a sentence that an author understands."""

import json
from pathlib import Path

import pytest
from peer_course import library
from peer_course.language import patterns
from peer_course.language.matching import Matcher
from peer_course.language.passage import Passage
from peer_course.language.reviewing import review_passage
from peer_course.language.rules import RuleError, build, rulebook

GOOD = {"id": "grumpy", "level": "please-change", "look_for": "grumpy|cross", "why": "Because.", "ask": "What?",
        "instead": [{"move": "describe", "say": "frowned"}], "sources": ["park"],
        "must_flag": "He is grumpy.\nCross.", "must_not_flag": "He smiled.\nShe sang."}


def book(**changes):
    rule = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return build({"moods": {"topic": "moods", "rules": [rule]}})


def found(text, **changes):
    return [f.words for f in review_passage(Passage(text), book(**changes))]


def test_a_rule_works_as_soon_as_its_file_is_there():
    assert found("He was grumpy.") == ["grumpy"]


PART = {"id": "cross-with-us", "part_of": "grumpy", "look_for": "cross", "why": "Apart.", "ask": "Why?",
        "instead": [{"move": "describe", "say": "frowned at us"}], "must_flag": "Cross.\nHe is cross.",
        "must_not_flag": "He smiled.\nShe sang."}


def parted(**changes):
    return build({"moods": {"topic": "moods", "rules": [GOOD, PART | changes]}})


def test_some_words_of_a_rule_can_be_explained_apart():
    here = review_passage(Passage("He was cross with us as ever, a grumpy man."), parted())
    assert [(f.words, f.rule, f.why, f.level) for f in here] == [
        ("cross", "cross-with-us", "Apart.", "please-change"), ("grumpy", "grumpy", "Because.", "please-change")]


def test_a_part_finds_nothing_that_its_rule_does_not_find():
    assert review_passage(Passage("He was sullen."), parted(look_for="sullen")) == []


def test_a_part_names_a_rule_of_its_file_and_cannot_change_what_is_found():
    with pytest.raises(RuleError, match="Did you mean “grumpy”"):
        parted(part_of="grumpi")
    with pytest.raises(RuleError, match="nothing here is called “fine_in”"):
        parted(fine_in="cross stitch")


@pytest.mark.parametrize(("changes", "says"), [
    ({"must_flag": "He is grumpy."}, "at least two examples under must_flag"),
    ({"must_not_flag": "He smiled."}, "at least two examples under must_not_flag"),
    ({"must_not_flag": None}, "“must_not_flag” is missing"),
    ({"why": None}, "“why” is missing"),
    ({"look_for": None}, "say what to look for"),
    ({"lok_for": "x"}, "Did you mean “look_for”?"),
    ({"level": "terrible"}, "level is one of"),
    ({"leave_alone": ["qouted"]}, "Did you mean “quoted”?"),
    ({"instead": [{"move": "shout", "say": "x"}]}, "needs a move"),
    ({"look_for": "<persn> grumpy"}, "no class of words called <persn>"),
    ({"look_for": "[grumpy"}, "without closing"),
    ({"look_for": "gr(umpy"}, "bracket"),
])
def test_a_broken_rule_is_refused_in_a_clear_sentence(changes, says):
    with pytest.raises(RuleError) as refusal:
        book(**changes)
    assert says in str(refusal.value)
    assert "grumpy" in str(refusal.value)


def test_the_refusal_names_the_file():
    with pytest.raises(RuleError, match="language/moods, rule “grumpy”"):
        book(why=None)


def test_an_id_stands_only_once():
    with pytest.raises(RuleError, match="is there already, in a"):
        build({"a": {"rules": [GOOD]}, "b": {"rules": [GOOD]}})


@pytest.mark.parametrize(("look_for", "text", "words"), [
    ("grump*", "Two grumpily spoken words", ["grumpily"]),
    ("very|so grumpy", "so grumpy", ["so grumpy"]),
    ("(very) grumpy", "very grumpy, grumpy", ["very grumpy", "grumpy"]),
    ("ill-tempered", "ill tempered ill-tempered illtempered", ["ill tempered", "ill-tempered", "illtempered"]),
    ("ill|bad -tempered", "bad-tempered illtempered", ["bad-tempered", "illtempered"]),
    ("makes ... grumpy", "makes all of us grumpy", ["makes all of us grumpy"]),
    ("<person> [grumpy]", "she grumpy", ["grumpy"]),
    ("can't grump", "can’t grump", ["can’t grump"]),
    ("grumpy day", "grumpy. Day", []),
    ("grumpy day", "grumpy, day", []),
])
def test_the_notation_says_what_it_means(look_for, text, words):
    assert found(text, look_for=look_for) == words


@pytest.mark.parametrize(("look_for", "text", "words"), [
    ("<person> <be> grumpy today", "Is grumpy today.", ["Is grumpy today"]),
    ("<person> <be> kept grumpy", "Kept grumpy by noise.", ["Kept grumpy"]),
    ("<be> kept grumpy", "Kept grumpy by noise.", ["Kept grumpy"]),
    ("<person> <be> [grumpy]", "Grumpy weather.", []),
    ("<person> <be> kept grumpy", "The dog, kept grumpy by noise, barked.", []),
    ("kept grumpy", "The dog kept grumpy hours.", ["kept grumpy"]),
])
def test_a_line_is_found_where_a_hurried_note_leaves_the_person_out(look_for, text, words):
    assert found(text, look_for=look_for) == words


def test_fine_in_near_and_only_near_narrow_a_rule():
    assert found("a grumpy cat", fine_in="grumpy cat") == []
    assert found("grumpy in the play", unless_near="play") == []
    assert found("grumpy", only_near="monday*") == []
    assert found("grumpy on Mondays", only_near="monday*") == ["grumpy"]


def test_contexts_of_a_file_hold_for_all_its_rules():
    document = {"topic": "moods", "leave_alone": ["negated"], "rules": [GOOD]}
    rules = build({"moods": document})
    assert review_passage(Passage("He was not grumpy."), rules) == []


LABELLED = Path(__file__).resolve().parents[1] / "content" / "labelled"


def test_lines_read_only_when_a_text_needs_them_are_found_all_the_same():
    documents = {name: library.document(f"language/{name}") for name in library.names("language")}
    everything = build(documents).matcher
    for file in sorted(LABELLED.glob("*.jsonl")):
        when_needed = rulebook().matcher
        for line in file.read_text(encoding="utf-8").splitlines():
            note = json.loads(line)
            passage = Passage(note.get("text") or note["first"])
            assert _places(when_needed, passage) == _places(everything, passage), passage.text


def test_a_line_waits_for_no_word_that_a_text_may_do_without():
    for line, owner in rulebook().matcher._lines:
        words = patterns.words_needed(line)
        assert not words or all(any(slot and slot <= words for slot in pattern.slots)
                                for pattern in patterns.read(line, owner)), line


def _places(matcher, passage):
    return sorted((h.owner, h.first, h.last, h.shown_first, h.shown_last) for h in matcher.find(passage))


def test_a_line_that_cannot_be_read_is_named_when_a_text_first_needs_it():
    matcher = Matcher([("grumpy <persn>", ("moods", "look_for"))])
    assert matcher.find(Passage("All is well.")) == []
    for _ in range(2):
        with pytest.raises(RuleError, match="“moods”, look_for"):
            matcher.find(Passage("A grumpy morning."))


def test_a_mistyped_class_is_named_at_the_first_text_where_no_word_tells_when_to_read_it():
    with pytest.raises(RuleError, match="<persn>"):
        Matcher([("<person> <persn>", ("moods", "look_for"))]).find(Passage("He is lazy."))


def test_an_empty_text_holds_nothing():
    assert rulebook().matcher.find(Passage("")) == []


@pytest.mark.parametrize("line", ["cross ...", "cross ... (often)"])
def test_a_line_that_ends_with_a_gap_is_refused(line):
    with pytest.raises(RuleError, match="ends with a gap"):
        book(look_for=line)
