"""The marking desk when somebody else writes too: another tutor, the learner again, or Formgrader."""

from desk_room import ALL, EMPTY, NOTE, WORDS, again, rows
from peer_course.marking import labels, mirror, records


def test_two_tutors_at_once_keep_both_versions_and_are_told(sit, place):
    morag, ben = sit("morag"), sit("ben")
    morag.draft("alice", well="by Morag")
    answer = ben.draft("alice", well="by Ben")
    assert answer["trouble"] and "morag" in answer["say"] and answer["theirs"]["well"] == "by Morag"
    assert ben.state("alice") == "other" and ben.open("alice")["read_only"]
    with records.tables(place) as db:
        assert "by Ben" in db.execute("select body from kept").fetchone()[0]


def test_knowing_the_revision_is_not_enough_to_write_over_another_tutors_words(sit):
    sit("morag").draft("alice", well="by Morag")
    assert sit("ben").draft("alice", 1, well="by Ben")["trouble"]
    assert sit("ben").finish("alice", 1)["trouble"]
    assert sit("morag").open("alice")["marking"]["well"] == "by Morag"


def test_taking_over_is_a_step_of_its_own_that_is_noted_and_keeps_what_was_there(sit, place):
    morag, ben = sit("morag"), sit("ben")
    morag.draft("alice", well="by Morag")
    taken = ben("take_over", key=ben.key("alice"))["handin"]
    assert not taken["read_only"] and taken["marking"]["well"] == "by Morag"
    assert not ben.draft("alice", taken["marking"]["revision"], well="by Ben")["trouble"]
    assert morag.draft("alice", 1, well="more by Morag")["trouble"]
    event = next(e for e in records.events(place) if e["what"] == "took over")
    assert (event["who"], event["learner"], event["detail"]) == ("ben", "alice", "from morag")
    with records.tables(place) as db:
        kept = " ".join(row[0] for row in db.execute("select body from kept"))
    assert "by Morag" in kept and "more by Morag" in kept


def test_a_forgotten_window_never_replaces_what_was_finished_in_another(sit):
    office, home = sit(), sit()
    stale = office.draft("alice", well="half")["revision"]
    assert home.finish("alice", stale, well="The whole careful reply.")["finished"]
    for answer in (office.draft("alice", stale, well="half!"), office.finish("alice", stale, well="half!")):
        assert answer["trouble"] and answer["own"] and "another window" in answer["say"]
        assert answer["theirs"]["well"] == "The whole careful reply."
    assert home.state("alice") == "done" and home.open("alice")["marking"]["well"] == "The whole careful reply."


def test_of_two_windows_with_drafts_the_later_is_asked_as_well_and_may_go_on_with_its_own(sit):
    office, home = sit(), sit()
    home.draft("alice", well="at home")
    assert office.draft("alice", 0, well="at the office")["own"]
    taken = office("take_over", key=office.key("alice"))["handin"]
    assert not taken["read_only"] and taken["marking"]["well"] == "at home"
    assert not office.draft("alice", taken["marking"]["revision"], well="at the office")["trouble"]
    earlier = office.open("alice")["earlier"]
    assert [one["marking"]["well"] for one in earlier] == ["at home"]


def test_a_window_whose_acknowledgement_was_lost_goes_on_from_its_own_words(sit):
    tutor = sit()
    assert tutor.draft("alice", well="one", page="here")["revision"] == 1
    assert tutor.draft("alice", 0, well="one two", page="here")["revision"] == 2
    assert tutor.draft("alice", 0, well="one two three", page="there")["own"]


def test_earlier_versions_can_be_read_at_the_desk_with_when_and_by_whom(sit, place, task):
    tutor = sit()
    assert tutor.open("alice")["earlier"] == []
    revision = tutor.finish("alice", well="first", remarks=[
        {"answer": NOTE, "start": 0, "end": 3, "quote": "She", "text": "Who?"}])["revision"]
    tutor.draft("alice", revision, levels=ALL, well="second")
    ben = sit("ben")
    ben.draft("alice", well="by Ben")
    earlier = ben.open("alice")["earlier"]
    assert [(one["marking"]["well"], one["label"].split(", by ")[1]) for one in earlier] == [
        ("by Ben", "ben, not finished"), ("first", "morag, saved for good")]
    assert earlier[1]["marking"]["remarks"][0]["text"] == "Who?" and earlier[1]["marking"]["levels"] == ALL
    again(place, task)
    third = tutor.open("alice")["earlier"]
    assert sorted(one["marking"]["well"] for one in third) == ["by Ben", "first", "second"]
    assert all("about the version handed in" in one["label"] for one in third)


def test_a_second_reader_meets_no_earlier_version_of_the_first_reading(sit, task):
    for learner in ("alice", "dave", "erin"):
        revision = sit().finish(learner, well="CANARY")["revision"]
        sit().finish(learner, revision, well="CANARY again")
    ben = sit("ben", "second")
    ben("draw", task=task)
    assert ben.open("alice")["earlier"] == []


