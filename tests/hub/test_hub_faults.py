"""Nothing that somebody writes is lost when the hub, their server or the network goes away, and the page says so.

PEER_COURSE_CUT_SECONDS sets how long the network is cut; the usual time is short, and longer than every patience of
the page (four seconds for a save, five for the server).
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

pytest.importorskip("jupyterhub", reason="The hub was not tried: JupyterHub is not installed in this environment.")
if sys.platform == "win32":
    pytest.skip("The hub was not tried: JupyterHub does not run on Windows.", allow_module_level=True)

from fault_room import SESSION, room, writer  # noqa: E402
from hub_people import PATIENCE, until  # noqa: E402
from lab_server import awake  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.loop]
CUT = float(os.environ.get("PEER_COURSE_CUT_SECONDS", "20"))
TASK = "02-worldviews"
NOT_SAVED, AWAY, STOPPED = "Not saved yet", "cannot be reached at the moment", "Your place in the course was closed"


@pytest.fixture(scope="module")
def there():
    with room(Path(tempfile.mkdtemp(prefix="hub-faults-"))) as made:
        yield made


@pytest.fixture
def ada(browser, there):
    """A learner with the cursor in a private page, and the page of the test before left as it was."""
    with writer(browser, there) as one:
        if there.hub.process.poll() is not None:
            there.start_hub()
        one.sign_in()
        one.begin()
        one.page.keyboard.press("Control+End")
        one.text = one.box.input_value()
        yield one
        there.line.mend()


def goes_on_writing(ada, text: str) -> None:
    ada.text += ada.type(text)


def every_word_is_stored(ada) -> None:
    """On the page at once, on the disk soon, and the page says so; no dialog came in between."""
    assert ada.box.input_value() == ada.text
    assert ada.dialogs() == []
    until(lambda: ada.stored == ada.text, what=lambda: f"On the disk: {ada.stored[-80:]!r}, typed: {ada.text[-80:]!r}. {ada.state}")
    until(lambda: ada.status.startswith("Saved."), 20, lambda: f"The page does not say that it has saved. {ada.state}")
    until(lambda: AWAY not in ada.lines and STOPPED not in ada.lines, 20, lambda: f"The page still says that it is cut off. {ada.state}")


def test_the_hub_is_killed_and_started_again_while_somebody_types(there, ada):
    goes_on_writing(ada, "Before the hub was killed. ")
    there.kill_hub()
    goes_on_writing(ada, "While there was no hub, words go on as they did, and are saved. ")
    every_word_is_stored(ada)
    there.start_hub()
    goes_on_writing(ada, "When the hub was back, and its proxy had been started anew. ")
    every_word_is_stored(ada)
    goes_on_writing(ada, "And after that.")
    every_word_is_stored(ada)


def test_the_proxy_is_killed_while_somebody_types(there, ada):
    goes_on_writing(ada, "Before the proxy was killed. ")
    there.kill_proxy()
    goes_on_writing(ada, "Until the hub has started it again, nothing of this can reach the server. ")
    assert ada.box.input_value() == ada.text
    every_word_is_stored(ada)
    goes_on_writing(ada, "And after that.")
    every_word_is_stored(ada)


@pytest.mark.parametrize("how", ["drop", "stall"])
def test_the_network_is_cut_while_somebody_types(there, ada, how):
    goes_on_writing(ada, f"Before the network went ({how}). ")
    every_word_is_stored(ada)
    before = ada.text
    began = time.monotonic()
    getattr(there.line, how)()
    while time.monotonic() - began < 10:
        goes_on_writing(ada, "One more sentence. ")
    assert NOT_SAVED in ada.status, "Somebody who typed on for ten seconds was not told."
    while time.monotonic() - began < CUT:
        goes_on_writing(ada, "And another one, slowly. ")
    assert NOT_SAVED in ada.status and AWAY in ada.lines
    assert ada.stored == before
    assert ada.dialogs() == []
    there.line.mend()
    every_word_is_stored(ada)
    goes_on_writing(ada, "And after that.")
    every_word_is_stored(ada)


@pytest.mark.parametrize("how", ["drop", "stall"])
def test_a_task_is_written_while_the_network_is_cut(there, ada, how):
    own = there.trial.home(ada.name) / "peer-support" / "my-work" / TASK / f"{TASK}.ipynb"
    if not own.exists():
        source = there.trial.course / "release" / TASK / f"{TASK}.ipynb"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(source.read_bytes())
    ada.page.goto(f"{ada.base}/doc/tree/my-work/{TASK}/{TASK}.ipynb")
    ada.page.wait_for_selector("[data-peer-course-page=task]", timeout=PATIENCE)
    ada.page.locator(".pc-answer .cm-content").click()
    ada.page.keyboard.press("Control+A")
    text = ada.type(f"Before ({how}). ")
    until(lambda: text in own.read_text("utf-8"), what="What was typed never reached the disk.")
    # The answer to that save is there as well: where the line breaks before it, JupyterLab asks whose page to keep.
    until(lambda: ada.page.locator(".pc-kept").inner_text() == "Saved.", what="The page does not say that it has saved.")
    began = time.monotonic()
    getattr(there.line, how)()
    while time.monotonic() - began < CUT:
        text += ada.type("More words in the tunnel. ")
        ada.page.wait_for_timeout(2300)  # a pause, after which the page saves
        assert ada.dialogs() == []
    assert AWAY in ada.lines
    there.line.mend()
    until(lambda: text.strip() in own.read_text("utf-8"), what="What was typed in the tunnel never reached the disk.")
    assert ada.dialogs() == []


def test_a_stopped_server_is_told_and_the_same_page_goes_on_when_it_is_back(there, ada):
    goes_on_writing(ada, "Before the server was stopped. ")
    every_word_is_stored(ada)
    before = ada.text
    there.stop_server(ada.name)
    goes_on_writing(ada, "Typed when the server had gone. ")
    assert ada.stored == before
    until(lambda: STOPPED in ada.lines, 30, "Nobody was told that the server had gone.")
    until(lambda: NOT_SAVED in ada.status, 15, lambda: f"Nobody is told. {ada.state}")
    goes_on_writing(ada, "Typed when the page had said so. ")
    assert ada.box.input_value() == ada.text
    assert ada.dialogs() == []
    with ada.page.context.expect_page() as opened:
        ada.page.get_by_role("button", name="Open my place again").click()
    opened.value.wait_for_url(f"{ada.base}/doc/tree/**", timeout=PATIENCE)
    opened.value.close()
    ada.page.bring_to_front()
    every_word_is_stored(ada)
    awake(ada.page)
    ada.box.click()
    ada.page.keyboard.press("Control+End")
    goes_on_writing(ada, "And after that.")
    every_word_is_stored(ada)


def test_words_typed_after_the_server_had_gone_come_back_when_the_page_is_opened_again(there, ada):
    goes_on_writing(ada, "Before. ")
    every_word_is_stored(ada)
    there.stop_server(ada.name)
    goes_on_writing(ada, "Typed when the server had gone, and then the page was loaded anew.")
    until(lambda: NOT_SAVED in ada.status, 30, lambda: f"Nobody is told. {ada.state}")
    asked = []
    ada.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    ada.page.reload(wait_until="commit")
    assert asked == ["beforeunload"], "Somebody who leaves with unsaved words is asked first."
    ada.page.get_by_role("button", name="Launch Server").click()
    ada.page.wait_for_url(f"{ada.base}/doc/tree/**", timeout=PATIENCE)
    if not ada.page.url.split("?")[0].endswith(SESSION):
        ada.open_session(SESSION)
    ada.box.wait_for()
    every_word_is_stored(ada)


def test_what_was_stored_is_there_for_somebody_who_signs_in_at_another_computer(browser, there, ada):
    goes_on_writing(ada, "Stored before. ")
    every_word_is_stored(ada)
    there.stop_server(ada.name)
    with writer(browser, there) as elsewhere:
        elsewhere.sign_in()
        elsewhere.begin()
        assert elsewhere.box.input_value() == ada.text
