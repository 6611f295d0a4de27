"""People at a real browser in front of a hub: signing in, opening a session, writing, and what is on the disk then.

    with person(browser, trial, "learner-1") as ada:
        ada.sign_in()
        ada.open_session("notebooks/02-what-is-recovery.ipynb")

Each person has a browser window that shares nothing with the others. What must not live here: any test, or how a
hub is started (`hub_room`).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from hub_room import SECONDS
from lab_server import awake
from peer_course.hub import trial as trials

PATIENCE = SECONDS * 1000  # milliseconds, as the browser counts
STORE = Path(".local/share/peer-course")


class Person:
    """Somebody of the trial with a window of their own."""

    def __init__(self, page, made: trials.Trial, name: str, folder: Path | None = None):
        self.page, self.trial, self.name = page, made, name
        self.base = f"{made.url}/user/{name}"
        self.pictures = folder

    def sign_in(self) -> None:
        """Go to the address of the hub and fill in its form; the person's server is started by that."""
        self.page.goto(self.trial.url)
        self.page.get_by_label("Username").fill(self.name)
        if self.name == "learner-1":
            self.picture("sign-in")
        self.page.get_by_label("Password").fill(self.trial.passwords[self.name])
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.base}/**", timeout=PATIENCE)
        awake(self.page, SECONDS)

    def open_session(self, path: str) -> None:
        """Open a page of the course and wait until its exercises are there."""
        self.page.goto(f"{self.base}/doc/tree/{path}")
        awake(self.page, SECONDS)
        self.page.wait_for_selector(".pc h3", timeout=PATIENCE)

    def exercise(self, title: str):
        """The exercise with this heading on the open page."""
        return self.page.locator(".pc", has=self.page.get_by_role("heading", name=title, exact=True))

    @property
    def panel(self):
        """The panel for handing in, at the end of a session."""
        return self.page.locator(".pc", has=self.page.get_by_role("heading", name="Hand in:"))

    def no_news(self) -> None:
        """Say no when JupyterLab asks a tutor about news of Jupyter, as the tutor guide suggests."""
        with contextlib.suppress(Exception):
            self.page.get_by_role("button", name="No", exact=True).click(timeout=5000)

    def in_terminal(self, line: str) -> None:
        """Choose File, New, Terminal, and type a line there."""
        self.page.get_by_role("menuitem", name="File").click()
        self.page.locator(".lm-Menu-item", has_text=re.compile(r"^\s*New\s*$")).hover()
        self.page.locator(".lm-Menu-item", has_text=re.compile(r"^\s*Terminal\s*$")).click()
        self.page.locator(".jp-Terminal:visible .xterm-helper-textarea").wait_for(state="attached")
        self.page.wait_for_timeout(2000)  # the prompt
        self.page.locator(".jp-Terminal:visible").click()
        self.page.keyboard.type(line)
        self.page.keyboard.press("Enter")

    def saved(self, title: str) -> None:
        """Wait until this exercise says that Python has written the answer."""
        self.exercise(title).locator(".pc-status", has_text="Saved.").wait_for(timeout=PATIENCE)

    def answer(self, key: str) -> dict:
        """What is on the disk for an exercise; empty when there is nothing."""
        path = self.trial.home(self.name) / STORE / "answers" / f"{key}.json"
        return json.loads(path.read_text(encoding="utf-8"))["answer"] if path.exists() else {}

    def answers(self, key: str) -> list[dict]:
        """Every version of an answer that is on the disk, also those kept beside it."""
        folder = self.trial.home(self.name) / STORE / "answers"
        return [json.loads(path.read_text(encoding="utf-8"))["answer"] for path in folder.glob(f"{key}*.json")]

    def picture(self, name: str) -> None:
        """Take a picture for the administrator guide, if pictures are asked for."""
        if self.pictures:
            self.page.screenshot(path=self.pictures / f"hub-{name}.png")


@contextlib.contextmanager
def person(browser, made: trials.Trial, name: str, width: int = 1100, height: int = 800):
    """A person at a window of their own; PEER_COURSE_PICTURES names a folder for pictures."""
    folder = os.environ.get("PEER_COURSE_PICTURES")
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    try:
        yield Person(context.new_page(), made, name, Path(folder) if folder else None)
    finally:
        context.close()


def until(true, seconds: float = SECONDS, what: str | Callable[[], str] = "") -> None:
    """Wait until `true()` holds.

    Raises AssertionError with `what` when it does not come to that; a function is asked then, so that it tells of the
    end of the wait and not of its beginning.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.25)
    raise AssertionError((what() if callable(what) else what) or "It did not come to that in time.")
