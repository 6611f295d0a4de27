"""The marking desk on a bare page: a whole reading by keyboard alone, and nothing of a learner's runs.

With PEER_COURSE_PICTURES set to a folder, pictures of the desk are taken on the way.
"""

from pathlib import Path

import pytest
from desk_course import CONTACT, LEARNERS, NOTE, TASK, choose, focused, of, open_one, picture, press, saved, tab_to
from peer_course import notebooks
from peer_course.lab import manifest
from peer_course.marking import records

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])


def test_one_whole_reading_by_keyboard_alone(page, desk_page, desk_place):
    tab_to(page, "Which task")
    page.keyboard.type("Writing about")
    press(page, "Show who is waiting")
    page.get_by_text("3 waiting, 0 begun, 0 finished.").first.wait_for()
    assert "Hand-ins" in focused(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".pc-deskbar h4").wait_for()
    assert "Hand-in" in focused(page)
    press(page, "Comment on paragraph 2")
    page.keyboard.type("This is where I began to see the room.")
    tab_to(page, "The new note keeps the facts")
    page.keyboard.press("Space")
    tab_to(page, "The person's own view is there")
    page.keyboard.press("ArrowDown")
    press(page, "Comments you can use")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Your comment" in focused(page)
    page.keyboard.type(" And one more word.")
    tab_to(page, "Sees how words act on readers")
    page.keyboard.press("Space")
    press(page, "Save and next")
    page.get_by_text("Please choose a level here.").locator("visible=true").first.wait_for()
    assert focused(page).endswith("|Explains the choices")
    page.keyboard.press("Space")
    tab_to(page, "One thing done well")
    page.keyboard.type("The window.")
    tab_to(page, "One next step")
    page.keyboard.type("Ask her.")
    press(page, "Save and next")
    page.get_by_text("Saved. This is the next one").wait_for(state="attached")
    marking = next(m for m in records.every(desk_place, TASK) if m.finished)
    assert marking.levels == {"keeps-facts": "met", "persons-view": "nearly", "words-act": "met", "explains-choices": "met"}
    assert marking.outcome == "marked" and marking.marker == "morag"
    assert (marking.well, marking.next_step) == ("The window.", "Ask her.")
    assert any(text.endswith("And one more word.") for text in marking.comments.values())
    assert [(r.quote, r.text) for r in marking.remarks] == [
        ("Nobody had told her that it was painted shut.", "This is where I began to see the room.")]
    assert desk_page.problems == []


@LOOKS
def test_no_barrier_in_the_list_or_in_a_reading_with_everything_open(page, desk_page, width, scheme):
    desk_page.look(width, scheme)
    choose(page)
    assert (desk_page.axe(), desk_page.fits()) == ([], True)
    picture(page, f"desk-list-{width}-{scheme}")
    page.locator(".pc-waiting").first.click()
    page.get_by_role("button", name="Comment on paragraph 1").first.click()
    page.keyboard.type("A comment")
    picture(page, f"desk-reading-{width}-{scheme}")
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.get_by_role("button", name="This worries me").click()
    page.get_by_text(CONTACT).wait_for()
    assert (desk_page.axe(), desk_page.fits(), desk_page.problems) == ([], True, [])
    picture(page, f"desk-worry-{width}-{scheme}")


@pytest.mark.parametrize("width", [320, 1280])
def test_this_worries_me_stays_in_view_however_far_one_reads(page, desk_page, width):
    desk_page.look(width, "light")
    open_one(page)
    page.get_by_label("One next step").focus()
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(300)
    where = page.get_by_role("button", name="This worries me").bounding_box()
    assert 0 <= where["y"] <= 800 - where["height"]
    top = page.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", [where["x"] + 20, where["y"] + 20])
    assert top == "This worries me"


@pytest.mark.parametrize("width", [320, 1280])
def test_this_worries_me_is_there_before_a_text_is_opened_and_on_the_list(page, desk_page, width):
    desk_page.look(width, "light")
    opener = page.get_by_role("button", name="This worries me")
    opener.wait_for()
    choose(page)
    opener.click()
    page.get_by_text(CONTACT).wait_for()
    assert page.locator(".pc-deskbar h4").is_hidden() and page.get_by_role("button", name="Back to the list").is_hidden()
    assert (desk_page.axe(), desk_page.fits(), desk_page.problems) == ([], True, [])
    page.get_by_role("button", name="Close this").click()
    assert "This worries me" in focused(page)
    page.locator(".pc-waiting").first.click()
    page.locator(".pc-deskbar h4").wait_for()
    page.get_by_role("button", name="Back to the list").click()
    page.locator(".pc-deskbar h4").wait_for(state="hidden")
    assert opener.is_visible()


