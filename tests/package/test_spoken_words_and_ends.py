"""What was said aloud, ways that stop early, matches that share a reason, and facts said in other words."""

import pytest
from peer_course import kinds, library
from peer_course.kinds import rewrite
from peer_course.library import sound

EXERCISES = {slug: library.exercise(slug) for slug in library.slugs()}
SPOKEN = [e for e in EXERCISES.values() if e.kind == "rewrite" and e.spoken]
SCENARIOS = [e for e in EXERCISES.values() if e.kind == "scenario"]


@pytest.fixture
def words():
    return library.words()


def said(exercise, text, words, note=None):
    note = note or exercise.notes[0].id
    return kinds.reply(exercise, {"note": note, "texts": {note: text}}, words)


@pytest.mark.parametrize("text", ["At least you have your health. I know exactly how you feel.",
                                  "Everything happens for a reason.", "I want to die too, I can't go on."])
@pytest.mark.parametrize("exercise", SPOKEN, ids=lambda e: e.slug)
def test_no_clean_bill_is_given_to_what_somebody_would_say(exercise, text, words):
    reply = said(exercise, text, words)
    everything = [reply.summary, *(s.heading for s in reply.sections), *(x.text for s in reply.sections for x in s.lines)]
    assert words("rewrite.no_words_left") not in everything
    assert words("rewrite.words_left_saying") not in everything
    assert not any("Second look" in one for one in everything)


@pytest.mark.parametrize("exercise", SPOKEN, ids=lambda e: e.slug)
def test_what_was_said_is_not_called_a_note(exercise, words):
    group = kinds.view(exercise, words)["words"]
    assert [group[name] for name in ("reply", "which")] == ["Listening to your version", "Choose one"]
    empty = kinds.reply(exercise, kinds.empty(exercise), words).summary
    assert empty == "Your page is empty so far. Write what you might say."


def test_a_loaded_word_in_what_somebody_would_say_is_still_looked_at(words):
    reply = said(EXERCISES["say-it-safely"], "He committed suicide.", words)
    found = next(s for s in reply.sections if s.heading == words("rewrite.words_left_saying"))
    assert any("committed" in line.mark for line in found.lines)


@pytest.mark.parametrize("text", ["", "I want to die too, I can't go on.", "He committed suicide.", "word " * 5000],
                         ids=["empty", "about-oneself", "loaded", "very-long"])
def test_every_reply_about_suicide_ends_with_whom_to_ring(text, words):
    last = said(EXERCISES["say-it-safely"], text, words).sections[-1].lines[0].text
    assert last.startswith("If this is about you today") and all(n in last for n in ("116 123", "111", "999"))


def path_to(exercise, scene_id, seen=()):
    """Return one way from the first scene to another, as (scene, option) steps; no scene twice."""
    for scene in exercise.scenes:
        for option in scene.options:
            if option.then == scene_id and scene.id not in seen and scene.id != scene_id:
                if scene is exercise.scenes[0]:
                    return [{"scene": scene.id, "option": option.id}]
                if (before := path_to(exercise, scene.id, (*seen, scene_id))) is not None:
                    return [*before, {"scene": scene.id, "option": option.id}]
    return [] if scene_id == exercise.scenes[0].id else None


@pytest.mark.parametrize("exercise", SCENARIOS, ids=lambda e: e.slug)
def test_an_end_says_whether_it_is_a_way_through_or_one_that_stops(exercise, words):
    for scene in exercise.scenes:
        for option in (o for o in scene.options if not o.then):
            path = [*path_to(exercise, scene.id), {"scene": scene.id, "option": option.id}]
            answer = {"path": path, "at": scene.id}
            stops = scene is not exercise.scenes[-1]
            assert option.stops_here is stops, f"{scene.id}: {option.id}"
            assert kinds.reply(exercise, answer, words).summary == words("scenario.stopped" if stops else "scenario.end")


def test_the_ways_that_are_not_safe_stop_and_point_back(words):
    stops = {o.id for e in SCENARIOS for s in e.scenes for o in s.options if o.stops_here}
    assert stops == {"next-thursday", "my-own-number", "safe-till-monday", "give-and-hope"}
    assert "one step back" in words("scenario.stopped")


def test_a_way_that_goes_on_cannot_be_marked_as_one_that_stops():
    scenes = [{"id": "a", "options": [{"id": "on", "then": "b", "stops_here": True}]},
              {"id": "b", "options": [{"id": "end"}]}]
    found = sound.unsound("exercises/x", {"kind": "scenario", "scenes": scenes})
    assert [path for path, _ in found] == [("scenes", 0, "options", 0)]
    assert "`on`" in found[0][1] and "stops_here" in found[0][1]


def test_a_reason_for_all_other_choices_is_said_once_under_their_names(words):
    for exercise in (e for e in EXERCISES.values() if e.kind == "match"):
        every = [t.id for t in exercise.targets]
        for item, section in zip(exercise.items, kinds.reply(
                exercise, {"matched": {s.id: every for s in exercise.items}}, words).sections, strict=True):
            texts = [line.text for line in section.lines]
            assert len(texts) == len(set(texts)), f"{exercise.slug}: {item.id}"
            marks = " ".join(line.mark for line in section.lines)
            assert all(f"“{t.name}”" in marks for t in exercise.targets)


@pytest.mark.parametrize(("note", "fact", "text"), [
    ("senga-tablets", "other-tablet", "She asks whether she could take something else."),
    ("rhona-cooking", "did-not-come", "Rhona was not at cooking on 6 Mar."),
    ("rhona-cooking", "did-not-come", "Rhona did not come on Thurs."),
    ("senga-tablets", "rang-surgery", "She rang the surgery and has heard nothing."),
    ("farid-desk", "not-told", "Farid waited an hour and a half with no word from anybody.")])
def test_a_fact_said_in_other_plain_words_is_found(note, fact, text):
    one = next(n for n in EXERCISES["rewrite-notes"].notes if n.id == note)
    assert rewrite.is_kept(next(f for f in one.facts if f.id == fact), text)


def test_the_name_of_a_place_stands_in_quotes_within_a_sentence(words):
    exercise = next(e for e in EXERCISES.values() if e.kind == "sort")
    item, place = exercise.items[0], exercise.places[0]
    marks = [x.mark for x in kinds.reply(exercise, {"placed": {item.id: place.id}}, words).sections[0].lines]
    assert marks[0] == f"You put it under “{place.name}”" and all(mark.endswith("”") for mark in marks)
