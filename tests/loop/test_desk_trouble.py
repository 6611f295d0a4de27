"""The marking desk when something is amiss: a clear sentence, and nothing lost."""

import shutil
import sqlite3

import pytest
from desk_room import EMPTY, NOTE, ROOT, STUB, TEXTS, hand_in
from peer_course.marking import course_folder, records
from peer_course.marking.desk import Desk


def test_when_it_cannot_be_noted_no_name_is_shown(sit, monkeypatch):
    tutor = sit()

    def full(*args, **kwargs):
        raise course_folder.NotPossible("the disk is full")

    monkeypatch.setattr(records, "note_event", full)
    answer = tutor("show_names", on=True)
    assert answer["trouble"] and "queue" not in answer
    assert {one["name"] for one in tutor("choose", task=tutor.task, role="first")["queue"]} == {None}


def test_what_worries_opens_the_steps_with_the_cohorts_contact_and_is_noted(sit, place, task):
    tutor = sit()
    answer = tutor("worry", key=tutor.key("alice"))
    assert len(answer["worry"]["steps"]) >= 4 and "999" in answer["worry"]["steps"][0]
    assert answer["worry"]["contact"] == "Ring Isla on 01234, day and night"
    event = records.events(place)[-1]
    assert (event["who"], event["what"], event["learner"]) == ("morag", "worry", "alice")


def test_the_steps_are_shown_even_when_nothing_can_be_noted(sit, place, monkeypatch):
    tutor = sit()
    key = tutor.key("alice")
    place.records.write_bytes(b"this is no database at all, and long enough to be looked at")
    answer = tutor("worry", key=key)
    assert answer["worry"]["steps"] and answer["worry"]["contact"] and answer["say"]


def test_no_text_is_opened_while_there_is_nobody_to_call(sit, monkeypatch):
    tutor = sit()
    key = tutor.key("alice")
    monkeypatch.delenv("PEER_COURSE_CONTENT")
    for do in ("open", "take_over"):
        answer = tutor(do, key=key)
        line = (ROOT / "content/course.yml").read_text(encoding="utf-8").splitlines().index("  worry: null") + 1
        assert answer["trouble"] and "handin" not in answer and f"content/course.yml, line {line}" in answer["say"]
    assert tutor.desk.spec()["problem"] == answer["say"]
    assert tutor("worry", key=key)["worry"]["steps"]


def test_a_draft_is_kept_while_another_program_holds_the_gradebook(sit, place):
    tutor = sit()
    with sqlite3.connect(place.gradebook) as other:
        other.execute("begin exclusive")
        answer = tutor.finish("alice", well="kept anyway")
        other.rollback()
    assert answer["trouble"] and "used by another program" in answer["say"]
    assert tutor.open("alice")["marking"]["well"] == "kept anyway" and tutor.state("alice") == "draft"
    assert tutor.finish("alice", 1, well="kept anyway")["finished"]


def test_without_a_gradebook_one_can_read_and_write_and_is_told_what_to_do(sit, place):
    place.gradebook.unlink()
    tutor = sit()
    assert any("nbgrader generate_assignment" in note for note in tutor.open("alice")["notes"])
    answer = tutor.finish("alice", well="kept")
    assert answer["trouble"] and "no gradebook" in answer["say"] and tutor.open("alice")["marking"]["well"] == "kept"


def test_a_hand_in_the_gradebook_does_not_know_keeps_its_draft(sit, place):
    with sqlite3.connect(place.gradebook) as db:
        db.execute("pragma foreign_keys = off")
        db.execute("delete from submitted_assignment where student_id = 'alice'")
    answer = sit().finish("alice", well="kept")
    assert answer["trouble"] and "does not know this hand-in" in answer["say"]
    assert sit().open("alice")["marking"]["well"] == "kept"


def test_a_full_disk_is_a_sentence_and_the_page_keeps_its_words(sit, monkeypatch):
    tutor = sit()
    key = tutor.key("alice")

    def full(*args, **kwargs):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(records, "_write", full)
    answer = tutor("draft", key=key, marking=EMPTY | {"well": "x"}, based_on=0)
    assert answer["trouble"] and "disk is full" in answer["say"] and "revision" not in answer


