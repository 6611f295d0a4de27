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


def stored_words(page, lab, text: str) -> str:
    """What the store holds, as soon as `text` is in it; after ninety seconds whatever it holds then."""
    for _ in range(360):
        stored = json.dumps([json.loads(path.read_text("utf-8"))["answer"] for path in (lab.home / "answers").glob("*.json")])
        if text in stored:
            break
        page.wait_for_timeout(250)
    return stored


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
    assert "not a letter of it is lost here" in stored_words(page, lab, "not a letter of it is lost here")
    assert page.locator(".jp-Dialog").count() == 0


def test_a_new_kernel_that_never_comes_is_asked_for_again(page, lab):
    page.goto(lab.address(SESSION))
    awake(page)
    box = page.locator(".pc textarea").first
    box.wait_for()
    asked = []

    def never_the_first(route):
        if route.request.method != "POST":
            return route.fallback()
        asked.append(route)
        return None if len(asked) == 1 else route.fallback()

    page.route("**/api/sessions*", never_the_first)
    gone = page.evaluate(f"{KERNEL}.id")
    requests.delete(f"http://127.0.0.1:{lab.port}/api/kernels/{gone}", timeout=20,
                    headers={"Authorization": f"token {TOKEN}"}).raise_for_status()
    page.locator(".pc-notice", has_text="gone to sleep").wait_for(timeout=LONGER_THAN_A_POLL)
    box.click()
    page.keyboard.type("typed while the server was too busy to answer", delay=60)
    assert "too busy to answer" in stored_words(page, lab, "too busy to answer")
    assert len(asked) > 1


def test_exercises_that_a_living_kernel_does_not_know_are_woken(page, lab):
    page.goto(lab.address(SESSION))
    awake(page)
    box = page.locator(".pc textarea").first
    box.wait_for()
    # What is left of a restart that the page heard nothing of: the kernel answers, and knows none of its exercises.
    page.evaluate(f"{KERNEL}.requestExecute({{code: 'import comm; comm.get_comm_manager().comms.clear()'}}).done")
    box.click()
    page.keyboard.type("typed into an exercise that nobody was behind", delay=60)
    assert "nobody was behind" in stored_words(page, lab, "nobody was behind")
