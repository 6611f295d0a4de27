"""The marking desk without its page: what a tutor asks, what is answered, and what stands in the gradebook then."""

import json
import logging
import shutil
import sqlite3
from pathlib import Path

import pytest
from peer_course.marking import course_folder, labels, mirror, records
from peer_course.marking.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
STUB = "*Write here, in your own words.*"
NOTE, WORDS = "07-the-note", "07-why-these-words"
TEXTS = {"alice": ("She asked <twice> for the window.", "Obsessed did the damage."), "bob": ("A note.", STUB),
         "carol": (STUB, STUB), "dave": ("Dave's note 👋 and a wave.", "Because of the wave."),
         "erin": ("Erin's note.", "Erin's reasons.")}
ALL = {"words-act": "met", "keeps-facts": "nearly", "persons-view": "met", "explains-choices": "not-yet"}
EMPTY = {"outcome": "", "levels": {}, "comments": {}, "remarks": [], "well": "", "next_step": ""}


def convert(converter, root, task, student="*"):
    from nbgrader.coursedir import CourseDirectory
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    config = Config()
    nbgrader_settings.apply(config, root)
    config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = task, student
    log = logging.getLogger("test")
    converter(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()


def hand_in(root, task, learner, texts, stamp, extra=""):
    """Put a hand-in where `collect` puts it."""
    nb = json.loads((root / "release" / task / f"{task}.ipynb").read_text(encoding="utf-8"))
    boxes = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    for cell, text in zip(boxes, texts, strict=True):
        cell["source"] = text
    if extra:
        nb["cells"].append({"cell_type": "markdown", "id": "new", "metadata": {}, "source": extra})
    folder = root / "submitted" / learner / task
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{task}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    (folder / "timestamp.txt").write_text(stamp)


@pytest.fixture(scope="module")
def made(course, task):
    """A course with five hand-ins made ready by nbgrader's own step; no test changes it."""
    from nbgrader.converters import Autograde, GenerateAssignment

    convert(GenerateAssignment, course, task)
    for place, (learner, texts) in enumerate(TEXTS.items()):
        hand_in(course, task, learner, texts, f"2026-01-0{5 - place} 10:00:00.000000 UTC")
    convert(Autograde, course, task)
    return course


@pytest.fixture(scope="module")
def contact_known(tmp_path_factory):
    """The course's words, with somebody to call."""
    folder = tmp_path_factory.mktemp("words") / "content"
    shutil.copytree(ROOT / "content", folder)
    map_of_course = folder / "course.yml"
    text = map_of_course.read_text(encoding="utf-8")
    assert "  worry: null" in text
    map_of_course.write_text(text.replace("  worry: null", "  worry: |-\n    Ring Isla on 01234, day and night"),
                             encoding="utf-8")
    return folder


@pytest.fixture
def place(made, contact_known, tmp_path, monkeypatch):
    """A copy of that course for one test."""
    # The compiled form of these words is kept between the tests; nobody's answers are.
    monkeypatch.setenv("PEER_COURSE_HOME", str(contact_known.parent / "home"))
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(contact_known))
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    shutil.copytree(made, tmp_path / "course")
    return course_folder.here(tmp_path / "course")


class Sitting:
    """A tutor who talks with a desk as the page does."""

    def __init__(self, place, marker, task, role="first"):
        self.desk, self.task, self.role, self.seq = Desk(place, marker), task, role, 0
        self.place = place
        self.queue = self("choose", task=task, role=role)["queue"]

    def __call__(self, do, **message):
        self.seq += 1
        answer = self.desk.hear({"do": do, "seq": self.seq} | message)
        assert answer["do"] == do and answer["seq"] == self.seq
        return json.loads(json.dumps(answer))

    def line(self, learner):
        """The learner's line in the queue; the test knows who is behind it, the page does not."""
        label = labels.labels(self.place, self.task, [learner])[learner]
        queue = self("choose", task=self.task, role=self.role)["queue"]
        return next(one for one in queue if one["key"].startswith(label.key))

    def key(self, learner):
        return self.line(learner)["key"]

    def state(self, learner):
        return self.line(learner)["state"]

    def open(self, learner):
        return self("open", key=self.key(learner))["handin"]

    def draft(self, learner, based_on=0, **marking):
        return self("draft", key=self.key(learner), marking=EMPTY | marking, based_on=based_on)

    def finish(self, learner, based_on=0, **marking):
        return self("finish", key=self.key(learner), marking=EMPTY | {"levels": ALL} | marking, based_on=based_on)


