"""A person at a real browser on the hub: how long signing in, opening a session and saving take for them.

Each visit begins with an empty browser. Times are of the page's own clock where the page can tell.
What must not live here: simulated learners (`hub_learner`), or what is made of the times (`hub_load`).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from hub_people import PATIENCE, Person, person
from hub_room import signed_in
from hub_served import Served
from lab_server import awake
from peer_course import library

SESSION, LINK = "02-what-is-recovery.ipynb", "What is Recovery?"
CHOICE, PAGE = "how-will-we-know", "where-my-view-came-from"
NUMBERED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")  # names of sessions and kernels, which are each person's own

# Notes when something was last typed or chosen in an exercise, and each time it says "Saved.".
WATCH = """(section) => {
  const status = section.querySelector('.pc-status');
  window.__typed = 0; window.__kept = [];
  for (const kind of ['input', 'change']) section.addEventListener(kind, () => { window.__typed = performance.now(); }, true);
  new MutationObserver(() => { if (status.textContent.startsWith('Saved')) window.__kept.push(performance.now()); })
    .observe(status, { childList: true, characterData: true, subtree: true });
}"""


@dataclass
class Visit:
    """Seconds of one visit; `recorded` is what the browser asked its server for on the first page."""

    signed_in: float = 0.0
    opened: float = 0.0
    chosen: list[float] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    recorded: list[tuple[str, int]] = field(default_factory=list)
    bytes: int = 0


def visit(browser, room: Served, name: str, saves: int) -> Visit:
    """Sign in, open a session from the start page, choose and type there, close the browser, stop the server."""
    found = Visit()
    try:
        with person(browser, room.made, name) as who:
            _sign_in(who, found)
            _open(who, found)
            _choose(who, found, saves)
            _type(who, found, saves)
    finally:
        stop(room, name)
    return found


def _sign_in(who: Person, found: Visit) -> None:
    who.page.on("response", lambda answer: _record(who, found, answer))
    who.page.goto(who.trial.url)
    who.page.get_by_label("Username").fill(who.name)
    who.page.get_by_label("Password").fill(who.trial.passwords[who.name])
    begun = time.perf_counter()
    who.page.get_by_role("button", name="Sign in").click()
    who.page.wait_for_url(f"{who.base}/doc/**", timeout=PATIENCE)
    awake(who.page, PATIENCE / 1000)
    found.signed_in = time.perf_counter() - begun


def _record(who: Person, found: Visit, answer) -> None:
    way = answer.url.removeprefix(f"{who.base}/")
    wanted = answer.request.method == "GET" and answer.request.resource_type not in ("document", "websocket")
    if found.signed_in or way == answer.url or not wanted or NUMBERED.search(way):
        return
    found.recorded.append((way, answer.status))
    found.bytes += int(answer.headers.get("content-length", 0))


def _open(who: Person, found: Visit) -> None:
    begun = time.perf_counter()
    who.page.get_by_role("link", name=LINK).first.click()
    who.page.wait_for_url(f"**/{SESSION}", timeout=PATIENCE)
    exercise(who, CHOICE).locator("input").first.wait_for(timeout=PATIENCE)
    found.opened = time.perf_counter() - begun
    # The rest of the session's cells, so that the saves below are not mixed with them.
    exercise(who, "my-worldview").locator("textarea").first.wait_for(timeout=PATIENCE)


def _choose(who: Person, found: Visit, saves: int) -> None:
    section = exercise(who, CHOICE)
    section.evaluate(WATCH)
    inputs = section.locator("input")
    for number in range(saves):
        inputs.nth(number % 2).click()
        found.chosen.append(_kept(who))


def _type(who: Person, found: Visit, saves: int) -> None:
    section = exercise(who, PAGE)
    section.evaluate(WATCH)
    section.locator("textarea").first.click()
    for _ in range(saves):
        who.page.keyboard.type("A walk. ", delay=80)
        found.typed.append(_kept(who))


def _kept(who: Person) -> float:
    """Seconds from the last key or choice until the page says "Saved."."""
    who.page.wait_for_function("() => window.__typed && window.__kept.some(at => at > window.__typed)", polling="raf",
                               timeout=PATIENCE)
    took = who.page.evaluate("() => window.__kept.find(at => at > window.__typed) - window.__typed")
    who.page.wait_for_timeout(300)
    return took / 1000


def exercise(who: Person, slug: str):
    """The part of the page with this exercise."""
    return who.exercise(library.exercise(slug).title)


def stop(room: Served, name: str) -> None:
    """Stop a person's server, as the hub's own button does, so that the next visit starts one."""
    http = signed_in(room.made, name)
    way = f"{room.made.url}/hub/api/users/{name}"
    headers = {"X-XSRFToken": http.cookies.get("_xsrf", path="/hub/"), "Referer": f"{room.made.url}/hub/home"}
    http.delete(f"{way}/server", headers=headers, timeout=60)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not http.get(way, headers=headers, timeout=60).json().get("servers"):
            return
        time.sleep(0.3)
    raise RuntimeError(f"{name}'s server did not stop.")
