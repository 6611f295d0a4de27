"""The same hostile hand-in at our own commands, the feedback page and the marking desk: words, and nothing else."""

import json
import re

import collected
import hostile
import pytest
from click.testing import CliRunner
from collected import TASK
from nbgrader.api import Gradebook
from peer_course.cli import main
from peer_course.marking import cohort
from peer_course.marking.desk import Desk

pytestmark = pytest.mark.loop


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course into which a hostile hand-in came, one of them under a name that is none."""
    made = collected.made(tmp_path_factory.mktemp("ours") / "course")
    released = json.loads((made.release / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    for learner in ("mallory", hostile.ODD):
        folder = made.submitted / learner / TASK
        folder.parent.mkdir(parents=True)
        hostile.hand_in(made.submitted, "x", TASK, released).rename(folder)
    return made


@pytest.fixture(scope="module")
def marked(course):
    """What `peer-course mark` and, after a tutor's hostile comments, `peer-course feedback` say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        first = CliRunner().invoke(main, ["mark"])
        with Gradebook(course.gradebook_url, "peer_support") as book:
            for notebook in book.find_submission(TASK, "mallory").notebooks:
                for comment in notebook.comments:
                    comment.manual_comment = "a tutor's words\n\n" + "\n\n".join(hostile.TEXTS)
                for grade in notebook.grades:
                    grade.manual_score, grade.needs_manual_grade = 1, False
            book.db.commit()
        second = CliRunner().invoke(main, ["feedback"])
    return first, second


def test_peer_course_mark_makes_words_of_it_and_runs_nothing(course, marked):
    nb = json.loads((course.autograded / "mallory" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    assert {cell["cell_type"] for cell in nb["cells"]} == {"markdown"}
    assert not any(cell.keys() & {"outputs", "attachments"} for cell in nb["cells"])
    assert "<script" not in json.dumps(nb) and "words of a stranger" in json.dumps(nb)
    assert not list(course.root.rglob("ran-*"))
    assert not [path for path in course.autograded.rglob("*") if path.suffix in (".py", ".html")]


def test_a_name_that_is_none_is_said_and_left(course, marked):
    assert marked[0].exit_code == 1 and hostile.ODD in marked[0].output
    assert not list((course.autograded / hostile.ODD).rglob("*.ipynb"))


def test_its_feedback_page_holds_words_and_nothing_live(course, marked):
    text = (course.feedback / "mallory" / TASK / f"{TASK}.html").read_text(encoding="utf-8")
    page = hostile.Page(text)
    assert page.live == [] and "url(" not in page.styles
    assert "words of a stranger" in page.text and "a tutor's words" in page.text and "{{ 7 * 7 }}" in page.text


def test_the_desk_gives_the_page_what_was_typed_and_no_way_to_run_it(course, marked, monkeypatch):
    monkeypatch.setattr("peer_course.marking.desk.problem", lambda: "")
    desk = Desk(course, "morag")
    queue = desk.hear({"do": "choose", "seq": 1, "task": TASK, "role": "first"})["queue"]
    opened = desk.hear({"do": "open", "seq": 2, "key": queue[0]["key"]})["handin"]
    text = json.dumps([piece["text"] for piece in opened["pieces"]])
    assert len(queue) == 1 and "mallory" not in json.dumps(queue)
    assert json.dumps(hostile.TEXTS[0])[1:-1] in text and "&lt;" not in text


def test_the_cohort_page_shows_it_as_work_that_waits_and_lets_nothing_of_it_live(course, marked):
    released = json.loads((course.release / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    course.inbound.mkdir(parents=True)
    hostile.hand_in(course.inbound, "newcomer", TASK, released)
    with Gradebook(course.gradebook_url, "peer_support") as book:
        book.update_or_create_student("newcomer", first_name=hostile.TEXTS[0], last_name=hostile.TEXTS[1])
    html = "".join((cohort.work(course), cohort.patterns(course), cohort.agreement(course, names=True),
                    cohort.scales(course)))
    # The charts are pictures of our own, each written into the page as base64; without them nothing may be live.
    page = hostile.Page(re.sub(r'<img [^<>]*src="data:image/png;base64,[^"]*"[^<>]*>', "", html))
    assert "window.taken" in page.text, "the name was not shown, so this could not fail"
    assert page.live == [] and "url(" not in page.styles
    assert not list(course.root.rglob("ran-*"))
