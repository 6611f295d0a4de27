"""What a tutor writes at the marking desk is never lost: a silent kernel, two tutors, a second reading."""

import shutil

import desk_course
import pytest
from desk_course import TASK, DeskPage, choose, of, open_one, saved
from peer_course.marking import records
from peer_course.marking.desk import Desk

pytestmark = pytest.mark.browser
HERE = "http://course.example/"


def test_a_comment_that_was_taken_out_can_be_brought_back(page, desk_page, desk_place):
    open_one(page)
    page.get_by_role("button", name="Comment on paragraph 1").first.click()
    page.keyboard.type("Keep me")
    page.get_by_role("button", name="Take this comment out").click()
    saved(page)
    assert page.locator("mark").count() == 0
    page.keyboard.press("Enter")
    page.locator(".pc-remark textarea").wait_for()
    saved(page)
    assert [r.text for r in of(desk_place, "alice-mackay").remarks] == ["Keep me"]


def test_saved_is_said_only_when_python_has_written_and_words_outlive_a_kernel_that_is_gone(page, desk_page, desk_place):
    open_one(page)
    desk_page.dead = True
    page.get_by_label("One thing done well").fill("Words that must stay")
    page.get_by_text("Not saved yet. Your words are still on this page.").first.wait_for(timeout=8000)
    assert records.every(desk_place, TASK) == []
    desk_page.again_desk(Desk(desk_place, "morag"))
    saved(page)
    assert page.get_by_label("One thing done well").input_value() == "Words that must stay"
    assert of(desk_place, "alice-mackay").well == "Words that must stay"


def loaded_anew(desk_page, desk):
    """Load the page anew, as a browser does after a server was lost, and show the desk on it."""
    desk_page.page.goto(HERE)
    desk_page.dead = False
    return desk_page.show_desk(desk)


