"""Erasing one person takes nothing of anybody else's, whatever an account is called."""

import shutil

import pytest
from click.testing import CliRunner
from data_rights import ANNA, BEN, STAMP, TASK, a_course
from peer_course.cli import main
from peer_course.marking import records, sweep

COMMENT = "I hope you will tell me more about the bus."


@pytest.fixture
def course(tmp_path, monkeypatch, course_template):
    return a_course(tmp_path, monkeypatch, course_template)


def erase(course, who):
    """Erase somebody who has handed in; what the receipt asks a person to look at."""
    (course.submitted / who / TASK).mkdir(parents=True, exist_ok=True)
    ran = CliRunner().invoke(main, ["erase", "--yes", "--", who])
    assert ran.exit_code == 0, ran.output
    return ran.output.split("Please look at these yourself")[1]


def notes(course):
    with records.tables(course) as db:
        return dict(db.execute("select name, body from notes").fetchall())


@pytest.mark.parametrize("who", ["07", "writing", "hand_ins", "next", "second", "seed", "extracted", "Spring"])
def test_an_account_called_like_a_word_of_the_course_takes_no_note_and_no_download_along(course, who):
    records.note(course, "cohort", {"name": "Spring", "begun": "2025-01-01"})
    bens = course.root / "downloaded" / TASK / "extracted" / f"{BEN}_1_{TASK}.ipynb"
    bens.write_text("{}")
    before = notes(course)
    erase(course, who)
    assert notes(course) == before and bens.is_file()
    assert {one.learner for one in records.every(course)} == {ANNA, BEN}


def test_the_only_copy_of_a_comment_on_somebody_elses_work_stays(course):
    records.note_event(course, "morag", "replaced a Formgrader comment", TASK, BEN, COMMENT)
    named = erase(course, "will")
    assert [one["detail"] for one in records.events(course, BEN)][-1] == COMMENT
    assert "marking.db: the name still stands in it" in named


def test_a_learner_with_a_tutors_name_leaves_the_tutors_draws(course):
    drawn = {"draws": [{"at": "x", "by": "ewan", "seed": "1", "share": 1.0, "pool": [[1, STAMP]], "drawn": [[1, STAMP]]}]}
    records.note(course, f"second/{TASK}", drawn)
    erase(course, "ewan")
    assert records.noted(course, f"second/{TASK}") == drawn


def test_a_tutors_own_name_that_stays_in_the_file_of_marks_is_named(course):
    records.note_event(course, "ewan", "showed names", TASK)
    named = erase(course, "ewan")
    assert [one["who"] for one in records.events(course)][-1] == "ewan"
    assert "marking.db: the name still stands in it" in named and "or as a marker's name" in named


def test_a_shorter_name_leaves_a_longer_one_in_a_list(course):
    records.note(course, "shared-scales/x", {"at": "", "who": ["anna", ANNA, BEN], "shown": {"people": 3}})
    erase(course, "anna")
    assert records.noted(course, "shared-scales/x")["who"] == [ANNA, BEN]
    assert ANNA in records.noted(course, f"hand-ins/{TASK}")["hand_ins"]
    assert (course.root / "downloaded" / TASK / "extracted" / f"{ANNA}_123_{TASK}.ipynb").is_file()


def test_a_download_that_two_names_could_claim_or_that_lies_in_a_named_folder_is_left_and_named(course):
    place = course.root / "downloaded" / TASK / "extracted"
    both, below = place / f"will_{BEN}_{TASK}.ipynb", place / "group of will" / "page.ipynb"
    below.parent.mkdir()
    for path in (both, below):
        path.write_text("{}")
    mine = place / f"will_1_{TASK}.ipynb"
    shutil.copy(both, mine)
    named = erase(course, "will")
    assert both.is_file() and below.is_file() and not mine.exists()
    assert f"_{BEN}_{TASK}.ipynb: {sweep.NAME}" in named.replace("the name", "name") and "page.ipynb: the name" in named
