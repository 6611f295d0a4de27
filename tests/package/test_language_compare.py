"""A rewrite keeps the facts, hides no force, adds nothing, and lets the person speak. Notes are invented."""

import json
from pathlib import Path

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


@pytest.mark.parametrize(("note", "rewrite", "was", "now"), [
    ("Room 4 was evicted on Friday.", "Room 4 waved us goodbye on Friday.", "evicted", "waved us goodbye"),
    ("They handcuffed Jo by the gate.", "They twinkled at Jo by the gate.", "handcuffed", "twinkled"),
    ("He stole £40 from the tin.", "He whistled £40 from the tin.", "stole", "whistled"),
])
def test_whatever_takes_the_place_of_a_hard_fact_is_shown(note, rewrite, was, now):
    (softened,) = compare(note, rewrite).softened
    assert softened.was == was and softened.now == now


@pytest.mark.parametrize(("note", "rewrite"), [
    ("He was evicted on Friday. His sister came at two.", "His sister came at two, with cake."),
    ("He was restrained by three staff.", "Three staff held his arms and legs on the floor for two minutes."),
    ("She was sectioned on Friday.", "She was detained on Friday and may not leave. I helped her to ring her sister."),
    ("He was drunk at nine.", "At nine his speech was slurred and he smelt of alcohol."),
    ("He kicked off at tea.", "At tea he shouted and threw a plate."),
    ("She took her tablets at eight.", "She had her tablets at eight and a lovely chat."),
    ("He hit the pub at nine and was merry.", "At nine he went to the pub."),
])
def test_a_fact_in_other_plain_words_or_left_out_altogether_is_no_softening(note, rewrite):
    assert compare(note, rewrite).softened == ()


def test_a_fact_that_is_left_out_is_lost_and_a_soft_word_elsewhere_takes_no_blame():
    result = compare("He was evicted on Friday. His sister came at two.", "His sister came at two, and they had a cosy hour.")
    assert ("what", "evicted") in kinds(result.facts.lost) and result.softened == ()


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


@pytest.mark.parametrize(("note", "step"), [
    ("To be seen by Dr Shah on Friday at 2pm.", "To be seen by Dr Shah on Friday at 2pm"),
    ("Discharge to GP.", "Discharge to GP"),
    ("Review in six weeks.", "Review in six weeks"),
    ("Ate well. For follow-up.", "For follow-up"),
    ("Plan: ring Monday.", "ring Monday"),
    ("I’ll write to her.", "I’ll write to her"),
    ("Bloods are due on 4 May.", "Bloods are due on 4 May"),
    ("Booked for 3 June.", "Booked for 3 June"),
    ("CPN to ring within 48 hours.", "CPN to ring within 48 hours"),
    ("We agreed that she comes on Friday.", "We agreed that she comes on Friday"),
    ("The plan is to move rooms.", "plan is to move rooms"),
])
def test_a_bare_plan_is_a_next_step(note, step):
    assert ("next_step", step) in kinds(compare(note, "").facts.lost)


@pytest.mark.parametrize("note", [
    "We offered 3, 10 and 17 May.", "Nurse Kelly offered the tablets.", "He had to be seen.", "She asked to ring her sister.",
    "He had agreed to come.", "They were booked for 3 June."])
def test_what_was_offered_or_asked_is_no_next_step(note):
    assert "next_step" not in {fact.kind for fact in compare(note, "").facts.lost}


def test_a_plan_is_kept_in_other_words():
    result = compare("To be seen by Dr Shah on Friday at 2pm.", "She will see Dr Shah on Friday at 14:00.")
    assert result.facts.lost == () and "next_step" in {fact.kind for fact in result.facts.kept}


@pytest.mark.parametrize(("note", "rewrite"), [
    ("Held for two hours.", "Held for 2 hrs."),
    ("Sat for half an hour.", "Sat for 30 minutes."),
    ("Three staff came.", "3 staff came."),
    ("Lost £84.", "Lost 84 pounds."),
    ("Seen at 2pm.", "Seen at 14:00."),
    ("Arrived at 03:20.", "Arrived at 3.20am."),
    ("Rev 6/52.", "Review in six weeks."),
    ("Discharged. Mum phoned the GP.", "Discharge. Her mother rang the doctor."),
    ("On a Section 136.", "Under section 136."),
    ("DNA.", "He did not come."),
])
def test_another_way_to_write_it_loses_nothing(note, rewrite):
    assert compare(note, rewrite).facts.lost == ()


