"""Words that Python has not acknowledged: the person hears of it in time, and loading the page anew loses none."""

import time

import pytest
from bare_page import BarePage, sitting
from peer_course import answers

pytestmark = pytest.mark.browser
SLUG, BOX = "words-about-me", "Your private page"
HERE = "http://course.example/"
STATUS = "() => document.querySelector('.pc-status').textContent"
# Types by itself, so that a slow Python cannot slow the typing down; notes whatever the page said on the way.
SLOW_TYPING = """([letters, pause]) => new Promise((done) => {
  const box = document.querySelector('textarea'), said = new Set();
  const typing = setInterval(() => {
    said.add(document.querySelector('.pc-status').textContent);
    if (!letters--) { clearInterval(typing); return done([...said]); }
    box.value += 'a';
    box.dispatchEvent(new Event('input'));
  }, pause);
})"""


@pytest.fixture
def bare(page):
    """A page with an address, so that the browser has a place to keep something for it."""
    page.route(HERE, lambda route: route.fulfill(body="<!doctype html><title>Page</title>", content_type="text/html"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(HERE)
    return BarePage(page)


def test_somebody_who_types_slowly_and_without_a_stop_hears_in_time_that_nothing_is_saved(bare):
    bare.show(sitting(SLUG))
    bare.dead = True
    said = bare.page.evaluate(SLOW_TYPING, [8, 900])  # a pause before each letter that is long enough to be sent
    assert any(text.startswith("Not saved yet") for text in said), said


def test_no_false_alarm_while_python_is_slow_and_answers(bare):
    bare.show(sitting(SLUG))
    real = bare.answer

    def slow(message):
        time.sleep(1.5)
        return real(message)

    bare.answer = slow
    said = bare.page.evaluate(SLOW_TYPING, [8, 900])
    assert not any(text.startswith("Not saved yet") for text in said), said
    bare.page.wait_for_function(f"({STATUS})() === 'Saved.'", timeout=20_000)
    assert answers.load(SLUG).answer["text"] == "a" * 8


def test_words_that_were_not_saved_are_there_when_the_page_is_loaded_anew(bare):
    page = bare.page
    bare.show(sitting(SLUG))
    bare.dead = True
    page.get_by_label(BOX).press_sequentially("typed when nobody heard")
    page.goto(HERE)
    bare.dead = False
    bare.show(sitting(SLUG))
    assert page.get_by_label(BOX).input_value() == "typed when nobody heard"
    page.wait_for_function(f"({STATUS})() === 'Saved.'")
    assert answers.load(SLUG).answer["text"] == "typed when nobody heard"


def test_the_browser_keeps_nothing_once_words_are_saved_and_nothing_of_another_person(bare):
    page = bare.page
    bare.show(sitting(SLUG))
    page.get_by_label(BOX).press_sequentially("saved")
    page.wait_for_function(f"({STATUS})() === 'Saved.'")
    assert page.evaluate("() => [sessionStorage.length, localStorage.length]") == [0, 0]
    bare.dead = True
    page.get_by_label(BOX).press_sequentially(" and more")
    page.goto(HERE)
    bare.dead = False
    bare.blank('<script id="jupyter-config-data" type="application/json">{"baseUrl": "/user/another/"}</script><div id="page"></div>')
    assert page.evaluate("() => sessionStorage.length") == 1
    bare.add(sitting(SLUG))
    assert page.get_by_label(BOX).input_value() == "saved"


def test_when_the_course_can_be_reached_again_the_words_go_at_once(bare):
    page = bare.page
    bare.show(sitting(SLUG))
    bare.dead = True
    page.get_by_label(BOX).press_sequentially("kept")
    page.wait_for_function(f"/^Not saved yet/.test(({STATUS})())", timeout=9000)
    bare.dead = False
    page.evaluate("() => document.dispatchEvent(new CustomEvent('peer-course:back'))")
    page.wait_for_function(f"({STATUS})() === 'Saved.'", timeout=1500)
