"""The marking desk without its page: what a tutor asks, what is answered, and what stands in the gradebook then."""

import json
import shutil

from desk_room import ALL, EMPTY, NOTE, STUB, TEXTS, WORDS, again, convert, hand_in, rows
from peer_course.marking import bulk_mark, course_folder, records
from peer_course.marking.desk import Desk


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


def test_a_comment_on_words_outside_the_boxes_moves_with_them_when_there_is_one_more_above(sit, place, task):
    from nbgrader.converters import Autograde

    def sent(stamp, *extra):
        hand_in(place.root, task, "finn", ("A note.", "Reasons."), stamp, extra="Words beside the box.")
        page = place.submitted / "finn" / task / f"{task}.ipynb"
        nb = json.loads(page.read_text())
        nb["cells"][:0] = [{"cell_type": "markdown", "id": "x", "metadata": {}, "source": text} for text in extra]
        page.write_text(json.dumps(nb))
        convert(Autograde, place.root, task, "finn")

    sent("2026-01-01 09:00:00.000000 UTC")
    tutor = sit()
    before = tutor.open("finn")["pieces"][-1]["answer"]
    remarks = [{"answer": before, "start": 0, "end": 5, "quote": "Words", "text": "Which?"},
               {"answer": before, "start": 6, "end": 12, "quote": "gone altogether", "text": "And this?"}]
    assert tutor.finish("finn", remarks=remarks)["finished"]
    sent("2026-01-02 09:00:00.000000 UTC", "One cell more.")
    opened = tutor.open("finn")
    after = opened["pieces"][-1]["answer"]
    assert after != before and [(r["answer"], r["start"], r["end"]) for r in opened["marking"]["remarks"]] == [
        (after, 0, 5), (before, 0, 0)]
    held = opened["marking"]
    tutor("draft", key=opened["key"], marking=held | {"remarks": held["remarks"][:1]}, based_on=0)
    assert [r["text"] for r in tutor.open("finn")["marking"]["remarks"]] == ["Which?"]


def test_the_line_that_stood_in_a_box_is_no_paragraph_of_the_learners(sit, place, task):
    with_line = [f"{STUB}\n\n{text}" for text in TEXTS["alice"]]
    hand_in(place.root, task, "alice", with_line, "2026-03-01 10:00:00.000000 UTC", extra=f"{STUB}\n\nAnd beside it.")
    with bulk_mark.run(place, ()) as run:
        assert {one.state for one in map(run.take, run.hand_ins) if one.hand_in.learner == "alice"} == {"again"}
    marked = [piece["text"] for piece in sit().open("alice")["pieces"]]
    shutil.copytree(place.submitted / "alice" / task, place.autograded / "alice" / task, dirs_exist_ok=True)
    assert STUB in (place.autograded / "alice" / task / f"{task}.ipynb").read_text(encoding="utf-8")
    direct = [piece["text"] for piece in sit().open("alice")["pieces"]]
    assert marked[:2] == direct[:2] == list(TEXTS["alice"])
    assert direct[2:] == ["And beside it."] and marked[2:] == direct[2:]


def test_the_list_of_tasks_counts_who_waits_as_the_queue_does(sit, place, task):
    tutor, ewan = sit(), sit("ewan")
    assert tutor("tasks")["waiting"][task] == len(TEXTS) and tutor("tasks")["waiting"]["01-what-i-bring"] == 0
    tutor.draft("alice", well="Begun.")
    ewan.draft("erin", well="Begun by another.")
    assert tutor.finish("dave")["finished"]
    with course_folder.gradebook(place) as book:
        for grade in book.find_submission_notebook(task, task, "bob").grades:
            grade.manual_score, grade.needs_manual_grade = 1, False
        book.db.commit()
    assert tutor("tasks")["waiting"][task] == tutor("choose", task=task, role="first")["counts"]["waiting"] == 1
    again(place, task, "dave")
    assert tutor("tasks")["waiting"][task] == tutor("choose", task=task, role="first")["counts"]["waiting"] == 2
    place.gradebook.unlink()
    assert tutor("tasks")["waiting"][task] == tutor("choose", task=task, role="first")["counts"]["waiting"] == 3