def test_a_newer_version_starts_from_a_copy_and_the_earlier_marking_stays(sit, place, task):
    remark = {"answer": NOTE, "start": 10, "end": 17, "quote": "<twice>", "text": "Strong."}
    sit().finish("alice", well="first", remarks=[remark])
    again(place, task)
    tutor = sit("ben")
    assert tutor.state("alice") == "again"
    opened = tutor.open("alice")
    assert opened["marking"]["well"] == "first" and opened["marking"]["revision"] == 0 and opened["marking"]["finished"] == ""
    assert opened["marking"]["remarks"][0]["start"] == opened["pieces"][0]["text"].index("<twice>")
    assert any("morag" in note for note in opened["notes"]) and not opened["read_only"]
    assert tutor.finish("alice", well="second")["finished"]
    assert [(m.marker, m.well) for m in records.every(place, task, "alice")] == [("morag", "first"), ("ben", "second")]
    assert "second" in rows(place, task, "alice")[WORDS][2]


def test_words_about_a_version_that_was_replaced_while_reading_stay_with_it(sit, place, task):
    tutor = sit()
    key = tutor.key("alice")
    again(place, task)
    answer = tutor("finish", key=key, marking=EMPTY | {"levels": ALL, "well": "about the first"}, based_on=0)
    assert answer["trouble"] and "newer" in answer["say"]
    assert tutor.open("alice")["marking"]["well"] == "about the first"
    assert [m.handed_in[:7] for m in records.every(place, task, "alice")] == ["2026-01"]
    assert rows(place, task, "alice")[NOTE][:2] == (None, True)


def test_comments_from_formgrader_are_taken_in_at_first_and_never_lost_later(sit, place, task):
    formgrader(place, task, "alice", "typed in Formgrader")
    tutor = sit()
    assert tutor.open("alice")["marking"]["comments"] == {NOTE: "typed in Formgrader"}
    revision = tutor.finish("alice", comments={NOTE: "mine"})["revision"]
    formgrader(place, task, "alice", "typed later")
    assert any("typed later" in note for note in tutor.open("alice")["notes"])
    assert tutor.finish("alice", revision, comments={NOTE: "mine again"})["finished"]
    assert "mine again" in rows(place, task, "alice")[NOTE][2]
    said = " ".join(e["detail"] for e in records.events(place, "alice"))
    assert "typed later" in said and "typed in Formgrader" in said


def formgrader(place, task, learner, text, points=None):
    from nbgrader.api import Gradebook

    with Gradebook(place.gradebook_url, "peer_support") as book:
        notebook = book.find_submission_notebook(task, task, learner)
        next(c for c in notebook.comments if c.name == NOTE).manual_comment = text
        for grade in notebook.grades if points is not None else ():
            grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def test_points_and_comments_of_formgrader_are_shown_told_when_replaced_and_noted(sit, place, task):
    formgrader(place, task, "alice", "", 3.5)
    tutor = sit()
    assert any("Points for “Box one: the note I would have wanted”: 3.5." in note for note in tutor.open("alice")["notes"])
    formgrader(place, task, "alice", "typed while it was open", 1)
    answer = tutor.finish("alice")
    assert answer["finished"] and answer["replaced"] in answer["say"]
    for part in ("Points for “Box two: why I chose these words”: 1.", "“typed while it was open”", "It was replaced by yours"):
        assert part in answer["replaced"]
    assert {(e["what"], e["detail"]) for e in records.events(place, "alice")} == {
        ("replaced a Formgrader comment", f"{NOTE}: typed while it was open"),
        ("replaced Formgrader points", f"{NOTE}: 1.0"), ("replaced Formgrader points", f"{WORDS}: 1.0")}


def test_nothing_is_told_of_what_the_desk_wrote_itself(sit, place, task):
    tutor = sit()
    first = tutor.finish("alice", comments={NOTE: "mine"})
    assert first["replaced"] == ""
    more = tutor.finish("alice", first["revision"], levels=ALL | {"words-act": "not-yet"}, comments={NOTE: "mine too"})
    assert more["replaced"] == "" and records.events(place, "alice") == []
    talk = tutor.finish("alice", more["revision"], outcome="talk")
    assert talk["replaced"] == "" and tutor.open("alice")["notes"] == ["You have saved this for good before. If you change "
                                                                      "something, it is a draft again until you save it."]
    again(place, task)
    fresh = tutor.open("alice")
    assert not any("Formgrader" in note for note in fresh["notes"]) and tutor.finish("alice")["replaced"] == ""


def test_points_by_a_marking_that_did_not_write_down_its_points_are_not_called_anothers(sit, place, task):
    import json

    tutor = sit()
    revision = tutor.finish("alice")["revision"]
    with records.tables(place) as db:
        body = json.loads(db.execute("select body from markings").fetchone()[0])
        for new in ("points", "window"):
            body.pop(new)
        db.execute("update markings set body = ?", (json.dumps(body),))
    assert tutor.finish("alice", revision, levels=ALL | {"words-act": "nearly"})["replaced"] == ""


def test_what_was_marked_in_formgrader_alone_counts_as_done(sit, place, task):
    formgrader(place, task, "alice", "typed in Formgrader", 2)
    formgrader(place, task, "bob", "only a comment")
    tutor = sit()
    assert (tutor.state("alice"), tutor.state("bob"), tutor.state("dave")) == ("done", "waiting", "waiting")
    assert mirror.by_hand(place, task) == {"alice": True, "bob": False}


def test_a_number_that_was_somebodys_is_not_given_again(sit, place, task):
    sit()
    held = records.noted(place, f"hand-ins/{task}")
    number = held["hand_ins"].pop("alice")["number"]
    records.note(place, f"hand-ins/{task}", held)
    assert labels.labels(place, task, ["zoe"])["zoe"].number == 6 and number not in labels.known(place, task)
