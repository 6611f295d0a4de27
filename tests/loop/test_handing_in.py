"""The learner's side when things go another way: no tutor, no room, a lost or damaged page."""

import json
import subprocess
import sys

import pytest
from peer_course import handing_in
from peer_course.handing_in import commands


@pytest.fixture
def alone(person, monkeypatch, tmp_path):
    """Somebody who studies without a tutor."""
    learner = person(tmp_path.name)
    learner.become(monkeypatch)
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    return learner


@pytest.fixture
def cohort(alone, task, tmp_path):
    """The same person in a cohort whose tutor has opened the task."""
    outbound = tmp_path / "exchange/peer_support/outbound" / task
    outbound.mkdir(parents=True)
    (tmp_path / "exchange/peer_support/inbound").mkdir()
    released = alone.root / "release" / task / f"{task}.ipynb"
    (outbound / f"{task}.ipynb").write_bytes(released.read_bytes())
    alone.notebook.parent.mkdir(parents=True)
    alone.notebook.write_bytes(released.read_bytes())
    return alone


def test_somebody_alone_gets_the_task_and_is_told_how_to_go_on(alone, task):
    assert handing_in.state(task).stage == "alone"
    assert handing_in.fetch(task).done and alone.notebook.is_file()
    alone.write("my words")
    assert handing_in.fetch(task).done and "my words" in alone.notebook.read_text(encoding="utf-8")
    assert "no tutor to hand in to" in handing_in.hand_in(task).say
    assert not handing_in.take_back(task).done and not handing_in.feedback(task).done


def test_a_task_that_is_not_open_yet_is_no_fault_of_the_learners(alone, task, tmp_path):
    (tmp_path / "exchange/peer_support/inbound").mkdir(parents=True)
    assert handing_in.state(task).stage == "not-open"
    assert "has not opened this task yet" in handing_in.fetch(task).say


@pytest.mark.parametrize(("log", "said"), [
    ("OSError: [Errno 28] No space left on device", "disk is full"),
    ("Unwritable directory, please contact your instructor", "closed at the moment"),
    ("something nobody expected", "try again in a few minutes"),
])
def test_when_a_hand_in_does_not_arrive_the_words_stay(cohort, task, monkeypatch, log, said):
    ran = subprocess.CompletedProcess("nbgrader", 1, log.encode())
    cohort.write("my words")
    monkeypatch.setattr(commands.subprocess, "run", lambda *args, **kwargs: ran)
    outcome = handing_in.hand_in(task)
    assert not outcome.done and said in outcome.say
    assert outcome.say.startswith("Not sent yet. Your words are safe")
    assert "my words" in cohort.notebook.read_text(encoding="utf-8")
    assert handing_in.state(task).stage == "changed"


def test_a_hand_in_that_takes_too_long_is_stopped(cohort, task, monkeypatch):
    def slow(*args, **kwargs):
        raise subprocess.TimeoutExpired("nbgrader", 1)

    cohort.write("my words")
    monkeypatch.setattr(commands.subprocess, "run", slow)
    assert "took too long" in handing_in.hand_in(task).say


def test_without_nbgrader_it_says_who_can_help(cohort, task, monkeypatch):
    cohort.write("my words")
    monkeypatch.setattr(commands.importlib.util, "find_spec", lambda name: None)
    assert "missing here: please tell your tutor" in handing_in.hand_in(task).say


def test_a_deleted_folder_and_a_damaged_page_are_told_apart(cohort, task):
    cohort.notebook.write_text("{ broken", encoding="utf-8")
    assert "cannot be read as a page" in handing_in.hand_in(task).say
    cohort.notebook.unlink()
    assert "no copy of this task here" in handing_in.hand_in(task).say
    assert handing_in.state(task).stage == "not-fetched"


def test_a_damaged_page_is_kept_under_another_name_and_a_fresh_one_laid_beside_it(alone, task):
    handing_in.fetch(task)
    alone.notebook.write_text("{ my words", encoding="utf-8")
    outcome = handing_in.fetch(task)
    kept = list(alone.notebook.parent.glob("*.damaged-*.txt"))
    assert outcome.done and kept[0].name in outcome.say
    assert kept[0].read_text(encoding="utf-8") == "{ my words"
    assert handing_in.preview(task).readable


def test_a_lost_or_doubled_place_to_write_is_noticed_before_sending(cohort, task):
    nb = json.loads(cohort.notebook.read_text(encoding="utf-8"))
    first, second = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    nb["cells"].append(first)
    nb["cells"].remove(second)
    cohort.notebook.write_text(json.dumps(nb), encoding="utf-8")
    notes = handing_in.preview(task).notes
    assert any("no longer in your page" in note for note in notes)
    assert any("more than once" in note for note in notes)


def test_the_preview_names_each_piece_by_the_heading_above_it_and_shows_added_words(cohort, task):
    cohort.write("one")
    cohort.add({"cell_type": "code", "source": "typed into a code cell", "outputs": []})
    seen = handing_in.preview(task)
    assert [(piece.text, piece.untouched) for piece in seen.pieces] == [("one", False), ("", True)]
    assert all(piece.label for piece in seen.pieces) and seen.added == ("typed into a code cell",)


def test_a_learners_kernel_never_loads_what_belongs_to_the_tutor(tmp_path):
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, peer_course.handing_in as h; h.state('02-worldviews'); "
         "print(*({'nbgrader', 'nbformat', 'pandas', 'yaml', 'jsonschema'} & set(sys.modules)))"],
        capture_output=True, text=True, check=True, cwd=tmp_path)
    assert loaded.stdout.strip() == ""