@pytest.fixture
def sit(place, task):
    """Seat a tutor at the desk."""
    return lambda marker="morag", role="first": Sitting(place, marker, task, role)


def rows(place, task, learner):
    """What nbgrader's gradebook says: per answer points, whether it waits, and the comment."""
    from nbgrader.api import Gradebook

    with Gradebook(place.gradebook_url, "peer_support") as book:
        notebook = book.find_submission_notebook(task, task, learner)
        comments = {c.name: c.manual_comment for c in notebook.comments}
        return {g.name: (g.manual_score, g.needs_manual_grade, comments[g.name]) for g in notebook.grades}


def test_the_queue_begins_with_who_waits_longest_and_gives_no_name_away(sit):
    tutor = sit()
    assert [one["when"].split()[0] for one in tutor.queue] == ["1", "2", "3", "4", "5"]
    assert {one["name"] for one in tutor.queue} == {None} and {one["state"] for one in tutor.queue} == {"waiting"}
    said = json.dumps(tutor("choose", task=tutor.task, role="first"))
    assert not any(learner in said for learner in TEXTS)
    assert sorted(one["label"] for one in tutor.queue) == [f"Hand-in {n}" for n in range(1, 6)]


def test_labels_and_keys_stay_the_same_for_another_tutor_and_another_day(sit):
    assert [(one["key"], one["label"]) for one in sit().queue] == [(one["key"], one["label"]) for one in sit("ben").queue]


def test_names_are_shown_by_a_step_that_is_noted_and_hidden_again_with_another_task(sit, place, task):
    tutor = sit()
    shown = tutor("show_names", on=True)
    assert {one["name"] for one in shown["queue"]} == set(TEXTS)
    assert tutor("open", key=tutor.queue[0]["key"])["handin"]["name"] == "erin"
    assert [(e["who"], e["what"], e["task"]) for e in records.events(place)] == [("morag", "showed names", task)]
    tutor("choose", task="01-what-i-bring", role="first")
    assert {one["name"] for one in tutor("choose", task=task, role="first")["queue"]} == {None}


def test_when_it_cannot_be_noted_no_name_is_shown(sit, monkeypatch):
    tutor = sit()

    def full(*args, **kwargs):
        raise course_folder.NotPossible("the disk is full")

    monkeypatch.setattr(records, "note_event", full)
    answer = tutor("show_names", on=True)
    assert answer["trouble"] and "queue" not in answer
    assert {one["name"] for one in tutor("choose", task=tutor.task, role="first")["queue"]} == {None}


def test_a_hand_in_is_read_as_it_was_typed_beside_the_rubric(sit):
    opened = sit().open("alice")
    assert [piece["text"] for piece in opened["pieces"]] == list(TEXTS["alice"])
    assert [piece["label"] for piece in opened["pieces"]] == [
        "Box one: the note I would have wanted", "Box two: why I chose these words"]
    assert len(opened["criteria"]) == 4 and all(one["about"] for c in opened["criteria"] for one in c["levels"])
    assert len(opened["bank"]) >= 12 and opened["marking"]["revision"] == 0 and not opened["read_only"]
    assert opened["name"] is None


def test_an_untouched_box_is_empty_text_and_said_to_be_untouched(sit):
    assert [(p["text"], p["untouched"]) for p in sit().open("carol")["pieces"]] == [("", True), ("", True)]


