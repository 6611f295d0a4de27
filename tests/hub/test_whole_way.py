"""The whole way on a real hub in a real browser: from signing in, through a session and a task, to the reply.

With PEER_COURSE_PICTURES set to a folder, the pictures of the administrator guide are taken on the way.
"""

import tempfile
from pathlib import Path

import hub_or_skip  # noqa: F401 - before what needs a hub
import pytest
from hub_people import person, until
from hub_room import running

pytestmark = [pytest.mark.browser, pytest.mark.loop]
TASK = "02-worldviews"
EXERCISE = "How will we know?"
PICKED = "He is back at the allotment on Saturdays."
WORDS = ("Isla is invented. Her gran said nerves, her doctor said serotonin, and nobody asked about the rent. "
         "I lean towards the rent, because I have lived with damp. What I may leave out is that tablets let her sleep.")
QUOTE = "nobody asked about the rent"
REMARK = "This says a great deal in five words."
WELL = "You let two views stand side by side."
NEXT = "Tell us how you would ask Isla what she makes of it herself."


@pytest.fixture(scope="module")
def people(browser):
    """The hub, with a tutor and two learners at windows of their own."""
    with (running(Path(tempfile.mkdtemp(prefix="whole-way-")), released=True) as (trial, _),
          person(browser, trial, "learner-1") as ada, person(browser, trial, "learner-2") as bea,
          person(browser, trial, "tutor", 1280, 900) as tutor):
        yield ada, bea, tutor


def test_from_signing_in_to_reading_the_reply(people):
    ada, bea, tutor = people
    ada.sign_in()
    assert ada.page.url.startswith(f"{ada.base}/doc/tree/notebooks/00-start-here.ipynb")
    ada.picture("start-page")
    do_an_exercise(ada)
    get_and_write(ada)
    hand_in(ada)
    collect(ada, tutor)
    mark(tutor)
    send_feedback(ada, tutor)
    read(ada)
    nothing_reached(bea)


def do_an_exercise(ada):
    """From the start page into the session by its link, and one exercise there."""
    ada.page.get_by_role("link", name="What is Recovery?").first.click()
    ada.page.wait_for_url("**/02-what-is-recovery.ipynb")
    one = ada.exercise(EXERCISE)
    one.get_by_label(PICKED).check()
    one.get_by_role("button", name="See the replies").click()
    one.get_by_text("Who had the idea matters").wait_for()
    ada.saved(EXERCISE)
    assert ada.answer("how-will-we-know")["chosen"] == ["allotment-saturdays"]
    show(one.get_by_role("heading", name=EXERCISE))
    ada.picture("exercise")


def get_and_write(ada):
    """Get the task from the panel at the end of the session, and write in its box."""
    ada.panel.get_by_role("button", name="Get the task").click()
    ada.panel.get_by_role("link", name="Open the task and write").click()
    ada.page.wait_for_url(f"**/my-work/{TASK}/**")
    ada.page.wait_for_selector("[data-peer-course-page=task]")
    box = ada.page.locator(".pc-answer .cm-content")
    box.click()
    ada.page.keyboard.press("Control+A")
    ada.page.keyboard.type(WORDS)
    ada.picture("task")
    own = ada.trial.home(ada.name) / "peer-support" / "my-work" / TASK / f"{TASK}.ipynb"
    until(lambda: WORDS in own.read_text("utf-8"), what="What was typed never reached the learner's own folder.")


def hand_in(ada):
    """One step back to the session; what would be sent is shown before it is."""
    ada.page.get_by_role("link", name="back to session 2").click()
    ada.page.wait_for_url("**/02-what-is-recovery.ipynb")
    ada.panel.get_by_role("button", name="Look at what would be sent").click()
    shown = ada.panel.get_by_role("heading", name="This is what would be sent")
    shown.wait_for()
    assert WORDS in ada.panel.locator(".pc-sent").first.inner_text()
    show(shown)
    ada.picture("hand-in")
    ada.panel.get_by_role("button", name="Hand it in").click()
    ada.panel.get_by_text("Handed in on").first.wait_for()


