"""A rewrite keeps the facts, hides no force, adds nothing, and lets the person speak. Notes are invented."""

import pytest
from peer_course.language import compare


def kinds(facts):
    return {(fact.kind, fact.words) for fact in facts}


def test_names_times_numbers_and_places_are_kept_whatever_their_spelling():
    result = compare("Bella rang twice on Mon at 2pm from A&E.", "On Monday Bella phoned 2 times, at 14.00, from A&E.")
    assert result.facts.lost == ()
    assert {kind for kind, _ in kinds(result.facts.kept)} >= {"who", "number", "when", "where", "what"}


def test_a_lost_fact_is_named_in_the_words_of_the_first_note():
    result = compare("Corin threw a cup on 4 May and a nurse was hurt.", "Corin was upset.")
    assert kinds(result.facts.lost) >= {("when", "4 May"), ("who", "nurse"), ("what", "threw"), ("what", "hurt")}
    assert kinds(result.facts.kept) == {("who", "Corin")}


def test_a_new_fact_is_named_in_the_words_of_the_rewrite():
    result = compare("Morag refused her tablets.", "Morag didn’t take tablets because staff were rude.")
    assert ("who", "staff") in kinds(result.facts.new)
    assert ("what", "tablets") in kinds(result.facts.kept)


def test_three_dates_keep_the_number_three():
    result = compare("DNA x3.", "Ryan did not come on 4, 11 and 18 June.")
    assert kinds(result.facts.lost) == set()
    assert ("when", "4, 11 and 18 June") in kinds(result.facts.new)


def test_who_said_so_is_a_fact_whatever_verb_was_used():
    result = compare("Claims her partner pushed her.", "She said her partner pushed her.")
    assert ("said_by", "Claims") in kinds(result.facts.kept)


def test_a_planned_next_step_is_a_fact():
    result = compare("The nurse will ring on Friday.", "Nothing was agreed.")
    assert "next_step" in {fact.kind for fact in result.facts.lost}
    same = compare("The nurse will ring on Friday.", "The nurse will ring her on Friday.")
    assert "next_step" in {fact.kind for fact in same.facts.kept}


def test_a_loaded_word_is_no_fact():
    assert compare("Manipulative, lazy and rude.", "Reason not asked.").facts.lost == ()


def test_a_cheerful_rewrite_that_loses_the_facts_is_seen():
    result = compare("Morag refused her tablets twice.", "Morag had a great chat about medication.")
    assert {("what", "refused"), ("number", "twice")} <= kinds(result.facts.lost)
    assert [s.now for s in result.softened] == ["great chat"]


@pytest.mark.parametrize(("note", "rewrite"), [
    ("Bethan was restrained by two staff.", "Bethan was supported to calm by two staff."),
    ("The visit was cancelled by us.", "The visit was rescheduled."),
    ("He was put behind a locked door.", "He went to a safe space."),
    ("She self-harmed on Sunday.", "She had a hard time on Sunday."),
    ("He is manipulative.", "He is resourceful."),
    ("Attention-seeking at lunch.", "A connection-seeking lunch."),
])
def test_a_hard_fact_made_soft_is_pointed_out(note, rewrite):
    softened = compare(note, rewrite).softened
    assert softened and softened[0].was in note and softened[0].now in rewrite and softened[0].why


@pytest.mark.parametrize("text", [
    "She said the soup was cold.", "He would like to move rooms.", "“Not today,” said Ines.",
    "Tam prefers mornings.", "Kofi decided to wait.", "In the plan, Jean disagrees with two points."])
def test_the_persons_voice_is_heard(text):
    voice = compare("", text).voice
    assert voice.present and all(words in text for words in voice.words)


@pytest.mark.parametrize("text", [
    "Ate lunch. Slept.", "I said that it was late.", "The nurse said he was tired.", "He was told to wait.",
    "Claims to be ill.", "Her mother would like a call."])
def test_others_voices_are_not_taken_for_the_persons(text):
    assert not compare("", text).voice.present


def test_findings_are_those_of_the_rewrite():
    result = compare("Lazy.", "Rude.")
    assert [f.words for f in result.findings] == ["Rude"]
