"""The hand-in panel and “My answers” on a bare page: no barrier, by keyboard, and nothing leaves unseen."""

import pytest
from bare_page import BarePage
from peer_course import answers
from peer_course.widgets.hand_in import HandIn
from peer_course.widgets.handing import Panel
from peer_course.widgets.my_answers import MyAnswers, as_html, entries
from test_exercises_on_a_page import tab_to

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])


@pytest.fixture
def alone(no_tutor):
    return Panel("07-writing-about-people")


def show_panel(bare: BarePage, panel: Panel):
    def answer(message):
        found = panel.hear(message)
        return {"set": {"state": found.pop("state")}, "back": [{"to": message["do"], **found}]}

    bare.run(HandIn._esm, {"spec": panel.spec(), "state": panel.state()}, answer)


def show_answers(bare: BarePage):
    view = MyAnswers()

    def answer(message):
        if message["do"] == "export":
            return {"set": {}, "back": [{"do": "download", "name": "my-answers.html", "html": as_html()}]}
        view._hear(view, message, [])
        return {"set": {"entries": entries()}, "back": [{"do": "say", "say": view.spec["words"]["deleted"]}]}

    bare.run(MyAnswers._esm, {"spec": view.spec, "entries": view.entries}, answer)


@LOOKS
def test_no_barrier_in_the_hand_in_panel(page, alone, width, scheme):
    bare = BarePage(page, width, scheme)
    show_panel(bare, alone)
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert (bare.axe(), bare.fits(), bare.problems) == ([], True, [])


def test_somebody_alone_gets_the_task_by_keyboard_and_hears_what_came_of_it(page, alone):
    bare = BarePage(page)
    show_panel(bare, alone)
    tab_to(page, "Put the task into my own folder")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open the task and write").wait_for()
    assert page.evaluate("() => document.activeElement.className") == "pc-summary"
    assert bare.axe() == []


@LOOKS
def test_no_barrier_in_my_answers(page, width, scheme):
    answers.save("words-about-me", {"route": "own", "text": "a private line\nand one more"}, 0, "t")
    bare = BarePage(page, width, scheme)
    show_answers(bare)
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert (bare.axe(), bare.fits(), bare.problems) == ([], True, [])
    assert "a private line" in page.locator(".pc-sent").inner_text()


def test_deleting_takes_two_presses_and_the_first_only_asks(page):
    answers.save("words-about-me", {"route": "own", "text": "mine"}, 0, "t")
    bare = BarePage(page)
    show_answers(bare)
    tab_to(page, "Delete all my answers")
    page.keyboard.press("Enter")
    assert answers.load("words-about-me")
    assert page.evaluate("() => document.activeElement.textContent") == "No, keep"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("There is nothing here yet").wait_for()
    assert answers.everything() == {}


def test_taking_answers_along_makes_a_file_on_the_persons_own_side(page, tmp_path):
    answers.save("words-about-me", {"route": "own", "text": "mine to keep"}, 0, "t")
    bare = BarePage(page)
    show_answers(bare)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make a file of all my answers").click()
    waiting.value.save_as(tmp_path / "kept.html")
    assert "mine to keep" in (tmp_path / "kept.html").read_text(encoding="utf-8")