def test_what_to_do_now_is_there_even_when_python_is_silent(page, desk_page, desk_place):
    open_one(page)
    desk_page.dead = True
    page.get_by_role("button", name="This worries me").click()
    page.get_by_text(CONTACT).wait_for()
    assert "999" in page.locator(".pc-worry:visible").inner_text() and "What to do now" in focused(page)
    page.get_by_role("button", name="Close this").click()
    assert "This worries me" in focused(page)


def test_asking_what_to_do_is_noted_for_this_hand_in(page, desk_page, desk_place):
    open_one(page)
    page.get_by_role("button", name="This worries me").click()
    page.get_by_text("Take it to supervision").wait_for()
    page.wait_for_timeout(200)
    assert [(e["who"], e["learner"]) for e in records.events(desk_place) if e["what"] == "worry"] == [("morag", "alice-mackay")]


def test_no_name_reaches_the_page_before_somebody_asks_for_it(page, desk_page, desk_place):
    seen = []
    inner = desk_page.answer
    desk_page.answer = lambda message: seen.append(inner(message)) or seen[-1]
    open_one(page)
    assert not any(learner in repr(seen) for learner in LEARNERS)
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name="Show names (this is noted)").click()
    page.get_by_text("alice-mackay").wait_for()
    assert [e["what"] for e in records.events(desk_place)] == ["showed names"]
    page.get_by_role("button", name="Hide names").click()
    page.get_by_text("alice-mackay").wait_for(state="detached")


