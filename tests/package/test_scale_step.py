"""Answers on a scale go into a hand-in only when their owner has seen them and put them there."""

import json
import shutil
from pathlib import Path

import pytest
from peer_course import answers, handing_in, handover, library
from peer_course.handing_in import scales
from peer_course.kinds import scale_shared
from peer_course.marking.inert import inert
from peer_course.model.course import Course
from peer_course.widgets.handing import Panel

ROOT = Path(__file__).resolve().parents[2]
TASK, SLUG = "02-worldviews", "recovery-myths"
LINES = ("no-symptoms", "back-in-hospital", "accept-diagnosis", "too-ill", "up-to-you")


@pytest.fixture
def page(tmp_path, monkeypatch) -> Path:
    """A learner's fetched task, with a tutor to hand in to."""
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    monkeypatch.setenv("PEER_COURSE_WORK", str(tmp_path / "my-work"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "exchange" / handover.COURSE / "inbound").mkdir(parents=True)
    shutil.copytree(ROOT / "release" / TASK, tmp_path / "my-work" / TASK)
    return tmp_path / "my-work" / TASK / f"{TASK}.ipynb"


def place(moment: str, point: str, lines=LINES):
    answers.save(f"{SLUG}.{moment}", {"at": dict.fromkeys(lines, point)}, 0, "t")


def place_both():
    place("before", "agree")
    place("after", "unsure")


def course() -> Course:
    return library.build(Course, library.document("course"))


def test_each_scale_belongs_to_the_task_of_the_session_with_its_last_moment():
    found = {s: scale_shared.task_of(library.exercise(s), course())
             for s in ("recovery-myths", "peer-support-lines", "note-confidence", "how-i-see-it")}
    assert found == {"recovery-myths": "02-worldviews", "peer-support-lines": "04-what-is-peer-support",
                     "note-confidence": "07-writing-about-people", "how-i-see-it": "11-final-assessment"}


def test_nothing_is_offered_until_every_line_was_placed_at_both_moments(page):
    panel = Panel(TASK)
    assert panel.state()["scale"] is None
    place("before", "agree")
    assert panel.state()["scale"] is None
    place("after", "unsure", LINES[:4])
    assert panel.state()["scale"] is None
    assert panel.hear({"do": "add_scale"})["state"]["say"].startswith("There is nothing to add")
    place("after", "unsure")
    assert panel.state()["scale"]["in_page"] is False


def test_nothing_is_offered_to_somebody_who_passed_or_studies_alone(page, tmp_path, monkeypatch):
    place_both()
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "none"))
    assert Panel(TASK).state()["scale"] is None
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    assert Panel(TASK).state()["scale"]
    answers.save(f"{SLUG}.after", {"at": dict.fromkeys(LINES, "agree"), "passed": True}, 9, "t")
    assert Panel(TASK).state()["scale"] is None


def test_exactly_what_was_shown_is_added_and_shown_in_the_preview_and_all_else_stays(page):
    place_both()
    panel, before = Panel(TASK), json.loads(page.read_text(encoding="utf-8"))
    shown = panel.state()["scale"]["text"]
    assert not handing_in.preview(TASK).added
    heard = panel.hear({"do": "add_scale"})
    assert heard["state"]["scale"] == {"title": "Five things people say about recovery", "text": shown, "in_page": True}
    assert handing_in.preview(TASK).added == (shown,)
    assert [p["text"] for p in panel.hear({"do": "look"})["preview"]][-1] == shown
    assert json.loads(page.read_text(encoding="utf-8"))["cells"][:-1] == before["cells"]
    panel.hear({"do": "add_scale"})
    assert len(handing_in.preview(TASK).added) == 1


def test_taking_it_out_leaves_the_page_as_it_was(page):
    place_both()
    nb = json.loads(page.read_text(encoding="utf-8"))
    nb["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": ["My own words.\n", "Two lines."]})
    page.write_text(json.dumps(nb), encoding="utf-8")
    panel = Panel(TASK)
    panel.hear({"do": "add_scale"})
    assert "no longer in your page" in panel.hear({"do": "take_out_scale"})["state"]["say"]
    assert json.loads(page.read_text(encoding="utf-8"))["cells"] == nb["cells"]
    assert panel.state()["scale"]["in_page"] is False


def test_an_answer_that_begins_like_a_shared_scale_is_never_taken_out(page):
    nb = json.loads(page.read_text(encoding="utf-8"))
    box = next(cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution"))
    box["source"] = scale_shared.FIRST_LINE.format(slug=SLUG) + "\nand my own words"
    page.write_text(json.dumps(nb), encoding="utf-8")
    scales.take_out(TASK, library.exercise(SLUG))
    assert "and my own words" in page.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_stays_as_it_was_and_the_learner_is_told(page, monkeypatch):
    place_both()
    before = page.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scales.os, "fsync", full)
    assert "could not be changed" in Panel(TASK).hear({"do": "add_scale"})["state"]["say"]
    assert page.read_bytes() == before
    assert [p.name for p in page.parent.iterdir()] == [page.name]


def test_what_a_learner_added_is_read_back_after_it_was_made_inert():
    scale = library.exercise(SLUG)
    pairs = dict.fromkeys(LINES, ("agree", "unsure"))
    assert scale_shared.read(scale, inert(scale_shared.written(scale, pairs, "I chose to add this."))) == pairs


@pytest.mark.parametrize("change", [
    lambda text: text.replace("(recovery-myths)", "(another)"),
    lambda text: text.replace("(no-symptoms: agree, unsure)", "(no-symptoms: agree, 99)"),
    lambda text: text.replace("(no-symptoms: agree, unsure)", "(__class__: agree, unsure)"),
    lambda text: text.replace("(no-symptoms: agree, unsure)", ""),
    lambda text: text + "\n- again (too-ill: agree, agree)",
    lambda text: text.replace("(too-ill:", "(no-symptoms:"),
    lambda text: "A word before.\n" + text,
    lambda text: "",
])
def test_a_page_that_was_changed_by_hand_counts_for_nothing(change):
    scale = library.exercise(SLUG)
    text = scale_shared.written(scale, dict.fromkeys(LINES, ("agree", "unsure")), "I chose to add this.")
    assert scale_shared.read(scale, text) and scale_shared.read(scale, change(text)) == {}