@pytest.mark.parametrize("damage", ["this is no notebook", "[" * 100_000, '{"cells": 5}', '{"cells": [{"source": 5}, 7]}'])
def test_a_damaged_text_is_a_sentence_and_other_hand_ins_go_on(sit, place, task, damage):
    tutor = sit()
    key = tutor.key("alice")
    (place.autograded / "alice" / task / f"{task}.ipynb").write_text(damage)
    answer = tutor("open", key=key)
    assert (answer["trouble"] and "damaged" in answer["say"]) or answer["handin"]["pieces"] == []
    assert not tutor("draft", key=key, marking=EMPTY | {"well": "still kept"}, based_on=0)["trouble"]
    assert tutor.open("dave")["pieces"][0]["text"] == TEXTS["dave"][0]


def test_a_deleted_text_is_a_sentence(sit, place, task):
    tutor = sit()
    key = tutor.key("alice")
    shutil.rmtree(place.autograded / "alice")
    answer = tutor("open", key=key)
    assert answer["trouble"] and f"peer-course mark {task}" in answer["say"]
    assert not tutor("draft", key=key, marking=EMPTY | {"well": "still kept"}, based_on=0)["trouble"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(sit, place, task, tmp_path):
    tutor = sit()
    secret = tmp_path / "secret.ipynb"
    secret.write_text((place.autograded / "bob" / task / f"{task}.ipynb").read_text())
    page = place.autograded / "alice" / task / f"{task}.ipynb"
    page.unlink()
    page.symlink_to(secret)
    assert tutor("open", key=tutor.key("alice"))["trouble"]


def test_what_was_collected_and_is_not_ready_is_counted(sit, place, task):
    hand_in(place.root, task, "gale", (STUB, STUB), "2026-01-01 09:00:00.000000 UTC")
    hand_in(place.root, task, "alice", ("x", "y"), "2026-03-01 09:00:00.000000 UTC")
    said = sit()("choose", task=task, role="first")["say"]
    assert "2" in said and f"peer-course mark {task}" in said


@pytest.mark.parametrize("message", [
    None, {}, {"do": "erase"}, {"do": "choose"}, {"do": "choose", "task": "../../etc", "role": "first"},
    {"do": "choose", "task": ["x"], "role": {}}, {"do": "open", "key": 5}, {"do": "open", "key": "a.first.%%%"},
    {"do": "open", "key": "a.third."}, {"do": "draft", "key": None}, {"do": "show_names", "on": True},
    {"do": "draw", "task": "07-writing-about-people", "share": "all"},
    {"do": "draw", "task": "07-writing-about-people", "share": 7}, {"do": ["open"]},
])
def test_a_message_that_makes_no_sense_is_answered_with_a_sentence(place, message):
    answer = Desk(place, "morag").hear(message)
    assert answer["trouble"] is True and answer["say"]


def test_odd_things_in_a_marking_are_put_right_and_words_kept(sit):
    tutor = sit()
    tutor("draft", key=tutor.key("alice"), based_on="none", marking={
        "outcome": "99", "levels": {"words-act": "superb", "made-up": "met", "keeps-facts": 3}, "comments": {NOTE: "mine"},
        "remarks": [7, {"answer": NOTE, "start": -4, "end": "x", "quote": "She", "text": "half \ud83d"}], "well": None})
    held = tutor.open("alice")["marking"]
    assert held["outcome"] == "" and held["levels"] == {} and held["comments"] == {NOTE: "mine"}
    assert [(r["start"], r["end"], r["text"]) for r in held["remarks"]] == [(0, 3, "half ?")]


def test_a_learners_name_of_odd_characters_goes_through_as_text(sit, place, task):
    shutil.copytree(place.autograded / "bob", place.autograded / "<b>o'b & \u00fc\u0308")
    tutor = sit()
    shown = tutor("show_names", on=True)["queue"]
    assert "<b>o'b & \u00fc\u0308" in {one["name"] for one in shown}
    assert tutor.draft("<b>o'b & \u00fc\u0308", well="x")["revision"] == 1
