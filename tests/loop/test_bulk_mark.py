"""`peer-course mark` does what `nbgrader autograde` does, many times faster, and can be stopped and gone on with."""

import json
import subprocess
import sys

import collected
import pytest
from click.testing import CliRunner
from collected import LATER, STUB, TASK, boxes, hand_in, ready, rows, tree
from peer_course.cli import main
from peer_course.marking import bulk_mark


@pytest.fixture
def course(collected_course):
    return collected_course


def marked(course, *tasks, **options):
    with bulk_mark.run(course, tasks, **options) as run:
        return {one.hand_in.learner: one for one in map(run.take, run.hand_ins)}


def stock(course):
    from nbgrader.converters import Autograde

    collected.convert(Autograde, course.root, TASK)


def tampered(nb):
    nb["cells"][0]["source"] = "I give myself full marks"
    box = boxes(nb)[0]
    box["metadata"] = {"nbgrader": {"grade_id": box["metadata"]["nbgrader"]["grade_id"], "points": 99}, "x": 1}
    box |= {"source": ["half a ", "sign \ud800\n", "and [a](javascript:1) $x$"],
            "attachments": {"a.svg": {"image/svg+xml": "<svg onload=1>"}}}
    nb["metadata"] = {"kernelspec": {"name": "other"}, "widgets": {}}
    nb["nbformat_minor"], nb["worksheets"] = 2, ["x"]


def added(nb):
    nb["cells"] += [
        {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 3, "source": "print(1)  # my words",
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "private"}]},
        {"cell_type": "raw", "id": "b", "metadata": {}, "source": "<script>1</script>"},
        {"cell_type": "markdown", "id": "c", "metadata": {"nbgrader": {"grade_id": "made-up"}}, "source": "more"},
        {"cell_type": "markdown", "id": "d", "metadata": {}, "source": " \n"},
    ]


def copied_and_deleted(nb):
    first, second = boxes(nb)
    nb["cells"].remove(second)
    nb["cells"].append(json.loads(json.dumps(first)) | {"source": "the other half"})


def everybody_hands_in(course):
    hand_in(course, "alice", "My *words* & <b>more</b>", f"{STUB}\n\nGrüße 🙂 at the end")
    hand_in(course, "bob")
    hand_in(course, "carla", "one", "two", change=added)
    hand_in(course, "dana", "one", "two", change=tampered)
    hand_in(course, "eve", "one half", change=copied_and_deleted)
    hand_in(course, "no-time", "one", "two", time=None)
    extra = hand_in(course, "o'neil@example.org", "one", "two")
    (extra / "sub").mkdir()
    (extra / "sub" / "pandas.py").write_text("1")
    (extra / "pandas.py").write_text("open('it-ran', 'w')")
    (course.source / TASK / "data").mkdir(exist_ok=True)
    (course.source / TASK / "data" / "map.txt").write_text("what the task brings along")


def test_files_and_rows_are_those_of_nbgraders_own_autograde(course, tmp_path):
    everybody_hands_in(course)
    theirs = collected.copied(course, tmp_path / "theirs")
    stock(theirs)
    outcomes = marked(course)
    assert {one.state for one in outcomes.values()} == {"new"} and len(outcomes) == 7
    assert tree(course.autograded) == tree(theirs.autograded)
    assert rows(course) == rows(theirs)
    assert len(rows(course)["grades"]) == 14 and {row[2] for row in rows(course)["grades"]} == {None}


def test_after_handing_in_again_files_and_rows_are_those_of_nbgrader_too(course, tmp_path):
    everybody_hands_in(course)
    theirs = collected.copied(course, tmp_path / "theirs")
    for where, take_in in ((theirs, stock), (course, marked)):
        take_in(where)
        a_person_marks(where)
        hand_in(where, "alice", "other words", time=LATER)
        hand_in(where, "bob", "now something", time=LATER)
        take_in(where)
    assert tree(course.autograded) == tree(theirs.autograded) and "other words" in ready(course, "alice")
    assert rows(course) == rows(theirs)
    alices = [row for row in rows(course)["grades"] if row[0] == "alice"]
    assert [row[3] for row in alices] == [3, 3] and all(row[5] for row in alices)