def collect(ada, tutor):
    """The tutor takes it in and makes it ready, in a terminal of their own Lab."""
    tutor.sign_in()
    assert tutor.page.url.startswith(f"{tutor.base}/lab/tree/tutors/marking-desk.ipynb")
    tutor.no_news()
    tutor.in_terminal(f"nbgrader collect {TASK} && peer-course mark")
    ready = tutor.trial.tutors / "autograded" / ada.name / TASK / f"{TASK}.ipynb"
    until(ready.exists, what="The hand-in was not made ready to read.")
    assert WORDS in ready.read_text("utf-8")
    tutor.page.wait_for_timeout(1000)  # the terminal shows what was said
    tutor.picture("collect")


def mark(tutor):
    """At the desk: a comment on a passage, a level for each criterion, one thing done well, one next step."""
    page = tutor.page
    page.get_by_role("tab", name="marking-desk").click()
    page.get_by_label("Which task").select_option(TASK)
    page.get_by_role("button", name="Show who is waiting").click()
    page.get_by_role("heading", name="Hand-ins").wait_for()
    assert "learner-1" not in page.locator(".pc-desk").inner_text()
    page.locator(".pc-waiting").first.click()
    page.get_by_label("One thing done well").wait_for()
    select(page, QUOTE)
    page.get_by_role("button", name="Comment on the words I selected").click()
    page.locator(".pc-remark textarea").fill(REMARK)
    for criterion in page.locator("fieldset:has(.pc-level):visible").all():
        criterion.locator(".pc-level input").first.check()
    page.get_by_label("One thing done well").fill(WELL)
    page.get_by_label("One next step").fill(NEXT)
    status = page.locator(".pc-deskbar .pc-status")
    until(lambda: status.inner_text() == "Draft saved.", what="The desk never said that the marking was saved.")
    show(page.locator(".pc-deskbar"))
    tutor.picture("marking-desk")
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("0 waiting, 0 begun, 1 finished.").first.wait_for()


def send_feedback(ada, tutor):
    """One command writes the page and sends it to the learner."""
    tutor.in_terminal(f"peer-course feedback {TASK} 2>&1 | tee sent.txt; echo all-done >> sent.txt")
    said = tutor.trial.tutors / "sent.txt"
    until(lambda: said.exists() and "all-done" in said.read_text("utf-8"), what="The feedback command did not end.")
    written = tutor.trial.tutors / "feedback" / ada.name / TASK / f"{TASK}.html"
    assert written.is_file(), said.read_text("utf-8")
    tutor.page.wait_for_timeout(1000)  # the terminal shows what was said
    tutor.picture("send-feedback")


def read(ada):
    """The reply appears in the same panel, one press away."""
    ada.panel.get_by_role("button", name="Look for feedback").click()
    heading = ada.panel.get_by_role("heading", name="Feedback from your tutor")
    heading.wait_for()
    reply = ada.page.frame_locator(".pc iframe")
    for words in (REMARK, WELL, NEXT):
        reply.get_by_text(words).first.wait_for(state="attached")
    assert "learner-2" not in reply.locator("body").inner_text()
    show(heading)
    ada.picture("feedback")


def nothing_reached(bea):
    """The other learner has the same session, and neither words nor reply of the first."""
    bea.sign_in()
    bea.open_session("notebooks/02-what-is-recovery.ipynb")
    bea.panel.get_by_role("button", name="Get the task").wait_for()
    assert bea.answer("how-will-we-know") == {}
    for path in bea.trial.home(bea.name).rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert QUOTE.encode() not in path.read_bytes(), path


def select(page, words: str):
    """Select a passage of the text that is open at the desk, as with the mouse."""
    found = page.evaluate("""(words) => {
      for (const passage of document.querySelectorAll('.pc-passage, .pc-passage *')) for (const node of passage.childNodes) {
        const at = node.nodeType === 3 ? node.data.indexOf(words) : -1;
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        return true;
      } return false }""", words)
    assert found, "The text at the desk is not what was handed in."


def show(part):
    """Bring a part of the page to the top of the window, as somebody who scrolls would."""
    part.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