def test_every_draft_is_there_after_the_desk_was_closed(sit):
    sit().draft("alice", levels={"words-act": "met"}, comments={NOTE: "half a sent"}, well="You looked")
    held = sit().open("alice")["marking"]
    assert held["levels"] == {"words-act": "met"} and held["comments"] == {NOTE: "half a sent"}
    assert held["well"] == "You looked" and held["revision"] == 1
    assert sit().state("alice") == "draft"


def test_a_draft_that_changes_nothing_makes_no_new_revision(sit):
    tutor = sit()
    assert tutor.draft("alice", well="x")["revision"] == tutor.draft("alice", 1, well="x")["revision"] == 1


def test_a_draft_reaches_its_hand_in_after_the_kernel_was_started_anew(sit, place, task):
    key = sit().key("alice")
    answer = Desk(place, "morag").hear(
        {"do": "draft", "seq": 9, "key": key, "marking": EMPTY | {"well": "late words"}, "based_on": 0})
    assert answer["revision"] == 1 and sit().open("alice")["marking"]["well"] == "late words"


def test_saving_for_good_writes_points_and_comments_to_the_gradebook_and_goes_on(sit, place, task):
    tutor = sit()
    quote = "<twice>"
    start = TEXTS["alice"][0].index(quote)
    answer = tutor.finish("alice", comments={NOTE: "I <b>saw</b> her."}, well="The window.", next_step="Ask her.",
                          remarks=[{"answer": NOTE, "start": start, "end": start + 7, "quote": quote, "text": "Strong."}])
    assert answer["finished"] and answer["missing"] == [] and tutor.state("alice") == "done"
    assert answer["next"] == tutor.key("erin")
    found = rows(place, task, "alice")
    assert found[NOTE][:2] == (3.0, False) and found[WORDS][:2] == (2.0, False)
    assert "I &lt;b>saw&lt;/b> her." in found[NOTE][2] and "> &lt;twice>\n\nStrong." in found[NOTE][2]
    assert "Explains the choices: **Not yet**" in found[WORDS][2] and "The window." in found[WORDS][2]
    with course_folder.gradebook(place) as book:
        line = next(one for one in book.submission_dicts(task) if one["student"] == "alice")
        assert (line["score"], line["needs_manual_grade"]) == (5.0, False)
    assert records.load(place, task, "alice", handed_in="2026-01-05 10:00:00.000000 UTC").mirrored == {
        name: row[2] for name, row in found.items()}


def test_a_level_that_is_missing_is_named_and_the_draft_kept(sit):
    tutor = sit()
    answer = tutor.finish("alice", levels={"words-act": "met"}, well="kept")
    assert not answer["finished"] and answer["missing"] == ["keeps-facts", "persons-view", "explains-choices"]
    assert "Explains the choices" in answer["say"] and tutor.open("alice")["marking"]["well"] == "kept"


def test_an_untouched_box_needs_no_level_and_gets_no_points(sit, place, task):
    assert sit().finish("bob", levels={"keeps-facts": "met", "persons-view": "met"})["finished"]
    found = rows(place, task, "bob")
    assert found[NOTE][:2] == (4.0, False) and found[WORDS] == (None, True, None)


def test_whoever_left_every_box_as_it_came_has_passed_and_gets_no_points(sit, place, task):
    assert sit().finish("carol", levels={}, next_step="Shall we talk?")["finished"]
    assert [row[:2] for row in rows(place, task, "carol").values()] == [(None, True)] * 2
    assert [m.outcome for m in records.every(place, task, "carol")] == ["passed"]


def test_please_talk_to_me_needs_no_level_and_takes_points_away_again(sit, place, task):
    tutor = sit()
    first = tutor.finish("alice")
    again = tutor.finish("alice", first["revision"], outcome="talk", well="Let us meet.")
    assert again["finished"] and [row[:2] for row in rows(place, task, "alice").values()] == [(None, True)] * 2
    assert "please talk to me" in rows(place, task, "alice")[WORDS][2]


