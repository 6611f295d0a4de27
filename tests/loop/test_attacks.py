"""What somebody might send who means harm does nothing: with stock nbgrader commands, our settings, and our own pages.

The same hand-in goes through a course with nbgrader's default settings first: there it works, so these tests can fail.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import hostile
import pytest
from peer_course.marking import arrivals

pytestmark = pytest.mark.loop

STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'peer_support'\nc.Exchange.root = {exchange!r}\n"


def nbgrader(root: Path, *words: str, expect: int | None = 0) -> str:
    env = os.environ | {"HOME": str(root.parent), "JUPYTER_CONFIG_DIR": str(root.parent / "config"),
                        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}
    ran = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=root, env=env, text=True, timeout=180,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert expect is None or ran.returncode == expect, ran.stdout
    return ran.stdout


def comment(root: Path, learner: str) -> None:
    """Let the tutor's comments hold all of it as well, as if somebody had copied it there."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db", "peer_support") as book:
        for submission in book.student_submissions(learner):
            for said in (said for notebook in submission.notebooks for said in notebook.comments):
                said.manual_comment = "a tutor's words\n\n" + "\n\n".join(hostile.TEXTS)
        book.db.commit()


def scores(root: Path) -> set:
    with sqlite3.connect(root / "gradebook.db") as book:
        return {row[0] for row in book.execute("select manual_score from grade")}


