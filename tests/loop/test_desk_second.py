"""Second reading at the marking desk: a sample by chance, blind to the first marking."""

import json
from dataclasses import replace

from desk_room import ALL, EMPTY, TEXTS, WORDS, again, rows
from peer_course.marking import agreement, records


def finished_by(sit, marker, *learners):
    for learner in learners:
        assert sit(marker).finish(learner, well=f"first reading by {marker}")["finished"]


def test_a_second_reading_is_drawn_from_what_others_finished_and_never_shows_the_first(sit, place, task):
    finished_by(sit, "morag", "alice", "dave", "erin")
    ben = sit("ben", "second")
    assert ben.queue == []
    drawn = ben("draw", task=task, share=None)
    assert len(drawn["queue"]) == 3 and {one["state"] for one in drawn["queue"]} == {"waiting"}
    opened = ben.open("alice")
    assert opened["marking"]["levels"] == {} and opened["marking"]["revision"] == 0
    done = ben.finish("alice", levels=ALL | {"words-act": "not-yet"}, well="second reading")
    said = json.dumps([drawn, opened, done, ben.desk.spec()["tasks"]])
    assert "morag" not in said and "first reading" not in said and done["finished"]
    assert "first reading" in rows(place, task, "alice")[WORDS][2]
    assert sorted((m.role, m.marker) for m in records.every(place, task, "alice")) == [("first", "morag"), ("second", "ben")]


def test_whoever_may_still_read_second_cannot_look_at_the_first_marking(sit, task):
    finished_by(sit, "morag", "alice", "dave", "erin")
    sit("ben", "second")("draw", task=task)
    ben = sit("ben")
    for do in ("open", "take_over"):
        answer = ben(do, key=ben.key("alice"))
        assert answer["trouble"] and "handin" not in answer and "first reading" not in json.dumps(answer)
    trial = ben.draft("alice", 1, well="x")
    assert trial["trouble"] and "first reading" not in json.dumps(trial)
    sit("ben", "second").finish("alice")
    assert ben.open("alice")["marking"]["well"] == "first reading by morag"


def test_a_second_reader_is_told_when_a_newer_version_took_the_place_and_keeps_the_words(sit, place, task):
    finished_by(sit, "morag", "alice", "dave", "erin")
    ben = sit("ben", "second")
    ben("draw", task=task)
    key = ben.key("alice")
    again(place, task)
    assert not ben("draft", key=key, marking=EMPTY | {"well": "so far"}, based_on=0)["trouble"]
    assert ben("open", key=key)["trouble"] and ben("finish", key=key, marking=EMPTY, based_on=1)["trouble"]
    assert [m.well for m in records.every(place, task, "alice") if m.role == "second"] == [""]
    assert len(ben("choose", task=task, role="second")["queue"]) == 2


def test_nobody_reads_their_own_first_reading_a_second_time(sit, task):
    finished_by(sit, "morag", "alice", "dave", "erin")
    ben = sit("ben", "second")
    ben("draw", task=task)
    morag = sit("morag", "second")
    assert morag.queue == [] and morag("open", key=ben.key("alice"))["trouble"]
    assert morag("draw", task=task)["queue"] == []


def test_drawing_again_adds_only_what_is_missing_and_the_draw_can_be_repeated(sit, place, task):
    import random

    finished_by(sit, "morag", "alice", "dave", "erin", "bob")
    ben = sit("ben", "second")
    assert len(ben("draw", task=task, share=0.2)["queue"]) == 3
    assert len(ben("draw", task=task, share=0.2)["queue"]) == 3
    assert len(ben("draw", task=task, share=1)["queue"]) == 4
    first, more = records.noted(place, f"second/{task}")["draws"]
    assert first["by"] == "ben" and len(first["pool"]) == 4 and len(more["drawn"]) == 1
    assert sorted(random.Random(int(first["seed"])).sample(first["pool"], 3)) == first["drawn"]
    assert not any(learner in json.dumps([first, more]) for learner in TEXTS)


def test_a_finished_reading_stays_its_readers_until_whoever_took_it_over_changes_something(sit, place, task):
    finished_by(sit, "morag", "alice", "dave", "erin")
    reader = sit("ben", "second")
    reader("draw", task=task)
    assert reader.finish("alice", levels=ALL)["finished"]
    ben = sit("ben")
    taken = ben("take_over", key=ben.key("alice"))["handin"]
    assert not taken["read_only"] and any("Marked by morag" in note for note in taken["notes"])
    revision, written = taken["marking"]["revision"], {name: taken["marking"][name] for name in EMPTY}
    assert ben("finish", key=taken["key"], marking=written, based_on=revision)["finished"]
    assert [(a.marker, b.marker) for a, b in agreement.pairs(place, task)] == [("morag", "ben")]
    refused = sit("morag").draft("alice", revision, well="mine")
    assert refused["trouble"] and not refused["own"] and "ben" in refused["say"]
    assert sit("morag").open("alice")["read_only"]
    assert not ben.draft("alice", revision, levels=ALL, well="changed by ben")["trouble"]
    assert next(m.marker for m in records.every(place, task, "alice") if m.role == "first") == "ben"
    assert [one["label"].split(", by ")[1] for one in ben.open("alice")["earlier"]][0] == "morag, saved for good"


def test_whoever_wrote_both_readings_is_not_compared_with_themselves(sit, place, task):
    finished_by(sit, "morag", "alice", "dave", "erin")
    ben = sit("ben", "second")
    ben("draw", task=task)
    assert ben.finish("alice", levels=ALL)["finished"]
    first = next(m for m in records.every(place, task, "alice") if m.role == "first")
    records.save(place, replace(first, marker="ben"))
    assert agreement.pairs(place, task) == []
