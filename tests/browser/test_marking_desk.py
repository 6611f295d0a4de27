"""The marking desk on a bare page: a whole reading by keyboard alone, nothing lost, nothing of a learner's runs.

With PEER_COURSE_PICTURES set to a folder, pictures of the desk are taken on the way.
"""

import os
import shutil
import sys
from pathlib import Path

import desk_course
import pytest
from desk_course import CONTACT, LEARNERS, NOTE, TASK, DeskPage
from peer_course import notebooks
from peer_course.lab import manifest
from peer_course.library import compile
from peer_course.marking import records
from peer_course.marking.course_folder import CourseFolder
from peer_course.marking.desk import Desk

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> CourseFolder:
    with pytest.MonkeyPatch.context() as patch:
        # nbgrader looks for its own tool for new gradebooks on the PATH.
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        folder = tmp_path_factory.mktemp("desk")
        course = desk_course.make(folder)
        patch.setenv("PEER_COURSE_CONTENT", str(folder / "content"))
        patch.setenv("PEER_COURSE_HOME", str(folder / "home"))
        compile.main([])
    return course


@pytest.fixture
def course(made, tmp_path, own_store, monkeypatch) -> CourseFolder:
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(made.root.parent / "content"))
    monkeypatch.setenv("PEER_COURSE_HOME", str(made.root.parent / "home"))
    shutil.copytree(made.root, tmp_path / "course")
    return CourseFolder(tmp_path / "course", tmp_path / "exchange")


@pytest.fixture
def bare(page, course):
    """The desk of a tutor, with nothing chosen yet."""
    return DeskPage(page).show_desk(Desk(course, "morag"))