@pytest.fixture(scope="module")
def released(course, task) -> dict:
    return json.loads((course / "release" / task / f"{task}.ipynb").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def stock(course, released, task, tmp_path_factory):
    """The control: the same task and hand-in in a course with nbgrader's default settings."""
    root = tmp_path_factory.mktemp("stock") / "course"
    exchange = root.parent / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    shutil.copytree(course / "source", root / "source")
    (root / "nbgrader_config.py").write_text(STOCK.format(exchange=str(exchange)))
    nbgrader(root, "generate_assignment", task)
    nbgrader(root, "release_assignment", task)
    hostile.hand_in(exchange / "peer_support" / "inbound", "mallory", task, released)
    nbgrader(root, "collect", task)
    nbgrader(root, "autograde", task)
    comment(root, "mallory")
    nbgrader(root, "generate_feedback", task)
    return root


@pytest.fixture(scope="module")
def ours(course, person, released, task):
    """A course with our settings and everything in the exchange at once, with one honest learner among it."""
    tutor, alice = person("tutor"), person("alice")
    tutor.run("generate_assignment", task)
    tutor.run("release_assignment", task)
    alice.run("fetch_assignment", task)
    alice.write("words of alice")
    alice.run("submit", task)
    inbound = course.parent / "exchange" / "peer_support" / "inbound"
    hostile.hand_in(inbound, "mallory", task, released)
    hostile.hand_in(inbound, "bomber", task, released, size=60_000_000)
    _odd_folders(inbound, course, task, released)
    collected = tutor.run("collect", task)
    shutil.copytree(course / "submitted" / "mallory", course / "submitted" / hostile.ODD)
    marked = tutor.run("autograde", task, expect=1)
    comment(course, "mallory")
    tutor.run("generate_feedback", task)
    return SimpleNamespace(root=course, inbound=inbound, collected=collected, marked=marked)


def _odd_folders(inbound, course, task, released):
    end = f"+{task}+2026-01-01 10:00:00.000000 UTC+abc"
    outside = course.parent / "outside"
    outside.mkdir()
    (outside / f"{task}.ipynb").write_text(json.dumps(released))
    for name in hostile.NAMES:
        (inbound / f"{name}{end}").mkdir()
        (inbound / f"{name}{end}" / f"{task}.ipynb").write_text(json.dumps(released))
    (inbound / f"linked{end}").symlink_to(outside)
    for name in ("file-link", "folder-link", "pipe", "huge", "many"):
        (inbound / f"{name}{end}").mkdir()
    (inbound / f"file-link{end}" / f"{task}.ipynb").symlink_to(outside / f"{task}.ipynb")
    (inbound / f"folder-link{end}" / "more").symlink_to(outside)
    os.mkfifo(inbound / f"pipe{end}" / f"{task}.ipynb")
    with (inbound / f"huge{end}" / f"{task}.ipynb").open("wb") as huge:
        huge.truncate(arrivals.LARGEST + 1)
    for number in range(arrivals.MOST_FILES + 1):
        (inbound / f"many{end}" / f"{number}.ipynb").touch()


def page(root: Path, learner: str, task: str) -> hostile.Page:
    return hostile.Page((root / "feedback" / learner / task / f"{task}.html").read_text(encoding="utf-8"))


def autograded(root: Path, learner: str, task: str) -> dict:
    return json.loads((root / "autograded" / learner / task / f"{task}.ipynb").read_text(encoding="utf-8"))


def test_with_default_settings_the_attacks_work(stock, task):
    assert (stock / hostile.RAN_CELL).exists() and (stock / hostile.RAN_PANDAS).exists()
    assert 99 in scores(stock)
    live = page(stock, "mallory", task).live
    assert "script" in live and any("onerror" in part for part in live)
    assert (stock / "autograded" / "mallory" / task / "pandas.py").exists()


def test_no_cell_and_no_module_that_was_handed_in_runs(ours):
    assert list(ours.root.glob("ran-*")) == []
    assert scores(ours.root) == {None}


def test_of_a_hand_in_only_the_notebook_the_time_and_the_secret_are_taken(ours, task):
    for step in ("submitted", "autograded"):
        found = [path for path in (ours.root / step / "mallory").rglob("*") if path.suffix != ".ipynb"]
        assert {path.name for path in found} <= {task, "timestamp.txt", "submission_secret.txt"}


def test_a_tutor_opens_words_only_without_outputs_attachments_or_raw_cells(ours, task):
    for learner in ("mallory", "bomber"):
        nb = autograded(ours.root, learner, task)
        assert {cell["cell_type"] for cell in nb["cells"]} == {"markdown"}
        assert not any(cell.keys() & {"outputs", "attachments"} for cell in nb["cells"])
        assert set(nb["metadata"]) == {"kernelspec"}
        text = "\n".join("".join(cell["source"]) for cell in nb["cells"])
        assert "words of a stranger" in text and "<script" not in text and "![" not in text


def test_sixty_million_signs_of_output_are_left_out(ours, task):
    assert (ours.root / "submitted" / "bomber" / task / f"{task}.ipynb").stat().st_size > 60_000_000
    assert (ours.root / "autograded" / "bomber" / task / f"{task}.ipynb").stat().st_size < 200_000


def test_what_was_handed_in_or_written_as_a_comment_can_do_nothing_on_the_feedback_page(ours, task):
    shown = page(ours.root, "mallory", task)
    assert shown.live == [] and "url(" not in shown.styles and "@import" not in shown.styles
    assert "words of a stranger" in shown.text and "a tutor's words" in shown.text
    assert "The end of the page" in shown.text and "{{ 7 * 7 }}" in shown.text


def test_names_that_are_no_learners_are_named_and_left(ours):
    taken = {path.name for path in (ours.root / "submitted").iterdir()}
    assert taken == {"alice", "mallory", "bomber", hostile.ODD}
    assert ours.collected.count(arrivals.NOT_A_NAME) == len(hostile.NAMES)
    assert "\x1b[31m" not in ours.collected and "\u202e" not in ours.collected


@pytest.mark.parametrize(("name", "said"), [
    ("linked", "it is a link or a file"), ("file-link", "a link in it leads elsewhere"),
    ("folder-link", "a link in it leads elsewhere"), ("pipe", "neither a file nor a folder"),
    ("huge", "it is larger than 200 MB"), ("many", "more than 100 files"),
])
def test_links_pipes_and_what_is_too_large_are_named_with_the_reason(ours, name, said):
    line = next(line for line in ours.collected.splitlines() if f"'{name}+" in line)
    assert said in line


def test_an_odd_name_in_submitted_is_named_and_never_made_ready(ours):
    assert arrivals.NOT_A_NAME in ours.marked
    assert not list((ours.root / "autograded" / hostile.ODD).rglob("*"))


def test_the_honest_learner_among_them_is_read(ours, task):
    text = json.dumps(autograded(ours.root, "alice", task))
    assert "words of alice" in text


@pytest.mark.parametrize("name", ["alice", "o'brien", "Zoë", "anna.b@example.org", "auth0|12", "s-7_b", "李雷", "a b"])
def test_names_that_hubs_and_systems_give_are_learners_names(name):
    assert arrivals.LEARNER.match(name)


@pytest.mark.parametrize("name", [*hostile.NAMES, "", ".", "..", "a/b", "a+b", "a&b", "a%22b", "a#b", "a?b", "a`b",
                                  "a$b", "a\x00b", "a\u2028b", "alice\n"])
def test_other_names_are_not(name):
    assert not arrivals.LEARNER.match(name)


def test_a_link_put_in_the_place_of_a_file_between_looking_and_taking_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("the tutor's own")
    (tmp_path / "given").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "given" / "a.ipynb").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError):
        arrivals.take(tmp_path / "given", tmp_path / "taken", ["*.ipynb"])
    assert list((tmp_path / "taken").iterdir()) == []


def test_a_link_put_in_the_place_of_a_hand_in_is_neither_read_nor_written_through(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "given").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        arrivals.take(tmp_path / "given", tmp_path, ["*"])
    with pytest.raises(OSError):
        arrivals.leave_note(tmp_path / "given", "collected.txt", "now")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_note_takes_the_place_of_a_link_and_does_not_follow_it(tmp_path):
    (tmp_path / "kept").write_text("as it was")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "collected.txt").symlink_to(tmp_path / "kept")
    arrivals.leave_note(tmp_path / "given", "collected.txt", "now")
    assert (tmp_path / "kept").read_text() == "as it was"
    assert (tmp_path / "given" / "collected.txt").read_text() == "now"


def test_a_pipe_put_in_the_place_of_a_file_does_not_make_anybody_wait(tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "taken").mkdir()
    os.mkfifo(tmp_path / "given" / "a.ipynb")
    with pytest.raises(arrivals.ChangedOnTheWay):
        arrivals.take(tmp_path / "given", tmp_path / "taken", ["*.ipynb"])
