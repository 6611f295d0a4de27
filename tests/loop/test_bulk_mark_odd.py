"""Hand-ins that are odd, broken or hostile: each is named with what to do and left, and all the others are done."""

import datetime
import json
import os

import collected
import pytest
from collected import LATER, STUB, TASK, TIME, hand_in, mark, ready, rows, tree
from peer_course.marking import mark_hand_in


@pytest.fixture
def course(collected_course):
    return collected_course


def left(course, learner="alice"):
    """Run the command: this learner's hand-in is named, another's is made ready. Give the sentence."""
    hand_in(course, "zoe", "good words")
    ran = mark()
    assert ran.exit_code == 1 and "good words" in ready(course, "zoe")
    assert not (course.autograded / learner / TASK).exists()
    assert (course.submitted / learner / TASK).exists()
    (line,) = [line for line in ran.output.splitlines() if line.startswith(f"- {mark_hand_in.shown(learner)}, ")]
    return line


@pytest.mark.parametrize(("content", "said"), [
    (b"\x89PNG not a notebook", "is not a notebook, or it was cut short"),
    (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
    (b'{"cells": [', "cut short"),
    (b'["a list"]', "not a notebook of a kind"),
    (b'{"nbformat": 99, "cells": []}', "not a notebook of a kind"),
    (b'{"nbformat": 3, "worksheets": 7}', "old kind of notebook"),
    (b'{"nbformat": 4, "cells": {"a": 1}}', "without cells"),
    (b"", "cut short"),
])
def test_what_is_no_notebook_is_named_and_left_where_it_is(course, content, said):
    path = hand_in(course, "alice") / f"{TASK}.ipynb"
    path.write_bytes(content)
    line = left(course)
    assert said in line and "hand in again" in line and path.read_bytes() == content


def test_cells_that_are_no_cells_keep_what_words_there_are(course):
    odd = ["words on their own", 7, None, {"source": 5}, {"metadata": [], "source": ["a", 1]}, ["listed"]]
    hand_in(course, "alice", "mine", change=lambda nb: nb["cells"].extend(odd))
    assert mark().exit_code == 0
    assert all(word in ready(course, "alice") for word in ("words on their own", "mine", "listed"))


def test_a_notebook_with_50_mb_of_output_is_made_ready_without_it(course):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    hand_in(course, "alice", "my words", change=lambda nb: nb["cells"].append(
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "print", "outputs": [output]}))
    assert mark().exit_code == 0 and "my words" in ready(course, "alice")
    assert (course.autograded / "alice" / TASK / f"{TASK}.ipynb").stat().st_size < 50_000


def test_a_file_above_the_limit_is_named_and_not_opened(course):
    path = hand_in(course, "alice") / f"{TASK}.ipynb"
    os.truncate(path, mark_hand_in.LARGEST + 1)
    assert f"larger than {mark_hand_in.LARGEST // 1_000_000} MB" in left(course)


def test_a_notebook_under_another_name_is_named(course):
    folder = hand_in(course, "alice")
    (folder / f"{TASK}.ipynb").rename(folder / "Untitled.ipynb")
    line = left(course)
    assert "There is Untitled.ipynb" in line and f"rename it to {TASK}.ipynb" in line


def test_a_folder_without_any_notebook_is_named(course):
    (hand_in(course, "alice") / f"{TASK}.ipynb").unlink()
    assert "There is no notebook at all" in left(course)