def picture(page, name: str):
    folder = os.environ.get("PEER_COURSE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def choose(page, role: str = "First reading"):
    page.get_by_label("Which task").select_option(TASK)
    page.get_by_label(role).check()
    page.get_by_role("button", name="Show who is waiting").click()
    page.get_by_role("heading", name="Hand-ins").wait_for()


def open_one(page, place: int = 0):
    choose(page)
    page.locator(".pc-waiting").nth(place).click()
    page.locator(".pc-deskbar h4").wait_for()


def saved(page):
    page.wait_for_function("() => document.querySelector('.pc-deskbar .pc-status').textContent === 'Saved.'")


def focused(page) -> str:
    return page.evaluate("""() => { const a = document.activeElement;
      if (a.matches('section')) return '';
      return [a.labels?.[0]?.textContent ?? '', a.textContent, a.closest('fieldset')?.querySelector('legend').textContent ?? ''].join('|') }""")


def tab_to(page, name: str, most: int = 80):
    """Press Tab until the control with these words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    raise AssertionError(f"Tab never came to {name}")


def press(page, name: str):
    tab_to(page, name)
    page.keyboard.press("Enter")


def of(course, learner: str) -> records.Marking:
    return next(m for m in records.every(course, TASK) if m.learner == learner)


def test_one_whole_reading_by_keyboard_alone(page, bare, course):
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
    marking = next(m for m in records.every(course, TASK) if m.finished)
    assert marking.levels == {"keeps-facts": "met", "persons-view": "nearly", "words-act": "met", "explains-choices": "met"}
    assert marking.outcome == "marked" and marking.marker == "morag"
    assert (marking.well, marking.next_step) == ("The window.", "Ask her.")
    assert any(text.endswith("And one more word.") for text in marking.comments.values())
    assert [(r.quote, r.text) for r in marking.remarks] == [
        ("Nobody had told her that it was painted shut.", "This is where I began to see the room.")]
    assert bare.problems == []


@LOOKS
def test_no_barrier_in_the_list_or_in_a_reading_with_everything_open(page, bare, width, scheme):
    bare.look(width, scheme)
    choose(page)
    assert (bare.axe(), bare.fits()) == ([], True)
    picture(page, f"desk-list-{width}-{scheme}")
    page.locator(".pc-waiting").first.click()
    page.get_by_role("button", name="Comment on paragraph 1").first.click()
    page.keyboard.type("A comment")
    picture(page, f"desk-reading-{width}-{scheme}")
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.get_by_role("button", name="This worries me").click()
    page.get_by_text(CONTACT).wait_for()
    assert (bare.axe(), bare.fits(), bare.problems) == ([], True, [])
    picture(page, f"desk-worry-{width}-{scheme}")


@pytest.mark.parametrize("width", [320, 1280])
def test_this_worries_me_stays_in_view_however_far_one_reads(page, bare, width):
    bare.look(width, "light")
    open_one(page)
    page.get_by_label("One next step").focus()
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(300)
    where = page.get_by_role("button", name="This worries me").bounding_box()
    assert 0 <= where["y"] <= 800 - where["height"]
    top = page.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", [where["x"] + 20, where["y"] + 20])
    assert top == "This worries me"


def test_what_to_do_now_is_there_even_when_python_is_silent(page, bare, course):
    open_one(page)
    bare.dead = True
    page.get_by_role("button", name="This worries me").click()
    page.get_by_text(CONTACT).wait_for()
    assert "999" in page.locator(".pc-worry:visible").inner_text() and "What to do now" in focused(page)
    page.get_by_role("button", name="Close this").click()
    assert "This worries me" in focused(page)


def test_asking_what_to_do_is_noted_for_this_hand_in(page, bare, course):
    open_one(page)
    page.get_by_role("button", name="This worries me").click()
    page.get_by_text("Take it to supervision").wait_for()
    page.wait_for_timeout(200)
    assert [(e["who"], e["learner"]) for e in records.events(course) if e["what"] == "worry"] == [("morag", "alice-mackay")]


def test_no_name_reaches_the_page_before_somebody_asks_for_it(page, bare, course):
    seen = []
    inner = bare.answer
    bare.answer = lambda message: seen.append(inner(message)) or seen[-1]
    open_one(page)
    assert not any(learner in repr(seen) for learner in LEARNERS)
    page.get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name="Show names (this is noted)").click()
    page.get_by_text("alice-mackay").wait_for()
    assert [e["what"] for e in records.events(course)] == ["showed names"]
    page.get_by_role("button", name="Hide names").click()
    page.get_by_text("alice-mackay").wait_for(state="detached")


def test_nothing_that_a_learner_wrote_runs_or_is_fetched(page, bare):
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


def test_selected_words_behind_faces_are_found_again_at_the_same_place(page, bare, course):
    open_one(page)
    select(page, "asked twice")
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.keyboard.type("Twice!")
    saved(page)
    remark = of(course, "alice-mackay").remarks[0]
    assert (remark.quote, remark.text) == ("asked twice", "Twice!") and NOTE[remark.start:remark.end] == "asked twice"
    assert page.locator("mark").all_inner_texts() == ["asked twice"]
    page.get_by_role("button", name="Back to the list").click()
    page.locator(".pc-waiting").first.click()
    page.get_by_label("Your comment on “asked twice”").wait_for()
    assert page.locator("mark").all_inner_texts() == ["asked twice"]


def test_a_selection_over_two_paragraphs_is_one_passage(page, bare, course):
    open_one(page)
    page.evaluate("""() => { const [a, b] = document.querySelectorAll('.pc-passage');
      getSelection().setBaseAndExtent(a.firstChild, a.textContent.indexOf('opened'), b.firstChild, 'Nobody'.length); }""")
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.keyboard.type("Both.")
    saved(page)
    assert of(course, "alice-mackay").remarks[0].quote == "opened.\n\nNobody"
    assert page.locator("mark").all_inner_texts() == ["opened.", "Nobody"]


def test_asking_for_a_comment_without_a_selection_says_what_to_do(page, bare):
    open_one(page)
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.get_by_text("Please select some words in the text first").first.wait_for()


def test_a_comment_that_was_taken_out_can_be_brought_back(page, bare, course):
    open_one(page)
    page.get_by_role("button", name="Comment on paragraph 1").first.click()
    page.keyboard.type("Keep me")
    page.get_by_role("button", name="Take this comment out").click()
    saved(page)
    assert page.locator("mark").count() == 0
    page.keyboard.press("Enter")
    page.locator(".pc-remark textarea").wait_for()
    saved(page)
    assert [r.text for r in of(course, "alice-mackay").remarks] == ["Keep me"]


def test_saved_is_said_only_when_python_has_written_and_words_outlive_a_kernel_that_is_gone(page, bare, course):
    open_one(page)
    bare.dead = True
    page.get_by_label("One thing done well").fill("Words that must stay")
    page.get_by_text("Not saved yet. Your words are still on this page.").first.wait_for(timeout=8000)
    assert records.every(course, TASK) == []
    bare.again_desk(Desk(course, "morag"))
    saved(page)
    assert page.get_by_label("One thing done well").input_value() == "Words that must stay"
    assert of(course, "alice-mackay").well == "Words that must stay"


def test_words_that_belong_to_another_text_by_now_are_shown_and_go_nowhere(page, bare, course):
    open_one(page)
    bare.dead = True
    page.get_by_label("One thing done well").fill("Words that must stay")
    folder = course.autograded / "alice-mackay" / TASK
    shutil.rmtree(folder)
    desk_course.hand_in(course, "alice-mackay", ("Another text", "Another"), 9)
    bare.again_desk(Desk(course, "morag"))
    page.get_by_role("heading", name="Words that could not be put back").wait_for()
    assert "Words that must stay" in page.locator(".pc-sent:visible").inner_text()
    assert records.every(course, TASK) == []


def test_every_keystroke_arrives_while_saving_is_slow(page, bare, course):
    open_one(page)
    page.get_by_label("One thing done well").focus()
    page.keyboard.type("one sentence that is typed with small pauses between the letters", delay=30)
    saved(page)
    assert of(course, "alice-mackay").well == "one sentence that is typed with small pauses between the letters"


def test_words_typed_while_finishing_takes_long_are_kept_as_a_draft(page, bare, course):
    open_one(page)
    inner, late = bare.answer, []

    def slowly(message):
        found = inner(message)
        if message["do"] == "finish":
            late.extend(found["back"])
            return None
        return {"set": {}, "back": [*late, *found["back"]]}

    bare.answer = slowly
    page.get_by_label("Not yet: please talk to me").check()
    saved(page)
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("There is no answer yet.").first.wait_for(timeout=8000)
    page.get_by_label("One thing done well").fill("Typed meanwhile")
    page.get_by_text("You went on typing").first.wait_for()
    saved(page)
    assert (of(course, "alice-mackay").well, of(course, "alice-mackay").finished) == ("Typed meanwhile", "")
    assert page.get_by_label("One thing done well").input_value() == "Typed meanwhile"


def test_the_page_of_the_desk_is_committed_tidy_and_wakes_up():
    path = Path(__file__).resolve().parents[2] / "tutors" / "marking-desk.ipynb"
    assert notebooks.notebook_problems(path) == []
    assert "from peer_course import marking_desk\nmarking_desk()" in manifest.sources(path.parents[1] / "notebooks")


def test_of_two_tutors_at_once_neither_loses_a_word(page, bare, course):
    open_one(page)
    ewan = Desk(course, "ewan")
    key = ewan.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    ewan.hear({"do": "draft", "key": key, "marking": {"well": "Ewan’s words"}, "based_on": 0})
    page.get_by_label("One thing done well").fill("Morag’s words")
    page.get_by_role("heading", name="What the other tutor saved").wait_for()
    assert "Ewan’s words" in page.locator(".pc-worry:visible").inner_text()
    assert bare.axe() == []
    page.get_by_role("button", name="Take it over with what I wrote").click()
    saved(page)
    assert of(course, "alice-mackay").well == "Morag’s words"
    with records.tables(course) as db:
        kept = " ".join(row[0] for row in db.execute("select body from kept"))
    assert "Ewan’s words" in kept and "Morag’s words" in kept


def test_what_another_tutor_began_is_closed_until_it_is_taken_over(page, bare, course):
    ewan = Desk(course, "ewan")
    key = ewan.hear({"do": "choose", "task": TASK, "role": "first"})["queue"][0]["key"]
    ewan.hear({"do": "draft", "key": key, "marking": {"well": "Ewan’s words"}, "based_on": 0})
    open_one(page)
    assert not page.get_by_label("One thing done well").is_editable()
    page.get_by_role("button", name="Take it over").click()
    page.wait_for_function("() => !document.querySelector('.pc-box textarea').readOnly")
    assert page.get_by_label("One thing done well").input_value() == "Ewan’s words"


def test_an_untouched_hand_in_is_finished_without_any_level(page, bare, course):
    open_one(page, 2)
    page.get_by_text("They chose to pass, or would like to talk.").first.wait_for()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("Saved. This is the next one").wait_for(state="attached")
    assert (of(course, "cato-lindqvist").outcome, of(course, "cato-lindqvist").levels) == ("passed", {})


def test_not_yet_needs_no_level_and_the_last_one_leads_back_to_the_list(page, bare, course):
    open_one(page)
    for _ in range(3):
        here = page.locator(".pc-deskbar h4").inner_text()
        page.get_by_label("Not yet: please talk to me").check()
        page.get_by_role("button", name="Save and next").click()
        page.wait_for_function("(was) => { const h = document.querySelector('.pc-deskbar h4'); "
                               "return h.textContent !== was || !h.checkVisibility(); }", arg=here)
    page.get_by_text("Nobody else is waiting").first.wait_for()
    page.get_by_text("0 waiting, 0 begun, 3 finished.").first.wait_for()
    assert [m.outcome for m in records.every(course, TASK)].count("talk") == 3


def test_a_second_reading_is_drawn_and_shows_nothing_of_the_first(page, course):
    first = Desk(course, "ewan")
    for one in first.hear({"do": "choose", "task": TASK, "role": "first"})["queue"]:
        handin = first.hear({"do": "open", "key": one["key"]})["handin"]
        levels = {c["id"]: c["levels"][0]["id"] for c in handin["criteria"]}
        first.hear({"do": "finish", "key": one["key"], "marking": {"outcome": "marked", "levels": levels, "well": "CANARY"}, "based_on": 0})
    bare, seen = DeskPage(page).show_desk(Desk(course, "morag")), []
    inner = bare.answer
    bare.answer = lambda message: seen.append(inner(message)) or seen[-1]
    choose(page, "Second reading")
    page.get_by_role("button", name="Draw a sample").click()
    page.locator(".pc-waiting").first.click()
    page.get_by_label("One thing done well").wait_for()
    assert "CANARY" not in repr(seen) and page.locator("input[type=radio]:checked:visible").count() == 1


def test_every_control_is_out_of_reach_of_single_key_commands_and_large_enough(page, bare):
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


def test_without_anybody_to_call_no_text_is_opened_and_the_page_says_where_to_put_it(page, course, own_content):
    bare = DeskPage(page).show_desk(Desk(course, "morag"))
    assert "content/course.yml" in page.locator(".pc-missing").first.inner_text()
    choose(page)
    page.locator(".pc-waiting").first.click()
    page.locator("section.pc > .pc-summary", has_text="content/course.yml").wait_for()
    assert page.locator(".pc-passage").count() == 0 and bare.axe() == []
