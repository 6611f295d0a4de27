"""Numbers that a finger can ring, names of buttons that stand alone, and a dot that hides no label."""

import contextlib

import pytest
from bare_page import BarePage, sitting
from lab_server import awake
from peer_course import answers, library
from test_exercises_on_a_page import barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser):
    with contextlib.closing(browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)) as one:
        yield BarePage(one.new_page(), width=390)


def links(page) -> list[str]:
    return page.locator(".pc-support a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")


def test_numbers_under_a_box_can_be_tapped_on_a_phone(phone):
    phone.show(sitting("say-it-safely"))
    assert links(phone.page) == ["tel:999", "tel:111", "tel:116123"]
    text = phone.page.locator(".pc-support").inner_text()
    assert library.document("support")["beside"] in text
    assert (barriers(phone, [(390, "light"), (390, "dark")]), phone.problems) == ([], [])


def test_numbers_under_a_box_are_no_extra_stops_for_the_tab_key(page):
    bare = BarePage(page)
    bare.show(sitting("say-it-safely"))
    assert links(page) == []
    assert library.document("support")["beside"] in page.locator(".pc-support").inner_text()


def test_each_finding_names_the_word_that_its_buttons_are_about(page):
    bare = BarePage(page)
    bare.show(sitting("rewrite-notes"))
    page.locator("textarea").fill("She refused again.")
    page.locator(".pc-main").first.click()
    page.wait_for_selector(".pc-reply details")
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for control in ("summary", "button"):
        names = page.locator(f".pc-reply details {control}").evaluate_all("all => all.map((a) => [a.ariaLabel, a.textContent])")
        assert len(names) > 1 and len({name for name, _ in names}) == len(names)
        assert all(name.startswith(f"{shown}: “") for name, shown in names)
    page.locator(".pc-reply details button", has_text="Keep it as it is").first.click()
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert answers.load("rewrite-notes").answer["meant"]


@pytest.mark.parametrize("slug", [s for s in library.slugs() if library.exercise(s).kind == "blend"])
def test_the_dot_hides_no_name_at_any_corner(page, slug):
    bare = BarePage(page)
    bare.show(sitting(slug))
    for n in range(3):
        page.locator("input[type=range]").nth(n).fill("100")
        hidden = page.evaluate("""() => {
          const dot = document.querySelector('.pc-dot').getBoundingClientRect();
          const whole = document.querySelector('.pc-triangle').getBoundingClientRect();
          return [...document.querySelectorAll('.pc-triangle text')].filter((text) => {
            const box = text.getBoundingClientRect();
            const apart = box.right <= dot.left || box.left >= dot.right || box.bottom <= dot.top || box.top >= dot.bottom;
            return !apart || box.top < whole.top || box.bottom > whole.bottom;
          }).map((text) => text.textContent);
        }""")
        assert hidden == [], n


def test_the_help_lines_of_a_session_can_be_tapped_in_jupyterlab(page, lab):
    page.goto(lab.address("notebooks/11-review-and-evaluation.ipynb"))
    awake(page)
    page.wait_for_selector("a[href='tel:999']", state="attached", timeout=40000)
    found = page.locator(".jp-OutputArea-output li a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert {"tel:999", "tel:111", "tel:116123", "mailto:jo@samaritans.org", "sms:85258?body=SHOUT"} <= set(found)