@pytest.mark.parametrize("name", [f"{TASK}.ipynb", "timestamp.txt", "submission_secret.txt", "notes"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(course, name, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("what only the tutor may read")
    path = hand_in(course, "alice") / name
    path.unlink(missing_ok=True)
    path.symlink_to(secret)
    assert "a link that leads elsewhere" in left(course)


@pytest.mark.parametrize("link", ["alice", f"alice/{TASK}", f"alice/{TASK}/sub"])
def test_a_folder_that_is_a_link_is_not_followed(course, link, tmp_path):
    there = tmp_path / "elsewhere"
    there.mkdir()
    hand_in(course, "alice").rename(there / TASK)
    (course.submitted / "alice").rmdir()
    place = course.submitted / link
    if link.endswith("sub"):
        hand_in(course, "alice")
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(there if link == "alice" else there / TASK)
    assert "a link that leads elsewhere" in left(course)


def test_stock_autograde_follows_no_link_either(course, tmp_path):
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException

    secret = tmp_path / "secret"
    secret.write_text("what only the tutor may read")
    (hand_in(course, "alice") / "notes.txt").symlink_to(secret)
    with pytest.raises(NbGraderException):
        collected.convert(Autograde, course.root, TASK)
    assert tree(course.autograded) == {}


def test_a_pipe_that_never_ends_is_not_opened(course):
    path = hand_in(course, "alice") / f"{TASK}.ipynb"
    path.unlink()
    os.mkfifo(path)
    assert "no ordinary file" in left(course)


@pytest.mark.parametrize("learner", [
    "[a-z]*?", "-rf", "a\x1b[31mb", "x" * 200, b"not-utf8-\xff".decode("utf-8", "surrogateescape"),
])
def test_a_name_that_cannot_be_a_learners_is_named_harmlessly(course, learner):
    hand_in(course, learner, "words")
    line = left(course, learner)
    assert "cannot be a learner's name" in line and "\x1b" not in line


@pytest.mark.parametrize("learner", ["o'neil@example.org", "Zoë Müller", "a.b-c_d", "x' OR '1'='1"])
def test_an_odd_name_that_may_be_a_learners_works(course, learner):
    hand_in(course, learner, "words")
    assert mark().exit_code == 0 and [row[0] for row in rows(course)["hand_ins"]] == [learner]
    assert "1 ready before" in mark().output


def test_a_time_still_to_come_is_taken_and_told(course):
    ahead = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=400)
    hand_in(course, "alice", "words", time=f"{ahead:%Y-%m-%d %H:%M:%S.%f} UTC")
    ran = mark()
    assert ran.exit_code == 0 and "A clock is ahead" in ran.output and "words" in ready(course, "alice")


@pytest.mark.parametrize("time", ["half past ten", "9999-12-31 23:59:59 -1200", "\x00", "5" * 1000])
def test_a_time_that_cannot_be_read_is_left_out_and_told(course, time):
    hand_in(course, "alice", "words", time=time)
    ran = mark()
    assert ran.exit_code == 0 and "cannot be read" in ran.output
    assert not (course.autograded / "alice" / TASK / "timestamp.txt").exists()
    assert rows(course)["hand_ins"] == [("alice", TASK, None, None)]
    assert "1 ready before" in mark().output


def test_newer_words_with_an_older_time_are_taken_and_told(course):
    hand_in(course, "alice", "old words", time=LATER)
    mark()
    hand_in(course, "alice", "new words", time=TIME)
    ran = mark()
    assert ran.exit_code == 0 and "an earlier time" in ran.output and "new words" in ready(course, "alice")
    assert "1 ready before" in mark().output


def test_extra_files_stay_where_they_are(course):
    folder = hand_in(course, "alice", "words")
    (folder / "pandas.py").write_text("open('it-ran', 'w')")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "link").symlink_to("/etc/passwd")
    assert mark().exit_code == 0 and (folder / "pandas.py").exists()
    assert {path.name for path in (course.autograded / "alice" / TASK).iterdir()} == {
        f"{TASK}.ipynb", "timestamp.txt", "submission_secret.txt"}


def test_deleted_boxes_come_back_empty_and_copies_are_joined(course):
    def change(nb):
        box = collected.boxes(nb)[0]
        nb["cells"] = [box, json.loads(json.dumps(box)) | {"source": "second half"}, *[box] * 50]

    hand_in(course, "alice", "first half", change=change)
    assert mark().exit_code == 0
    words = ready(course, "alice")
    assert "first half\n\nsecond half" in words and words.count(STUB) == 1


def test_something_nobody_thought_of_stops_only_the_one(course, monkeypatch):
    hand_in(course, "alice", "words")
    read = mark_hand_in.read
    monkeypatch.setattr(mark_hand_in, "read", lambda path: read(path) if "zoe" in str(path) else 1 / 0)
    assert "ZeroDivisionError" in left(course)