def test_nothing_that_a_learner_wrote_runs_or_is_fetched(page, desk_page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_one(page)
    text = page.locator(".pc-passage", has_text="did the damage").inner_text()
    assert "<script>window.hit = 1</script><img src=x" in text and "http://192.0.2.1/b.png" in text
    assert page.locator("#page :is(script, img, iframe, a)").count() == 0
    assert page.evaluate("window.hit") is None and not [url for url in asked if not url.startswith(("blob:", "data:"))]


def select(page, words: str):
    """Select words in the learner's text, as a mouse would."""
    page.evaluate("""(words) => {
      for (const p of document.querySelectorAll('.pc-passage')) {
        const at = p.textContent.indexOf(words), node = p.firstChild;
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        return;
      } }""", words)


def test_selected_words_behind_faces_are_found_again_at_the_same_place(page, desk_page, desk_place):
    open_one(page)
    select(page, "asked twice")
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.keyboard.type("Twice!")
    saved(page)
    remark = of(desk_place, "alice-mackay").remarks[0]
    assert (remark.quote, remark.text) == ("asked twice", "Twice!") and NOTE[remark.start:remark.end] == "asked twice"
    assert page.locator("mark").all_inner_texts() == ["asked twice"]
    page.get_by_role("button", name="Back to the list").click()
    page.locator(".pc-waiting").first.click()
    page.get_by_label("Your comment on “asked twice”").wait_for()
    assert page.locator("mark").all_inner_texts() == ["asked twice"]


def test_a_selection_over_two_paragraphs_is_one_passage(page, desk_page, desk_place):
    open_one(page)
    page.evaluate("""() => { const [a, b] = document.querySelectorAll('.pc-passage');
      getSelection().setBaseAndExtent(a.firstChild, a.textContent.indexOf('opened'), b.firstChild, 'Nobody'.length); }""")
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.keyboard.type("Both.")
    saved(page)
    assert of(desk_place, "alice-mackay").remarks[0].quote == "opened.\n\nNobody"
    assert page.locator("mark").all_inner_texts() == ["opened.", "Nobody"]


def test_a_comment_whose_words_are_gone_is_shown_and_can_be_changed_and_taken_out(page, desk_page, desk_place):
    remark = records.Remark(answer="own-words-10", start=0, end=5, quote="Words <b>", text="SHOULD THIS GO OUT")
    records.save(desk_place, records.Marking(task=TASK, learner="alice-mackay", handed_in="2026-11-01 10:00:00.000000 UTC",
                                             marker="morag", remarks=(remark,)))
    open_one(page)
    page.get_by_role("heading", name="Comments on words that are no longer in the text").wait_for()
    card = page.get_by_label("Your comment on “Words <b>”")
    assert card.input_value() == "SHOULD THIS GO OUT" and desk_page.axe() == []
    card.fill("Changed")
    saved(page)
    assert [r.text for r in of(desk_place, "alice-mackay").remarks] == ["Changed"]
    page.get_by_role("button", name="Take this comment out").click()
    saved(page)
    assert of(desk_place, "alice-mackay").remarks == () and desk_page.problems == []


def test_asking_for_a_comment_without_a_selection_says_what_to_do(page, desk_page):
    open_one(page)
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.get_by_text("Please select some words in the text first").first.wait_for()


def option(page) -> str:
    return page.locator(f"option[value='{TASK}']").inner_text()


def test_the_list_of_tasks_says_where_somebody_waits_and_follows_the_work(page, desk_page):
    page.locator("option", has_text="Writing about people (3 waiting)").wait_for(state="attached")
    assert [text for text in page.locator("option").all_inner_texts() if "waiting" in text] == [option(page)]
    open_one(page)
    page.get_by_label("Not yet: please talk to me").check()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("Saved. This is the next one").wait_for(state="attached")
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_text("2 waiting, 0 begun, 1 finished.").first.wait_for()
    assert option(page) == "Writing about people (2 waiting)"


@pytest.mark.parametrize("width", [1024, 1280])
def test_what_is_missing_is_said_wholly_in_view_below_the_bar(page, desk_page, width):
    desk_page.look(width, "light")
    # In JupyterLab there is a page above and below the desk.
    page.add_style_tag(content="#page{padding:60rem 0}")
    open_one(page)
    page.get_by_role("button", name="Save and next").focus()
    page.evaluate("() => document.activeElement.scrollIntoView({ block: 'end' })")
    page.mouse.wheel(0, 150)
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.get_by_text("Not saved for good yet.").locator("visible=true").first.wait_for()
    page.wait_for_timeout(200)
    bar, said = (page.locator(one).bounding_box() for one in (".pc-deskbar", "section.pc > .pc-summary:visible"))
    field = page.evaluate("() => { const r = document.activeElement.getBoundingClientRect(); return [r.top, r.bottom]; }")
    assert said["y"] >= bar["y"] + bar["height"] and said["y"] + said["height"] <= 800
    assert field[0] >= said["y"] + said["height"] and field[1] <= 800


def test_a_draft_is_called_a_draft_and_only_what_is_saved_for_good_is_called_saved(page, desk_page):
    open_one(page)
    page.get_by_label("One thing done well").fill("The window.")
    saved(page)
    inner = desk_page.answer
    desk_page.answer = lambda message: None if message["do"] == "open" else inner(message)
    page.get_by_label("Not yet: please talk to me").check()
    page.get_by_role("button", name="Save and next").click()
    page.wait_for_function("() => document.querySelector('.pc-deskbar .pc-status').textContent === 'Saved.'")


def test_a_comment_of_the_bank_is_put_in_once_and_then_shown_where_it_is(page, desk_page):
    open_one(page)
    page.locator("summary", has_text="Comments you can use").first.click()
    use = page.get_by_role("button", name="Use this").first
    box = page.get_by_label("Your comment:").first
    use.click()
    page.get_by_text("It is in your comment. You can change it.").wait_for(state="attached")
    once = box.input_value()
    use.click()
    page.get_by_text("It is in your comment already.").wait_for(state="attached")
    assert box.input_value() == once and "Your comment" in focused(page)
    page.keyboard.type(" And more.")
    page.get_by_role("button", name="Use this").nth(1).click()
    assert box.input_value().startswith(once + " And more.\n\n")


def test_the_page_of_the_desk_is_committed_tidy_and_wakes_up():
    path = Path(__file__).resolve().parents[2] / "tutors" / "marking-desk.ipynb"
    assert notebooks.notebook_problems(path) == []
    assert "from peer_course import marking_desk\nmarking_desk()" in manifest.sources(path.parents[1] / "notebooks")


def test_every_control_is_out_of_reach_of_single_key_commands_and_large_enough(page, desk_page):
    open_one(page)
    page.get_by_role("button", name="Comment on paragraph 1").first.click()
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    controls = page.evaluate("""() => [...document.querySelectorAll('#page :is(button, select, input, textarea, summary, [tabindex])')]
      .filter((c) => c.checkVisibility()).map((c) => [c.outerHTML.slice(0, 80), c.dataset.lmSuppressShortcuts, (c.closest('label') || c).getBoundingClientRect().height])""")
    assert len(controls) > 20
    assert [c for c in controls if c[1] != "true" or c[2] < 24] == []
    page.evaluate("() => { window.heard = 0; addEventListener('keydown', () => { window.heard += 1; }); }")
    page.keyboard.press("d")
    assert page.evaluate("window.heard") == 0
