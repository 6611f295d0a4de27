"""A page of the course is alive when it opens, and nothing else ever runs by itself."""

import os
import signal

import pytest
from lab_server import awake

pytestmark = pytest.mark.browser

SESSION = "notebooks/02-what-is-recovery.ipynb"
CURRENT = "jupyterapp.shell.currentWidget"
PLACES = pytest.mark.parametrize("place", ["doc/tree", "notebooks"])
BROKEN = [
    ("manifest.json", "{ not json"),
    ("start.js", "this is not a module ("),
    ("remoteEntry.js", "throw new Error('nothing here')"),
]


def _answer(text: str, kind: str):
    return lambda route: route.fulfill(body=text, content_type=kind)


@PLACES
def test_a_session_wakes_without_a_click_and_stays_at_its_top(page, lab, place):
    page.goto(lab.address(SESSION, place))
    awake(page)
    page.wait_for_selector(".jp-OutputArea-output fieldset")
    state = page.evaluate(
        f"""() => ({{
            empty: {CURRENT}.content.widgets.filter(c => c.model.type === 'code' && !c.model.outputs.length).length,
            top: document.querySelector('.jp-WindowedPanel-outer').scrollTop,
            active: {CURRENT}.content.activeCellIndex,
            dirty: {CURRENT}.content.model.dirty || jupyterapp.status.isDirty,
            refused: document.body.innerText.includes('read-only'),
            errors: document.querySelectorAll('[data-mime-type="application/vnd.jupyter.error"]').length,
            dialogs: document.querySelectorAll('.jp-Dialog').length,
        }})"""
    )
    assert state == {
        "empty": 0, "top": 0, "active": 0, "dirty": False, "refused": False, "errors": 0, "dialogs": 0
    }  # fmt: skip


def test_only_the_cell_whose_whole_text_is_listed_runs_beside_a_strangers(page, lab, course):
    page.goto(lab.address("own/mixed.ipynb"))
    awake(page)
    counts = page.evaluate(f"{CURRENT}.content.widgets.map(c => c.model.executionCount !== null)")
    assert counts == [False, True, False]
    assert not list(course.rglob("stranger-was-here"))


def test_a_broken_part_of_the_extension_never_blanks_the_page(page, lab):
    for file, text in BROKEN:
        kind = "application/json" if file.endswith("json") else "text/javascript"
        place = f"**/peer-course-lab/**/{file}*"
        page.route(place, _answer(text, kind))
        page.goto(lab.address(SESSION))
        page.wait_for_selector(".jp-MarkdownCell h1", timeout=40000)
        assert page.locator("h1").first.inner_text().startswith("Session 2"), (file, text)
        page.unroute(place)


def test_when_the_kernel_ends_the_page_wakes_again_without_a_dialog(page, lab):
    page.goto(lab.address(SESSION))
    awake(page)
    page.wait_for_selector(".jp-OutputArea-output fieldset")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    before = page.evaluate("document.activeElement.value")
    for kernel in lab.kernels():
        os.kill(kernel, signal.SIGKILL)
    notice = page.locator(".pc-notice")
    notice.filter(has_text="ready again").wait_for(timeout=30000)
    page.wait_for_function("document.activeElement !== document.body")
    assert page.evaluate("document.activeElement.value") == before
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".jp-OutputArea-output fieldset").count() > 0
