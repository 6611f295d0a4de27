"""A kernel that was ended after a long pause: nothing wakes by itself for an empty chair, and all of it for a person."""

import json

import pytest
import requests
from lab_server import TOKEN, awake

pytestmark = pytest.mark.browser
SESSION = "notebooks/03-personal-recovery.ipynb"
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel"
LONGER_THAN_A_POLL = 13_000  # milliseconds; JupyterLab asks for its kernels every ten seconds


def kernels(lab) -> list[str]:
    """The kernels that the server runs, by id."""
    found = requests.get(f"http://127.0.0.1:{lab.port}/api/kernels", headers={"Authorization": f"token {TOKEN}"}, timeout=10)
    return [one["id"] for one in found.json()]


def test_a_kernel_that_was_ended_comes_back_when_somebody_goes_on_and_not_before(page, lab):
    page.goto(lab.address(SESSION))
    awake(page)
    box = page.locator(".pc textarea").first
    box.wait_for()
    gone = page.evaluate(f"{KERNEL}.id")
    requests.delete(f"http://127.0.0.1:{lab.port}/api/kernels/{gone}", timeout=20,
                    headers={"Authorization": f"token {TOKEN}"}).raise_for_status()
    page.locator(".pc-notice", has_text="gone to sleep").wait_for(timeout=LONGER_THAN_A_POLL)
    left = kernels(lab)
    page.wait_for_timeout(LONGER_THAN_A_POLL)
    assert kernels(lab) == left
    box.click()
    page.keyboard.type("written after the pause, and not a letter of it is lost", delay=60)
    page.locator(".pc-notice", has_text="ready again").wait_for(timeout=40_000)
    page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type(" here", delay=60)
    assert page.evaluate("document.activeElement.value") == "written after the pause, and not a letter of it is lost here"
    for _ in range(40):
        stored = json.dumps([json.loads(path.read_text("utf-8"))["answer"] for path in (lab.home / "answers").glob("*.json")])
        if "not a letter of it is lost here" in stored:
            break
        page.wait_for_timeout(250)
    assert "not a letter of it is lost here" in stored
    assert page.locator(".jp-Dialog").count() == 0
