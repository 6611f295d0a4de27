"""The feedback page in a real browser: readable by everybody, on paper as well, and asking nobody for anything."""

import pytest
from bare_page import AXE, TAGS, BarePage
from peer_course import library
from peer_course.marking import feedback_page, records
from peer_course.marking.feedback_said import Said
from peer_course.marking.reading import Piece
from peer_course.marking.records import Remark
from peer_course.widgets.hand_in import HandIn
from peer_course.widgets.handing import Panel

TASK = "07-writing-about-people"
NOTE, WHY = "07-the-note", "07-why-these-words"
LONG = "a-very-long-word-without-any-place-to-break-it" * 6
TEXT = f"She broke a cup.\n\nShe told me why, and I wrote it down. {LONG}\n\nThen she left.\nIt rained."
HOSTILE = "<img src=https://x.example/a.png> ![b](https://x.example/p.png) <script>document.title='taken'</script>"
SAID = Said(
    finished=True, outcome=records.MARKED, well="You kept the **hard** fact.", next_step="Try one more word.",
    levels={"words-act": "met", "keeps-facts": "nearly", "persons-view": "met", "explains-choices": "not-yet"},
    comments={NOTE: f"Thank you.\n\n# A heading of mine\n\n- one\n- two\n\n    code {LONG}\n\n[page](https://example.org)",
              WHY: HOSTILE},
    remarks=(Remark(answer=NOTE, start=0, end=16, quote="She broke a cup.", text="It stands first."),
             Remark(answer=NOTE, start=4, end=30, quote="broke a cup.\n\nShe told me", text="Both belong together."),
             Remark(answer=WHY, start=0, end=4, quote="gone", text="About something gone.")))
PIECES = [Piece(NOTE, "The note", TEXT), Piece(WHY, "Why these words", HOSTILE),
          Piece("own-words-9", "", "One more thought.", extra=True)]
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
PAGES = {
    "marked": (PIECES, SAID),
    "talk": (PIECES[:1], Said(finished=True, outcome=records.TALK)),
    "conversation": (PIECES, Said(finished=True, outcome=records.CONVERSATION, levels=SAID.levels)),
    "passed": ([Piece(NOTE, "The note", "", untouched=True)], Said(finished=True, outcome=records.PASSED)),
    "formgrader": (PIECES, Said(finished=True, comments={NOTE: "Only this."})),
    "early": (PIECES, Said()),
}


@pytest.fixture
def open_page(browser, tmp_path):
    """Open a feedback page as a file of one's own, and note whom it asks for anything."""
    contexts = []

    def show(name="marked", width=1280, scheme="light", judged=False, **media):
        # The page itself lets nothing run; only where axe has to run in it is that rule left aside.
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=judged))
        page = contexts[-1].new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.emulate_media(color_scheme=scheme, **media)
        file = tmp_path / f"{name}.html"
        file.write_text(feedback_page.page(TASK, *PAGES[name]), encoding="utf-8")
        page.goto(file.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def faults(page):
    page.evaluate("source => (0, eval)(source)", AXE)
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in result["violations"]]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, name, width, scheme):
    page = open_page(name, width, scheme, judged=True)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []


@pytest.mark.browser
def test_headings_come_in_order_and_the_language_is_named(open_page):
    page = open_page()
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map((one) => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert page.get_attribute("html", "lang") == "en-GB"


@pytest.mark.browser
def test_a_passage_and_its_comment_lead_to_each_other_by_keyboard(open_page):
    page = open_page()
    page.get_by_role("link", name="Comment 1", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#comment-1")
    assert page.evaluate("() => document.activeElement.id") == "comment-1"
    page.get_by_role("link", name="“She broke a cup.”").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#passage-1")
    assert page.evaluate("() => document.activeElement.id") == "passage-1"
    y = page.evaluate("() => [document.querySelector('mark').getBoundingClientRect().bottom, "
                      "document.getElementById('comment-1').getBoundingClientRect().top]")
    assert 0 <= y[1] - y[0] < 200, "the comment stands right after its passage"


@pytest.mark.browser
def test_the_page_asks_nobody_and_runs_nothing(open_page):
    page = open_page()
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert page.title() == "Feedback: Writing about people"
    assert page.locator("img, script, iframe, svg, object, [onerror]").count() == 0


@pytest.mark.browser
def test_on_paper_and_in_forced_colours_a_marked_passage_can_be_told_from_the_rest(open_page):
    page = open_page(media="print")
    style = "one => getComputedStyle(one).textDecorationLine"
    assert page.eval_on_selector("mark", style) == "underline"
    assert page.eval_on_selector("html", "one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    page = open_page(media="screen", forced_colors="active")
    assert page.eval_on_selector("mark", style) == "underline"
    assert page.eval_on_selector(".comment", "one => getComputedStyle(one).borderTopStyle") == "solid"


def pull_down(page, by: int):
    """Pull the corner of the frame by some pixels, as a mouse does."""
    page.evaluate("() => document.querySelector('.pc-reply-page').scrollIntoView({ block: 'start' })")
    box = page.locator(".pc-reply-page").bounding_box()
    right, bottom = box["x"] + box["width"] - 5, box["y"] + box["height"] - 5
    page.mouse.move(right, bottom)
    page.mouse.down()
    page.mouse.move(right, bottom + by / 2)
    page.mouse.move(right, bottom + by)
    page.mouse.up()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_the_hand_in_panel_the_page_is_readable_and_its_links_stay_inside_the_frame(page, scheme):
    panel, bare = Panel(TASK), BarePage(page, 320, scheme)
    state = panel.state() | {"stage": "feedback", "sent": [], "status": "Handed in."}
    written = feedback_page.page(TASK, *PAGES["marked"])
    bare.run(HandIn._esm, {"spec": panel.spec(), "state": state},
             lambda message: {"set": {"state": state}, "back": [{"to": "feedback", "feedback": written}]})
    page.get_by_role("button", name=library.words()("hand_in.ask_feedback")).click()
    # A long reply is not read through a slot, and whoever wants more of it at once can pull the frame longer.
    box, frame = page.locator("iframe").bounding_box(), page.frame_locator("iframe")
    assert box["height"] >= 0.6 * page.viewport_size["height"]
    pull_down(page, 200)
    assert page.locator("iframe").bounding_box()["height"] == pytest.approx(box["height"] + 200, abs=8)
    frame.get_by_role("link", name="Comment 1", exact=True).click()
    page.wait_for_timeout(300)
    assert page.frames[1].url == "about:srcdoc#comment-1"
    assert frame.get_by_role("heading", level=1).inner_text() == "Feedback: Writing about people"
    ink, paper = frame.locator("body").evaluate(
        "one => [getComputedStyle(one).color, getComputedStyle(one.ownerDocument.documentElement).backgroundColor]")
    light, dark = ("rgb(27, 31, 35)", "rgb(255, 255, 255)"), ("rgb(236, 239, 241)", "rgb(21, 25, 28)")
    assert (ink, paper) == (dark if scheme == "dark" else light)
