"""What can stop a whole run: one clear sentence, nothing half done, and the next run goes on from there."""

import sqlite3
import subprocess
import sys

import pytest
from collected import TASK, hand_in, mark, rows, tree
from peer_course.marking import bulk_mark, mark_place
from peer_course.marking.course_folder import NotPossible


@pytest.fixture
def course(collected_course):
    return collected_course


def test_without_a_gradebook_the_command_says_how_one_is_made(course):
    hand_in(course, "alice", "words")
    course.gradebook.unlink()
    ran = mark()
    assert ran.exit_code == 2 and "There is no gradebook yet" in ran.output and not course.gradebook.exists()


def test_a_task_that_was_never_generated_is_named_with_what_to_do(course):
    (course.source / "08-sharing-on-purpose").mkdir()
    ran = mark("08-sharing-on-purpose")
    assert ran.exit_code == 2 and "nbgrader generate_assignment 08-sharing-on-purpose" in ran.output


def test_a_task_that_does_not_exist_brings_the_nearest_name(course):
    ran = mark("07-writing-about-peple")
    assert ran.exit_code == 2 and f"Did you mean {TASK}?" in ran.output


def test_a_locked_gradebook_stops_with_a_sentence_and_nothing_half(course, monkeypatch):
    hand_in(course, "alice", "words")
    quickly(monkeypatch)
    other = sqlite3.connect(course.gradebook)
    other.execute("begin exclusive")
    ran = mark()
    other.rollback()
    assert ran.exit_code == 2 and "used by another program" in ran.output and "Traceback" not in ran.output
    assert tree(course.autograded) == {} and mark().exit_code == 0


def test_a_gradebook_that_is_locked_in_the_middle_keeps_what_was_done(course, monkeypatch):
    for name in ("alice", "bob"):
        hand_in(course, name, "words")
    quickly(monkeypatch)
    with bulk_mark.run(course) as run:
        assert run.take(run.hand_ins[0]).state == "new"
        other = sqlite3.connect(course.gradebook)
        other.execute("begin immediate")
        with pytest.raises(NotPossible, match="used by another program"):
            run.take(run.hand_ins[1])
        other.rollback()
        assert not (course.autograded / "bob").exists()
        assert run.take(run.hand_ins[1]).state == "new"


def quickly(monkeypatch):
    """Let a locked gradebook be noticed at once instead of after five seconds."""
    import nbgrader.api
    create = nbgrader.api.create_engine
    monkeypatch.setattr(nbgrader.api, "create_engine",
                        lambda url, **options: create(url, connect_args={"timeout": 0.1}, **options))


def test_a_full_disk_while_files_are_written_stops_with_a_sentence_and_goes_on_later(course, monkeypatch):
    for name in ("alice", "bob"):
        hand_in(course, name, "words")
    write = mark_place.Place._write

    def full(self, *given):
        write(self, *given)
        if self.hand_in.learner == "bob":
            raise OSError(28, "No space left on device")
    monkeypatch.setattr(mark_place.Place, "_write", full)
    ran = mark()
    assert ran.exit_code == 2 and "The disk is full" in ran.output and "1 now ready" in ran.output
    assert not (course.autograded / "bob").exists() and {row[0] for row in rows(course)["hand_ins"]} == {"alice"}
    monkeypatch.undo()
    monkeypatch.chdir(course.root)
    assert "1 now ready to read; 1 ready before." in mark().output


def test_a_gradebook_that_cannot_grow_stops_with_a_sentence(course, monkeypatch):
    import nbgrader.api
    from sqlalchemy import event

    for number in range(200):
        hand_in(course, f"learner{number}", "words")
    create = nbgrader.api.create_engine

    def small(url, **options):
        engine = create(url, **options)
        event.listen(engine, "connect", lambda db, _: db.execute("pragma max_page_count = 60"))
        return engine
    monkeypatch.setattr(nbgrader.api, "create_engine", small)
    ran = mark()
    assert ran.exit_code == 2 and "the disk is full" in ran.output and "Traceback" not in ran.output
    assert len(list(course.autograded.glob("*/*/*.ipynb"))) == len(rows(course)["hand_ins"]) > 0


def test_two_runs_at_once_do_not_meet(course):
    hand_in(course, "alice", "words")
    with mark_place.alone(course):
        ran = subprocess.run([sys.executable, "-c", "from peer_course.cli import main; main()", "mark"],
                             cwd=course.root, text=True, capture_output=True, timeout=120)
    assert ran.returncode == 2 and "in another window" in ran.stderr and tree(course.autograded) == {}
    assert mark().exit_code == 0


def test_what_a_run_left_behind_that_was_cut_off_is_cleared_away(course):
    (course.autograded / mark_place.MAKING / "new").mkdir(parents=True)
    hand_in(course, "alice", "words")
    assert mark().exit_code == 0 and not (course.autograded / mark_place.MAKING).exists()
