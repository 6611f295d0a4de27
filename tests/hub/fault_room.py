"""A hub that is hurt on purpose: killed, started again, a server stopped, the line to the browser cut.

    with room(browser, folder) as there:
        there.kill_hub()
        there.start_hub()

What must not live here: any test.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from cut_line import line_to
from hub_people import Person, person
from hub_room import SECONDS, running, signed_in
from peer_course.hub import running as processes
from peer_course.hub import trial as trials
from peer_course.hub.proxy import NAME

SESSION = "notebooks/02-what-is-recovery.ipynb"
JOURNAL, TITLE = "my-worldview", "My worldview, for now"


class Room:
    """The trial, the hub that runs it at present, the line to it, and the process ids of all that was started."""

    def __init__(self, made: trials.Trial, hub: processes.Hub, line):
        self.trial, self.hub, self.line = made, hub, line
        self.family: list[psutil.Process] = []

    def kill_hub(self) -> None:
        """SIGKILL for the hub alone: its proxy and everybody's servers are left as they are."""
        self._note()
        self.hub.process.kill()
        self.hub.process.wait(10)

    def start_hub(self) -> None:
        """Start the hub again, with the same command in the same folder."""
        self.hub = processes.Hub(*trials.command(self.trial), self.trial.folder / "data" / "hub")
        self.hub.wait(self.trial.url)

    def kill_proxy(self) -> None:
        """SIGKILL for the proxy; the hub starts it again by itself."""
        self._note()
        found = [one for one in self._children() if NAME in " ".join(one.cmdline())]
        assert found, "The hub runs no proxy."
        for one in found:
            one.kill()

    def stop_server(self, name: str) -> None:
        """Stop somebody's server through the hub's API, as the culler does after a long pause."""
        session = signed_in(self.trial, name)
        xsrf = session.cookies.get("_xsrf", path="/hub/")
        answer = session.delete(f"{self.trial.url}/hub/api/users/{name}/server", timeout=SECONDS,
                                headers={"X-XSRFToken": xsrf or "", "Referer": f"{self.trial.url}/hub/home"})
        assert answer.status_code in (202, 204), f"{answer.status_code}: {answer.text}"

    def end(self) -> None:
        """End the present hub, and whatever an earlier one left behind."""
        self._note()
        self.hub.end()
        # A hub whose proxy was once killed may, while it ends, start another that nobody ends.
        left = [one for one in psutil.process_iter(["environ"])
                if (one.info["environ"] or {}).get("PEER_COURSE_TRIAL") == str(self.trial.folder)]
        processes.end_all([one for one in (*self.family, *left) if one.is_running()])

    def _children(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.hub.process.pid).children(recursive=True)
        return []

    def _note(self) -> None:
        self.family += self._children()


class Writer(Person):
    """A learner who types into a private page of session 2, letter by letter, into whatever has the focus."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.console: list[str] = []
        self.page.on("console", lambda line: self.console.append(f"{time.strftime('%X')} {line.text[:300]}"))

    def begin(self) -> None:
        """Open the session and put the cursor into the empty page."""
        self.open_session(SESSION)
        self.box.click()

    @property
    def box(self):
        return self.exercise(TITLE).get_by_label("Your private page")

    @property
    def status(self) -> str:
        return self.exercise(TITLE).locator(".pc-status").inner_text()

    @property
    def lines(self) -> str:
        """What the page itself says at its foot."""
        return " ".join(self.page.locator(".pc-notice").all_inner_texts())

    @property
    def stored(self) -> str:
        """What the store has on the disk."""
        return self.answer(JOURNAL).get("text", "")

    @property
    def state(self) -> str:
        """All that the page shows of itself, and what it wrote to its console last: for the sentence of a failed test."""
        panel = self.page.locator(".jp-NotebookPanel").first
        awake = panel.evaluate("node => [node.dataset.peerCourse, node.dataset.peerCourseCells, document.hidden]")
        return (f"The exercise says {self.status!r}, the page {self.lines!r}; awake, cells, hidden: {awake}; "
                f"box: {self.box.input_value()[-80:]!r}; console: {self.console[-12:]}")

    def type(self, text: str) -> str:
        """Type at about a hundred words a minute; returns the text."""
        self.page.keyboard.type(text, delay=60)
        return text

    def dialogs(self) -> list[str]:
        """What stands in JupyterLab's dialogs, which stop somebody who types."""
        return self.page.locator(".jp-Dialog").all_inner_texts()


@contextlib.contextmanager
def room(folder: Path):
    """A hub with a line to it; ended with everything that was ever started here."""
    with running(folder) as (made, hub), line_to(urlsplit(made.url).port) as line:
        there = Room(made, hub, line)
        try:
            yield there
        finally:
            there.end()


@contextlib.contextmanager
def writer(browser, there: Room, name: str = "learner-1"):
    """A learner whose window reaches the hub over the line."""
    with person(browser, replace(there.trial, url=there.line.url), name) as one:
        yield Writer(one.page, one.trial, one.name, one.pictures)
