"""Every exercise of every page in real JupyterLab, by Tab, Space, arrows and letters alone; and nothing is lost."""

import json
import os
import signal

import pytest
from lab_server import awake, lab_server
from peer_course import kinds, library

pytestmark = pytest.mark.browser
# Together these hold every kind; the others are the same kinds with other words.
PAGES = ["00-start-here", "02-what-is-recovery", "03-personal-recovery", "06-review-and-evaluation",
         "07-use-of-language-and-communications", "10-positive-risk-taking-and-boundaries"]
CELLS = "jupyterapp.shell.currentWidget.content.widgets.length"
AT = """() => { const a = document.activeElement, e = a.closest('.pc');
  return [a.tagName + (a.type ? ':' + a.type : ''), a.className, e ? e.querySelector('h3').textContent : '',
          a.dataset.walked === 'yes', a.textContent] }"""
WALKED = "() => { document.activeElement.dataset.walked = 'yes'; }"
ONWARD = ("Show the reply", "Go on", "Add it to my map")
MOST = 700


@pytest.fixture(scope="module")
def fresh(course, tmp_path_factory):
    with lab_server(course, tmp_path_factory.mktemp("walk")) as server:
        yield server


def answer_of(server, key: str) -> dict:
    path = server.home / "answers" / f"{key}.json"
    return json.loads(path.read_text(encoding="utf-8"))["answer"] if path.exists() else {}


def walk(page):
    """Tab once round the page; do at each control what a person at the keyboard would do there."""
    titles = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        kind, classes, title, walked, text = page.evaluate(AT)
        if not title:
            continue
        if titles and title != titles[-1] and title == titles[0]:
            return
        titles.append(title)
        if walked and text not in ("Show the reply", "Go on"):  # these lead through all scenes of a scenario
            continue
        page.evaluate(WALKED)
        if title.startswith(("Hand in", "My answers")):
            continue
        if kind == "INPUT:radio":
            for key in ("Space", "ArrowDown", "ArrowUp", "b", "x"):
                page.keyboard.press(key)
            page.evaluate(WALKED)
        elif kind == "INPUT:range":
            for key in ("ArrowRight", "d", "d"):
                page.keyboard.press(key)
        elif text in ONWARD:
            page.keyboard.press("Enter")
            page.wait_for_timeout(500)  # a person reads the reply before going on
        elif kind == "INPUT:checkbox" or "pc-down" in classes:
            for key in ("Space", "d", "d"):
                page.keyboard.press(key)
        elif kind.startswith("TEXTAREA"):
            page.keyboard.type("axdd bb on a hard day")
        elif "pc-main" in classes:
            page.keyboard.press("a")
    raise AssertionError("Tab never came round to where it began")


@pytest.mark.parametrize("slug", PAGES)
def test_every_exercise_is_done_by_keyboard_and_no_cell_is_added_or_lost(page, fresh, slug):
    page.goto(fresh.address(f"notebooks/{slug}.ipynb"))
    awake(page)
    page.wait_for_selector(".pc h3")
    before = page.evaluate(CELLS)
    walk(page)
    page.wait_for_timeout(1500)
    assert page.evaluate(CELLS) == before
    left = [e.slug for e in map(library.exercise, library.slugs()) if e.session == slug and not any(
        kinds.is_complete(e, answer_of(fresh, key))
        for key in (e.slug, *(f"{e.slug}.{m.id}" for m in getattr(e, "moments", ()))))]
    assert left == [], [answer_of(fresh, slug) for slug in left]


def private_page(page):
    return page.locator(".pc", has=page.get_by_role("heading", name="My worldview, for now")).get_by_label("Your private page")


def test_words_come_back_after_a_killed_kernel_and_a_reload(page, fresh):
    page.goto(fresh.address("notebooks/02-what-is-recovery.ipynb"))
    awake(page)
    private_page(page).fill("written before the crash")
    page.wait_for_function("() => [...document.querySelectorAll('.pc-status')].some((s) => s.textContent === 'Saved.')")
    [os.kill(pid, signal.SIGKILL) for pid in fresh.kernels()]
    private_page(page).press_sequentially(" and during it")
    page.wait_for_selector("[data-peer-course=waking]", state="attached", timeout=30_000)
    awake(page)
    page.wait_for_function("() => [...document.querySelectorAll('.pc textarea')].some((t) => /during it/.test(t.value))",
                           timeout=20_000)
    deadline = 40
    while "during it" not in answer_of(fresh, "my-worldview").get("text", "") and deadline:
        page.wait_for_timeout(250)
        deadline -= 1
    assert "during it" in answer_of(fresh, "my-worldview")["text"]
    page.reload()
    awake(page)
    page.wait_for_function("() => [...document.querySelectorAll('.pc textarea')].some((t) => /during it/.test(t.value))")


def test_two_windows_on_one_exercise_keep_both_versions(page, fresh):
    page.goto(fresh.address("notebooks/02-what-is-recovery.ipynb"))
    awake(page)
    other = page.context.new_page()
    other.goto(fresh.address("notebooks/02-what-is-recovery.ipynb", "notebooks"))
    awake(other)
    private_page(page).fill("from the first window")
    private_page(other).fill("from the second window")
    page.wait_for_timeout(2500)
    texts = [json.loads(p.read_text(encoding="utf-8"))["answer"]["text"]
             for p in (fresh.home / "answers").glob("my-worldview*.json")]
    assert {"from the first window", "from the second window"} <= set(texts)
