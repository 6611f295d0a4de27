"""A course with five hand-ins, and tutors who talk with a desk as the page does: what the tests of the desk share."""

import json
import logging
import shutil
from pathlib import Path

import pytest
from peer_course.marking import course_folder, labels
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


@pytest.fixture(name="made", scope="module")
def fixture_made(course, task):
    """A course with five hand-ins made ready by nbgrader's own step; no test changes it."""
    from nbgrader.converters import Autograde, GenerateAssignment

    convert(GenerateAssignment, course, task)
    for place, (learner, texts) in enumerate(TEXTS.items()):
        hand_in(course, task, learner, texts, f"2026-01-0{5 - place} 10:00:00.000000 UTC")
    convert(Autograde, course, task)
    return course


@pytest.fixture(name="contact_known", scope="module")
def fixture_contact_known(tmp_path_factory):
    """The course's words, with somebody to call."""
    folder = tmp_path_factory.mktemp("words") / "content"
    shutil.copytree(ROOT / "content", folder)
    map_of_course = folder / "course.yml"
    text = map_of_course.read_text(encoding="utf-8")
    assert "  worry: null" in text
    map_of_course.write_text(text.replace("  worry: null", "  worry: |-\n    Ring Isla on 01234, day and night"),
                             encoding="utf-8")
    return folder


@pytest.fixture(name="place")
def fixture_place(made, contact_known, tmp_path, monkeypatch):
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

    def draft(self, learner, based_on=0, page="", **marking):
        return self("draft", key=self.key(learner), marking=EMPTY | marking, based_on=based_on, page=page)

    def finish(self, learner, based_on=0, **marking):
        return self("finish", key=self.key(learner), marking=EMPTY | {"levels": ALL} | marking, based_on=based_on)


@pytest.fixture(name="sit")
def fixture_sit(place, task):
    """Seat a tutor at the desk."""
    return lambda marker="morag", role="first": Sitting(place, marker, task, role)


def rows(place, task, learner):
    """What nbgrader's gradebook says: per answer points, whether it waits, and the comment."""
    from nbgrader.api import Gradebook

    with Gradebook(place.gradebook_url, "peer_support") as book:
        notebook = book.find_submission_notebook(task, task, learner)
        comments = {c.name: c.manual_comment for c in notebook.comments}
        return {g.name: (g.manual_score, g.needs_manual_grade, comments[g.name]) for g in notebook.grades}


def again(place, task, learner="alice", texts=("She asked once more, <twice>.", "New reasons.")):
    from nbgrader.converters import Autograde

    hand_in(place.root, task, learner, texts, "2026-02-01 10:00:00.000000 UTC")
    convert(Autograde, place.root, task, learner)