def test_morning_is_not_afternoon_and_absent_is_not_present():
    assert ("when", "2am") in kinds(compare("Rang at 2am.", "Rang at 2pm.").facts.lost)
    assert ("what", "DNA") in kinds(compare("DNA.", "He attended.").facts.lost)


@pytest.mark.parametrize("note", ["Just a cry for help.", "He kicked off.", "Under a Section 136."])
def test_figures_of_speech_and_sections_are_nobody(note):
    facts = compare(note, "").facts.lost
    assert not {("what", "cry"), ("what", "kicked"), ("who", "Section")} & kinds(facts)


@pytest.mark.parametrize("text", [
    "She did not say why.", "I will ask what he wants.", "“He never tries,” said the nurse.",
    "She goes to the group “Hearing Voices”.", "Her reason was not asked.",
    "Bronagh reflected on her choices and apologised appropriately.", "She apologised."])
def test_silence_and_questions_are_no_voice(text):
    assert not compare("", text).voice.present


def labelled(name):
    file = Path(__file__).resolve().parents[1] / "content" / "labelled" / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


PAIRS = labelled("pairs")
_SMALL = {"the", "a", "an", "of", "to", "in", "on", "at", "and", "he", "she", "his", "her", "was", "will"}


def touch(one: str, other: str) -> bool:
    """Two wordings of a fact share a word that says something, or one lies within the other."""
    one, other = one.lower(), other.lower()
    shared = set(one.replace(",", " ").split()) & set(other.replace(",", " ").split()) - _SMALL
    return one in other or other in one or bool(shared)


def test_labelled_pairs_are_read_as_a_reader_reads_them_or_nearly():
    """Floors just under what was measured; a rule that makes the comparing worse must not pass unseen."""
    hits = missed = extra = soft = soft_missed = false = voice = 0
    for pair in PAIRS:
        result = compare(pair["text"], pair["rewrite"])
        for place in ("kept", "lost", "new"):
            facts = getattr(result.facts, place)
            for label in pair[place]:
                met = any(f.kind == label["kind"] and touch(label["words"], f.words) for f in facts)
                hits, missed = hits + met, missed + (not met)
            extra += sum(not any(touch(label["words"], f.words) for label in pair[place]) for f in facts)
        shown = [s.now for s in result.softened]
        for ways in pair["softened"]:
            met = any(touch(way, now) for way in ways for now in shown)
            soft, soft_missed = soft + met, soft_missed + (not met)
        false += bool(shown) and not pair["softened"]
        voice += result.voice.present == pair["voice"]
    assert hits / (hits + missed) >= 0.90
    assert 2 * hits / (2 * hits + missed + extra) >= 0.85
    assert soft / (soft + soft_missed) >= 0.9 and false == 0
    assert voice >= 45


@pytest.mark.parametrize(("name", "found", "needless"), [("softened", 0.88, 0.01), ("softened-unseen", 0.68, 0.02)])
def test_softer_words_for_hard_facts_are_found_and_fair_rewrites_left_alone(name, found, needless):
    """Floors just under what was measured; the second set was written last, and no rule was written from it."""
    pairs = labelled(name)
    said = [bool(compare(pair["text"], pair["rewrite"]).softened) for pair in pairs]
    soft = [told for told, pair in zip(said, pairs, strict=True) if pair["softer"]]
    fair = [told for told, pair in zip(said, pairs, strict=True) if not pair["softer"]]
    assert sum(soft) / len(soft) >= found and sum(fair) / len(fair) <= needless


def test_ordinary_events_in_other_words_are_not_called_soft():
    """Written by a reader who knew the lines and set out to be stopped needlessly: drunk with joy, a crack in the mirror."""
    stopped = [pair["text"] for pair in labelled("softened-ordinary") if compare(pair["text"], pair["rewrite"]).softened]
    assert len(stopped) <= 4


def test_facts_of_labelled_pairs_are_given_in_the_words_of_the_texts():
    for pair in PAIRS:
        facts = compare(pair["text"], pair["rewrite"]).facts
        assert all(fact.words in pair["text"] for fact in (*facts.kept, *facts.lost))
        assert all(fact.words in pair["rewrite"] for fact in facts.new)