def a_person_marks(course):
    from peer_course.marking.course_folder import gradebook

    with gradebook(course) as book:
        for grade in book.find_submission_notebook(TASK, TASK, "alice").grades:
            grade.manual_score, grade.needs_manual_grade = 3, False
        book.db.commit()


def test_words_of_a_notebook_in_the_oldest_readable_form_are_kept(course):
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [
        {"metadata": {}, "cells": [{"cell_type": "markdown", "metadata": {}, "source": ["written long ago"]}]}]}
    folder = hand_in(course, "alice")
    (folder / f"{TASK}.ipynb").write_text(json.dumps(old), encoding="utf-8-sig")
    assert marked(course)["alice"].state == "new" and "written long ago" in ready(course, "alice")


def test_what_is_ready_is_passed_over_and_what_is_new_is_taken(course):
    hand_in(course, "alice", "first")
    hand_in(course, "bob", "first", time=None)
    marked(course)
    before = tree(course.autograded)
    assert {one.state for one in marked(course).values()} == {"before"} and tree(course.autograded) == before
    hand_in(course, "bob", "second", time=None)
    hand_in(course, "carla", "first")
    assert [one.state for one in marked(course).values()] == ["before", "again", "new"]
    assert "second" in ready(course, "bob")


def test_with_a_new_gradebook_or_lost_files_everything_is_made_ready_once_more(course, collected_once):
    hand_in(course, "alice", "first")
    hand_in(course, "bob", "first")
    marked(course)
    (course.autograded / "bob" / TASK / f"{TASK}.ipynb").unlink()
    assert [one.state for one in marked(course).values()] == ["before", "new"]
    course.gradebook.write_bytes(collected_once.gradebook.read_bytes())
    assert [one.state for one in marked(course).values()] == ["new", "new"]
    assert len(rows(course)["hand_ins"]) == 2


def test_all_can_be_made_ready_again_on_request_and_marks_stay(course):
    hand_in(course, "alice", "first")
    marked(course)
    a_person_marks(course)
    assert marked(course, anew=True)["alice"].state == "again"
    assert [row[3] for row in rows(course)["grades"]] == [3, 3]


def test_stopping_leaves_nothing_half_and_the_next_run_goes_on(course, monkeypatch):
    for name in ("alice", "bob", "carla"):
        hand_in(course, name, "words")
    monkeypatch.setattr("peer_course.marking.mark_place.Place._move", stop_at("bob"))
    ran = CliRunner().invoke(main, ["mark"])
    assert ran.exit_code == 1 and "goes on from here" in ran.output and "1 now ready" in ran.output
    assert not (course.autograded / "bob").exists() and not (course.autograded / ".being-made").exists()
    monkeypatch.undo()
    assert [one.state for one in marked(course).values()] == ["before", "new", "new"]


def stop_at(learner):
    from peer_course.marking.mark_place import Place
    move = Place._move

    def stopped(self, *places):
        if self.hand_in.learner == learner:
            raise KeyboardInterrupt
        move(self, *places)
    return stopped


def test_the_command_says_what_was_done_and_only_looks_at_named_tasks(course):
    hand_in(course, "alice", "words")
    other = course.submitted / "alice" / "not-a-task"
    other.mkdir()
    ran = CliRunner().invoke(main, ["mark", TASK])
    assert ran.exit_code == 0 and "1 now ready to read." in ran.output
    ran = CliRunner().invoke(main, ["mark"])
    assert ran.exit_code == 1 and "1 ready before" in ran.output
    assert "alice, not-a-task: The gradebook does not know this task." in ran.output


def test_with_nothing_collected_the_command_says_how_to_collect(course):
    ran = CliRunner().invoke(main, ["mark"])
    assert ran.exit_code == 0 and "nbgrader collect" in ran.output


def test_the_command_works_from_a_terminal_of_its_own(course):
    hand_in(course, "alice", "words")
    ran = subprocess.run([sys.executable, "-c", "from peer_course.cli import main; main()", "mark"], cwd=course.root,
                         text=True, capture_output=True, timeout=120)
    assert ran.returncode == 0 and "1 now ready to read." in ran.stdout and ran.stderr == ""