def test_a_conversation_counts_for_an_empty_box_as_well(sit, place, task):
    assert sit().finish("carol", outcome="conversation")["finished"]
    assert [row[:2] for row in rows(place, task, "carol").values()] == [(3.0, False), (2.0, False)]


def test_a_change_after_saving_for_good_is_a_draft_again_and_the_former_is_kept(sit, place, task):
    tutor = sit()
    revision = tutor.finish("alice", well="first")["revision"]
    tutor.draft("alice", revision, levels=ALL, outcome="marked", well="second")
    assert tutor.state("alice") == "draft"
    with records.tables(place) as db:
        assert "first" in db.execute("select body from kept").fetchone()[0]


def test_a_passage_is_counted_in_characters_and_found_again_when_it_moved(sit):
    tutor, text = sit(), TEXTS["dave"][0]
    start = text.index("and")
    remarks = [{"answer": NOTE, "start": start, "end": start + 3, "quote": "and", "text": "a"},
               {"answer": NOTE, "start": start + 1, "end": start + 4, "quote": "and", "text": "b"},
               {"answer": NOTE, "start": 0, "end": 4, "quote": "not in it", "text": "c"}]
    tutor.draft("dave", remarks=remarks)
    held = tutor.open("dave")
    assert [(r["start"], r["end"]) for r in held["marking"]["remarks"]] == [(start, start + 3)] * 2 + [(0, 0)]
    assert [r["text"] for r in held["marking"]["remarks"]] == ["a", "b", "c"] and held["notes"]


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


def again(place, task, learner="alice", texts=("She asked once more, <twice>.", "New reasons.")):
    from nbgrader.converters import Autograde

    hand_in(place.root, task, learner, texts, "2026-02-01 10:00:00.000000 UTC")
    convert(Autograde, place.root, task, learner)


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


def test_what_was_marked_in_formgrader_alone_counts_as_done(sit, place, task):
    formgrader(place, task, "alice", "typed in Formgrader", 2)
    formgrader(place, task, "bob", "only a comment")
    tutor = sit()
    assert (tutor.state("alice"), tutor.state("bob"), tutor.state("dave")) == ("done", "waiting", "waiting")
    assert mirror.by_hand(place, task) == {"alice": True, "bob": False}


def test_words_outside_the_boxes_are_read_and_never_taken_for_a_pass(sit, place, task):
    from nbgrader.converters import Autograde

    hand_in(place.root, task, "finn", (STUB, STUB), "2026-01-01 09:00:00.000000 UTC", extra="All my words.")
    convert(Autograde, place.root, task, "finn")
    tutor = sit()
    extra = [piece for piece in tutor.open("finn")["pieces"] if piece["extra"]]
    assert [(piece["text"], piece["label"]) for piece in extra] == [("All my words.", "Written outside the boxes")]
    assert len(tutor.finish("finn", levels={})["missing"]) == 4
    remark = {"answer": extra[0]["answer"], "start": 0, "end": 3, "quote": "All", "text": "Every one?"}
    assert tutor.finish("finn", 1, remarks=[remark])["finished"]
    assert rows(place, task, "finn")[NOTE][:2] == (3.0, False)
    assert "Every one?" in rows(place, task, "finn")[WORDS][2]


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


def test_a_number_that_was_somebodys_is_not_given_again(sit, place, task):
    sit()
    held = records.noted(place, f"hand-ins/{task}")
    number = held["hand_ins"].pop("alice")["number"]
    records.note(place, f"hand-ins/{task}", held)
    assert labels.labels(place, task, ["zoe"])["zoe"].number == 6 and number not in labels.known(place, task)


def test_a_learners_name_of_odd_characters_goes_through_as_text(sit, place, task):
    shutil.copytree(place.autograded / "bob", place.autograded / "<b>o'b & \u00fc\u0308")
    tutor = sit()
    shown = tutor("show_names", on=True)["queue"]
    assert "<b>o'b & \u00fc\u0308" in {one["name"] for one in shown}
    assert tutor.draft("<b>o'b & \u00fc\u0308", well="x")["revision"] == 1


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
