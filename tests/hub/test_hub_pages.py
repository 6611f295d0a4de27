"""What the hub's people see in a real browser: a copy of one's own, and Formgrader in a tab of its own."""

import tempfile
from pathlib import Path

import hub_or_skip  # noqa: F401 - before what needs a hub
import pytest
from hub_room import running

pytestmark = pytest.mark.browser
AWAKE = "[data-peer-course=awake]"
SLOW = 90_000  # milliseconds: a first start on a busy machine


@pytest.fixture(scope="module")
def trial():
    with running(Path(tempfile.mkdtemp(prefix="pages-test-")), released=True) as (made, _):
        yield made


def sign_in(trial, browser, name: str):
    page = browser.new_context().new_page()
    page.goto(trial.url)
    page.fill("#username_input", name)
    page.fill("#password_input", trial.passwords[name])
    page.click("#login_submit")
    page.wait_for_selector(AWAKE, state="attached", timeout=SLOW)
    return page


def test_a_learner_saves_a_copy_of_their_own_by_keyboard_and_nothing_is_written_over(trial, browser):
    page = sign_in(trial, browser, "learner-1")
    copies = trial.home("learner-1") / "peer-support" / "my-copies"
    button = page.get_by_role("button", name="Save my own copy of this page")
    for name in ("00-start-here.ipynb", "00-start-here-2.ipynb"):
        button.focus()
        page.keyboard.press("Enter")
        page.get_by_text(f"Saved as my-copies/{name}").wait_for(timeout=20_000)
        assert (copies / name).stat().st_mode & 0o077 == 0
    assert button.evaluate("it => it === document.activeElement")
    page.get_by_role("button", name="Open my copy").press("Enter")
    page.wait_for_url("**/doc/tree/my-copies/00-start-here-2.ipynb", timeout=20_000)


def test_formgrader_opens_from_the_menu_in_a_tab_of_its_own(trial, browser):
    page = sign_in(trial, browser, "tutor")
    page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
    with page.context.expect_page() as opened:
        page.locator(".lm-Menu-item", has_text="Formgrader").click()
    opened.value.wait_for_selector("text=11-final-assessment", timeout=SLOW)
    assert opened.value.url == f"{trial.url}/user/tutor/formgrader/manage_assignments"
    assert opened.value.evaluate("window.opener") is None