@pytest.fixture(name="at_an_address")
def fixture_at_an_address(page, desk_place):
    """The desk on a page with an address, so that the browser has a place to keep something for it."""
    page.route(HERE, lambda route: route.fulfill(body="<!doctype html><title>Page</title>", content_type="text/html"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(HERE)
    return DeskPage(page).show_desk(Desk(desk_place, "morag"))


def test_words_outlive_loading_the_page_anew_and_the_browser_keeps_no_text_of_a_learner(page, at_an_address, desk_place):
    open_one(page)
    at_an_address.dead = True
    page.get_by_role("button", name="Comment on paragraph 1").first.click()
    page.keyboard.type("On the first paragraph")
    page.get_by_label("One thing done well").fill("Words that must stay")
    held = page.evaluate("() => JSON.stringify(sessionStorage)")
    assert "Words that must stay" in held and "she asked twice" not in held and "Nobody had told" not in held
    loaded_anew(at_an_address, Desk(desk_place, "morag"))
    saved(page)
    assert page.get_by_label("One thing done well").input_value() == "Words that must stay"
    marking = of(desk_place, "alice-mackay")
    assert marking.well == "Words that must stay" and [(r.quote, r.text) for r in marking.remarks] == [
        (desk_course.NOTE.split("\n")[0], "On the first paragraph")]
    assert page.evaluate("() => [sessionStorage.length, localStorage.length]") == [0, 0]


def test_words_brought_back_never_replace_what_was_finished_meanwhile(page, at_an_address, desk_place):
    open_one(page)
    at_an_address.dead = True
    page.get_by_label("One thing done well").fill("half a th")
    home = Desk(desk_place, "morag")
    key = home.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    home.hear({"do": "finish", "key": key, "based_on": 0, "marking": {"outcome": "talk", "well": "The whole careful reply."}})
    loaded_anew(at_an_address, Desk(desk_place, "morag"))
    page.get_by_role("heading", name="What you saved in the other window").wait_for()
    assert of(desk_place, "alice-mackay").finished and of(desk_place, "alice-mackay").well == "The whole careful reply."


def test_words_whose_acknowledgement_was_lost_come_back_without_a_question(page, at_an_address, desk_place):
    open_one(page)
    inner = at_an_address.answer
    at_an_address.answer = lambda message: inner(message) and None
    page.get_by_label("One thing done well").fill("Written, and")
    page.get_by_text("Not saved yet.").first.wait_for(timeout=8000)
    at_an_address.dead = True
    page.get_by_label("One thing done well").fill("Written, and more")
    loaded_anew(at_an_address, Desk(desk_place, "morag"))
    saved(page)
    assert of(desk_place, "alice-mackay").well == "Written, and more"


def test_when_the_course_can_be_reached_again_a_draft_goes_at_once(page, at_an_address, desk_place):
    open_one(page)
    at_an_address.dead = True
    page.evaluate("() => document.addEventListener('peer-course:unsaved', () => { window.told = true; })")
    page.get_by_label("One thing done well").fill("kept")
    page.get_by_text("Not saved yet.").first.wait_for(timeout=8000)
    assert page.evaluate("window.told")
    at_an_address.dead = False
    page.evaluate("() => document.dispatchEvent(new CustomEvent('peer-course:back'))")
    page.wait_for_function("() => document.querySelector('.pc-deskbar .pc-status').textContent === 'Draft saved.'", timeout=2500)
    page.wait_for_timeout(5200)
    saved(page)


def test_words_that_belong_to_another_text_by_now_are_shown_and_go_nowhere(page, desk_page, desk_place):
    open_one(page)
    desk_page.dead = True
    page.get_by_label("One thing done well").fill("Words that must stay")
    folder = desk_place.autograded / "alice-mackay" / TASK
    shutil.rmtree(folder)
    desk_course.hand_in(desk_place, "alice-mackay", ("Another text", "Another"), 9)
    desk_page.again_desk(Desk(desk_place, "morag"))
    page.get_by_role("heading", name="Words that could not be put back").wait_for()
    assert "Words that must stay" in page.locator(".pc-sent:visible").inner_text()
    assert records.every(desk_place, TASK) == []


def test_every_keystroke_arrives_while_saving_is_slow(page, desk_page, desk_place):
    open_one(page)
    page.get_by_label("One thing done well").focus()
    page.keyboard.type("one sentence that is typed with small pauses between the letters", delay=30)
    saved(page)
    assert of(desk_place, "alice-mackay").well == "one sentence that is typed with small pauses between the letters"


def test_words_typed_while_finishing_takes_long_are_kept_as_a_draft(page, desk_page, desk_place):
    open_one(page)
    inner, late = desk_page.answer, []

    def slowly(message):
        found = inner(message)
        if message["do"] == "finish":
            late.extend(found["back"])
            return None
        return {"set": {}, "back": [*late, *found["back"]]}

    desk_page.answer = slowly
    page.get_by_label("Not yet: please talk to me").check()
    saved(page)
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("There is no answer yet.").first.wait_for(timeout=8000)
    page.get_by_label("One thing done well").fill("Typed meanwhile")
    page.get_by_text("You went on typing").first.wait_for()
    saved(page)
    assert (of(desk_place, "alice-mackay").well, of(desk_place, "alice-mackay").finished) == ("Typed meanwhile", "")
    assert page.get_by_label("One thing done well").input_value() == "Typed meanwhile"


def test_of_two_tutors_at_once_neither_loses_a_word(page, desk_page, desk_place):
    open_one(page)
    ewan = Desk(desk_place, "ewan")
    key = ewan.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    ewan.hear({"do": "draft", "key": key, "marking": {"well": "Ewan’s words"}, "based_on": 0})
    page.get_by_label("One thing done well").fill("Morag’s words")
    page.get_by_role("heading", name="What the other tutor saved").wait_for()
    assert "Ewan’s words" in page.locator(".pc-worry:visible").inner_text()
    assert desk_page.axe() == []
    page.get_by_role("button", name="Take it over with what I wrote").click()
    saved(page)
    assert of(desk_place, "alice-mackay").well == "Morag’s words"
    with records.tables(desk_place) as db:
        kept = " ".join(row[0] for row in db.execute("select body from kept"))
    assert "Ewan’s words" in kept and "Morag’s words" in kept


def test_a_forgotten_window_is_told_of_the_finished_reply_and_both_can_be_read(page, desk_page, desk_place):
    open_one(page)
    home = Desk(desk_place, "morag")
    key = home.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    home.hear({"do": "finish", "key": key, "based_on": 0, "marking": {"outcome": "talk", "well": "The whole careful reply."}})
    page.get_by_label("One thing done well").fill("half a th")
    page.get_by_role("heading", name="What you saved in the other window").wait_for()
    assert "The whole careful reply." in page.locator(".pc-worry:visible").inner_text() and desk_page.axe() == []
    page.get_by_role("button", name="Go on with that one").click()
    page.locator("summary", has_text="Earlier versions (1)").click()
    assert page.get_by_label("One thing done well").input_value() == "The whole careful reply."
    assert "half a th" in page.locator(".pc-earlier").inner_text() and "by morag" in page.locator(".pc-earlier h5").inner_text()
    assert of(desk_place, "alice-mackay").finished and (desk_page.axe(), desk_page.fits(), desk_page.problems) == ([], True, [])


def test_in_a_forgotten_window_one_may_go_on_with_what_stands_there(page, desk_page, desk_place):
    open_one(page)
    home = Desk(desk_place, "morag")
    key = home.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    home.hear({"do": "draft", "key": key, "based_on": 0, "marking": {"well": "<b>At home</b>"}})
    page.get_by_label("One thing done well").fill("At the office")
    page.get_by_role("button", name="Go on with what I wrote here").click()
    saved(page)
    assert of(desk_place, "alice-mackay").well == "At the office"
    page.locator("summary", has_text="Earlier versions").click()
    assert "<b>At home</b>" in page.locator(".pc-earlier").inner_text()


def test_what_another_tutor_began_is_closed_until_it_is_taken_over(page, desk_page, desk_place):
    ewan = Desk(desk_place, "ewan")
    key = ewan.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    ewan.hear({"do": "draft", "key": key, "marking": {"well": "Ewan’s words"}, "based_on": 0})
    open_one(page)
    assert not page.get_by_label("One thing done well").is_editable()
    page.get_by_role("button", name="Take it over").click()
    page.wait_for_function("() => !document.querySelector('.pc-box textarea').readOnly")
    assert page.get_by_label("One thing done well").input_value() == "Ewan’s words"


def test_an_untouched_hand_in_is_finished_without_any_level(page, desk_page, desk_place):
    open_one(page, 2)
    page.get_by_text("They chose to pass, or would like to talk.").first.wait_for()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("Saved. This is the next one").wait_for(state="attached")
    assert (of(desk_place, "cato-lindqvist").outcome, of(desk_place, "cato-lindqvist").levels) == ("passed", {})


def test_not_yet_needs_no_level_and_the_last_one_leads_back_to_the_list(page, desk_page, desk_place):
    open_one(page)
    for _ in range(3):
        here = page.locator(".pc-deskbar h4").inner_text()
        page.get_by_label("Not yet: please talk to me").check()
        page.get_by_role("button", name="Save and next").click()
        page.wait_for_function("(was) => { const h = document.querySelector('.pc-deskbar h4'); "
                               "return h.textContent !== was || !h.checkVisibility(); }", arg=here)
    page.get_by_text("Nobody else is waiting").first.wait_for()
    page.get_by_text("0 waiting, 0 begun, 3 finished.").first.wait_for()
    assert [m.outcome for m in records.every(desk_place, TASK)].count("talk") == 3


def test_what_stood_in_formgrader_is_told_beside_the_next_hand_in(page, desk_page, desk_place):
    from nbgrader.api import Gradebook

    open_one(page)
    with Gradebook(desk_place.gradebook_url, "peer_support") as book:
        notebook = book.find_submission_notebook(TASK, TASK, "alice-mackay")
        notebook.comments[0].manual_comment = "Typed in <b>Formgrader</b>"
        notebook.grades[0].manual_score = 3
        book.db.commit()
    label = page.locator(".pc-deskbar h4").inner_text()
    page.get_by_label("Not yet: please talk to me").check()
    page.get_by_role("button", name="Save and next").click()
    said = page.locator("section.pc > .pc-summary", has_text="In Formgrader there stood")
    said.wait_for()
    assert f"About {label}:" in said.inner_text() and "”: 3." in said.inner_text()
    assert "Typed in <b>Formgrader</b>" in said.inner_text() and page.locator(".pc-deskbar h4").inner_text() != label


def test_a_second_reading_is_drawn_and_shows_nothing_of_the_first(page, desk_place):
    first = Desk(desk_place, "ewan")
    for one in first.hear({"do": "choose", "task": TASK, "role": "first"})["queue"]:
        handin = first.hear({"do": "open", "key": one["key"]})["handin"]
        levels = {c["id"]: c["levels"][0]["id"] for c in handin["criteria"]}
        first.hear({"do": "finish", "key": one["key"], "marking": {"outcome": "marked", "levels": levels, "well": "CANARY"}, "based_on": 0})
    desk_page, seen = DeskPage(page).show_desk(Desk(desk_place, "morag")), []
    inner = desk_page.answer
    desk_page.answer = lambda message: seen.append(inner(message)) or seen[-1]
    choose(page, "Second reading")
    page.get_by_role("button", name="Draw a sample").click()
    page.locator(".pc-waiting").first.click()
    page.get_by_label("One thing done well").wait_for()
    assert "CANARY" not in repr(seen) and page.locator("input[type=radio]:checked:visible").count() == 1


def test_without_anybody_to_call_no_text_is_opened_and_the_page_says_where_to_put_it(page, desk_place, own_content):
    desk_page = DeskPage(page).show_desk(Desk(desk_place, "morag"))
    assert "content/course.yml" in page.locator(".pc-missing").first.inner_text()
    choose(page)
    page.locator(".pc-waiting").first.click()
    page.locator("section.pc > .pc-summary", has_text="content/course.yml").wait_for()
    assert page.locator(".pc-passage").count() == 0 and desk_page.axe() == []
