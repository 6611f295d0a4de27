"""The hand-in panel and “My answers” on a bare page: no barrier, by keyboard, and nothing leaves unseen."""

import pytest
from bare_page import BarePage, sitting
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
    shown = {"entries": view.entries}

    def answer(message):
        if message["do"] == "export":
            return {"set": {}, "back": [{"do": "download", "name": "my-answers.html", "html": as_html()}]}
        view._hear(view, message, [])
        said = [{"do": "say", "say": view.spec["words"]["deleted"]}] if message["do"].startswith("delete") else []
        # As in a notebook, where only a list that has changed is sent.
        before, shown["entries"] = shown["entries"], entries()
        return {"set": shown if shown["entries"] != before else {}, "back": said}

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


def beside_an_exercise(bare: BarePage, slug: str):
    """Show “My answers” and below it an exercise on the same page, each with its own part of Python behind it."""
    show_answers(bare)
    panel = bare.answer
    bare.add(sitting(slug))
    exercise = bare.answer
    bare.answer = lambda message: exercise(message) if "writer" in message else panel(message)


def test_an_answer_given_on_the_same_page_appears_in_the_list(page):
    bare = BarePage(page)
    beside_an_exercise(bare, "first-try")
    assert page.get_by_text("There is nothing here yet").is_visible()
    page.get_by_label("Only looking around").check()
    page.locator("summary", has_text="A first try").wait_for()
    assert page.get_by_text("There is nothing here yet").count() == 0


def test_an_answer_given_elsewhere_appears_when_the_list_comes_into_view(page):
    bare = BarePage(page)
    answers.save("words-about-me", {"route": "own", "text": "mine"}, 0, "t")
    show_answers(bare)
    answers.save("first-try", {"chosen": ["look-around"]}, 0, "t")
    page.evaluate("() => { document.getElementById('page').style.marginTop = '3000px'; }")
    page.wait_for_timeout(200)
    page.locator("h3", has_text="My answers").scroll_into_view_if_needed()
    page.locator("summary", has_text="A first try").wait_for()


def test_the_list_waits_while_somebody_is_asked_about_deleting_and_what_is_open_stays_open(page):
    bare = BarePage(page)
    answers.save("words-about-me", {"route": "own", "text": "mine"}, 0, "t")
    beside_an_exercise(bare, "first-try")
    mine = page.locator("details").first
    mine.locator("summary").click()
    mine.get_by_role("button", name="Delete this answer").click()
    page.evaluate("() => document.activeElement.blur()")  # even when the focus is nowhere, the question is still open
    page.get_by_label("Only looking around").check()
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    page.wait_for_timeout(1500)
    assert mine.get_by_role("button", name="Yes, delete").is_visible() and page.locator("details").count() == 1
    mine.get_by_role("button", name="No, keep").click()
    page.get_by_label("Only looking around").focus()
    page.locator("summary", has_text="A first try").wait_for()
    assert page.locator("details[open]").count() == 1
