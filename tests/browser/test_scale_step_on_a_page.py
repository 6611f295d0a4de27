"""The step that adds one's answers on a scale to a hand-in: by keyboard, without barrier, and in real JupyterLab."""

import json
import shutil
from pathlib import Path

import pytest
from bare_page import BarePage
from lab_server import lab_server
from peer_course import answers, handover
from peer_course.widgets.handing import Panel
from test_exercises_on_a_page import tab_to
from test_panels_on_a_page import LOOKS, show_panel

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
TASK, SLUG = "02-worldviews", "recovery-myths"
LINES = ("no-symptoms", "back-in-hospital", "accept-diagnosis", "too-ill", "up-to-you")


@pytest.fixture
def panel(tmp_path, monkeypatch) -> Panel:
    """A panel of somebody who has a tutor, has fetched the task, and has placed every line twice."""
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    monkeypatch.setenv("PEER_COURSE_WORK", str(tmp_path / "my-work"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "exchange" / handover.COURSE / "inbound").mkdir(parents=True)
    shutil.copytree(ROOT / "release" / TASK, tmp_path / "my-work" / TASK)
    for moment, point in (("before", "agree"), ("after", "unsure")):
        answers.save(f"{SLUG}.{moment}", {"at": dict.fromkeys(LINES, point)}, 0, "t")
    return Panel(TASK)

# As the panel does before it changes anything.
SAVE_ALL = """() => new Promise((done) => {
  document.addEventListener("peer-course:saved", done, { once: true });
  document.dispatchEvent(new CustomEvent("peer-course:save", { detail: { id: "t" } }));
}).then(() => null)"""


# What JupyterLab does when Python has started: it notes the version, and calls the page changed.
PYTHON_SAYS_ITS_VERSION = """() => {
  const { model } = jupyterapp.shell.currentWidget.context;
  model.setMetadata("language_info", { name: "python", version: "3.0.0" });
  return new Promise((done) => setTimeout(() => done(model.dirty)));
}"""


def in_page() -> bool:
    return "My answers on a scale" in handover.notebook(TASK).read_text(encoding="utf-8")


def test_it_is_shown_added_seen_in_the_preview_and_taken_out_by_keyboard(page, panel):
    bare = BarePage(page)
    show_panel(bare, panel)
    tab_to(page, "See exactly what would be added")
    page.keyboard.press("Enter")
    assert "(no-symptoms: agree, unsure)" in page.locator("details[open] .pc-sent").inner_text()
    assert not in_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take it out again").wait_for()
    assert in_page()
    assert "are in your page now" in page.evaluate("() => document.activeElement.textContent")
    page.get_by_role("button", name="Look at what would be sent").click()
    preview = page.locator("section", has=page.get_by_role("heading", name="This is what would be sent")).last
    preview.get_by_text("(no-symptoms: agree, unsure)").wait_for()
    tab_to(page, "Take it out again")
    page.keyboard.press("Enter")
    page.get_by_text("See exactly what would be added").wait_for()
    assert not in_page()
    # A preview that no longer holds is gone: only what was seen can be sent.
    assert page.get_by_role("button", name="Hand it in").count() == 0
    assert bare.problems == []


@LOOKS
def test_no_barrier_before_or_after_adding(page, panel, width, scheme):
    bare = BarePage(page, width, scheme)
    show_panel(bare, panel)
    for name in ("Add it to my page", "Take it out again"):
        page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert (bare.axe(), bare.fits()) == ([], True)
        page.get_by_role("button", name=name).click()
        page.wait_for_function("name => ![...document.querySelectorAll('button')].some((b) => b.textContent === name)", arg=name)


def test_a_task_that_is_open_in_jupyterlab_takes_the_change_in_and_keeps_what_was_typed(page, course, task, tmp_path):
    """Otherwise JupyterLab asks, at the next save, which of two versions should go."""
    with lab_server(course, tmp_path / "home") as server:
        page.goto(server.address(f"my-work/{TASK}/{TASK}.ipynb"))
        page.wait_for_selector(".pc-answer .cm-content")
        page.evaluate(SAVE_ALL)
        nb = json.loads(task.read_text(encoding="utf-8"))
        nb["cells"].append({"cell_type": "markdown", "id": "scale", "metadata": {}, "source": "A page that came from outside."})
        task.write_text(json.dumps(nb), encoding="utf-8")
        assert page.evaluate(PYTHON_SAYS_ITS_VERSION) is False
        page.evaluate("name => document.dispatchEvent(new CustomEvent('peer-course:reread', {detail: {name}}))", task.name)
        page.get_by_text("A page that came from outside.").first.wait_for(state="attached")
        box = page.locator(".pc-answer .cm-content").first
        box.click()
        page.keyboard.type("Typed afterwards.")
        page.wait_for_timeout(4000)
        assert page.locator(".jp-Dialog").count() == 0
        saved = task.read_text(encoding="utf-8")
        assert "Typed afterwards." in saved and "A page that came from outside." in saved
