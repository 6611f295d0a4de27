"""A beginner gets a task, writes, hands it in and reads the feedback, by keyboard alone in real JupyterLab.

With PEER_COURSE_PICTURES set to a folder, the pictures of the guides are taken on the way.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lab_server import awake, lab_server

pytestmark = [pytest.mark.browser, pytest.mark.loop]
ROOT = Path(__file__).resolve().parents[2]
TASK = "02-worldviews"
SESSION = "notebooks/02-what-is-recovery.ipynb"
WORDS = "My gran said nerves. My doctor said serotonin. Nobody asked about the rent."
COMMENT = "Thank you. The line about the rent says a great deal in six words."


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A course folder with its exchange, as on a shared computer."""
    folder = tmp_path_factory.mktemp("handing-in")
    for name in ("notebooks", "source", "release"):
        shutil.copytree(ROOT / name, folder / "course" / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder / "course")
    return folder


def tutor(place: Path, *words: str):
    """Run a stock nbgrader command as the tutor."""
    env = os.environ | {"JUPYTERHUB_USER": "tutor", "JUPYTER_DATA_DIR": str(place / "tutor"),
                        "PEER_COURSE_EXCHANGE": str(place / "exchange")}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=place / "course", env=env, timeout=120,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout


def mark(place: Path):
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{place}/course/gradebook.db", "peer_support") as gradebook:
        for submission in gradebook.assignment_submissions(TASK):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.manual_score, grade.needs_manual_grade = 6, False
                for comment in notebook.comments:
                    comment.manual_comment = COMMENT
        gradebook.db.commit()


def picture(page, name: str):
    folder = os.environ.get("PEER_COURSE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def tab_to(page, name: str, most: int = 250):
    """Press Tab until the control with this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate("() => { const a = document.activeElement; return a.matches('a, button, [contenteditable]') "
                           "? [a.ariaLabel, a.textContent].join('|') : '' }")
        if name in at:
            return
    raise AssertionError(f"Tab never came to {name}")


def open_session(page, server):
    page.goto(server.address(SESSION))
    awake(page)
    page.wait_for_selector(".pc h3")


def press(page, name: str, then: str):
    """Tab to a button, press Enter, and wait for what should appear."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.get_by_text(then).first.wait_for(timeout=30_000)


def panel(page):
    return page.locator(".pc", has=page.get_by_role("heading", name="Hand in:"))


def test_from_getting_the_task_to_reading_the_feedback_by_keyboard_alone(page, place):
    tutor(place, "generate_assignment", TASK)
    tutor(place, "release_assignment", TASK)
    env = {"JUPYTERHUB_USER": "alice", "PEER_COURSE_EXCHANGE": str(place / "exchange"),
           "PEER_COURSE_WORK": str(place / "course" / "my-work")}
    with lab_server(place / "course", place / "alice", env=env) as server:
        open_session(page, server)
        press(page, "Get the task", "Open the task and write")
        tab_to(page, "Open the task and write")
        page.keyboard.press("Enter")
        write(page)
        open_session(page, server)
        press(page, "Look at what would be sent", "This is what would be sent")
        assert WORDS in panel(page).locator(".pc-sent").first.inner_text()
        picture(page, "hand-in")
        press(page, "Hand it in", "Handed in on")
        picture(page, "handed-in")
        tutor(place, "collect", TASK)
        tutor(place, "autograde", TASK)
        mark(place)
        tutor(place, "generate_feedback", TASK)
        tutor(place, "release_feedback", TASK)
        press(page, "Look for feedback", "Feedback from your tutor")
        feedback = page.frame_locator(".pc iframe")
        feedback.get_by_text(COMMENT).first.scroll_into_view_if_needed()
        picture(page, "feedback")
        assert "Your tutor collected it on" in panel(page).inner_text()
        assert panel(page).get_by_role("button", name="Take it back").count() == 0


def write(page):
    """Write in the open answer box of the task page, as a beginner would."""
    page.wait_for_url("**/my-work/**")
    page.wait_for_selector(".pc-answer .cm-content")
    page.wait_for_selector("[data-peer-course-page=task]")
    tab_to(page, "Your answer")
    before = page.evaluate("jupyterapp.shell.currentWidget.content.widgets.length")
    page.keyboard.type(WORDS + " axdd bb")
    picture(page, "task")
    for _ in range(8):
        page.keyboard.press("Backspace")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty", timeout=10_000)
    assert page.evaluate("jupyterapp.shell.currentWidget.content.widgets.length") == before
