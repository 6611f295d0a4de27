"""How long a session takes to open in a real JupyterLab, until its first exercise can be used.

    python tests/benchmarks/opening.py [--runs 15]

In the same loop, in the same calm server and browser, an empty notebook: one code cell, run by hand, timed
until its output appears. Every run has a kernel of its own, started by the page; the browser's cache is warm.
The course asks for the kernels of its own pages while JupyterLab is still loading; the empty notebook, which
is none of them, gets its kernel when JupyterLab asks for one. That head start is part of what is measured.
What must not live here: memory and imports (that is `weight.py`), or how a server is started (`lab_server`).
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from figures import FEWEST, conditions, ratio_row, row
from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "browser"))

from lab_server import TOKEN, Server, awake, lab_server, open_browser  # noqa: E402

SESSION = "notebooks/02-what-is-recovery.ipynb"
EMPTY = "empty.ipynb"
PATIENCE = 60_000
SIZE = {"width": 1280, "height": 800}

# Runs in every page, at every frame: when was a thing first there to be used? Times count from the first request.
WATCH = """
(() => {
  if (window !== window.top) return;
  const marks = (window.__marks = {});
  const usable = node => node && !node.disabled && node.checkVisibility() && node.getBoundingClientRect().height > 0;
  const seen = {
    cell: () => document.querySelector(".jp-Notebook .jp-Cell"),
    ready: () => window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady,
    control: () => usable(document.querySelector(".pc")?.querySelector("input, select, button, textarea")),
    output: () => document.querySelector(".jp-OutputArea-output")?.textContent.trim(),
    awake: () => document.querySelector("[data-peer-course=awake]"),
  };
  const look = () => {
    for (const name in seen) if (!(name in marks) && seen[name]()) marks[name] = performance.now() / 1000;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def empty_notebook() -> str:
    """A notebook with one short code cell."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    cell = {"cell_type": "code", "execution_count": None, "id": "one", "metadata": {}, "outputs": [], "source": "1 + 1"}
    return json.dumps({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def asked(server: Server, way: str, method: str = "GET") -> bytes:
    """An answer of the server's own interface."""
    headers = {"Authorization": f"token {TOKEN}"}
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/api/{way}", method=method, headers=headers)
    return urllib.request.urlopen(request, timeout=30).read()


def end_kernels(server: Server) -> None:
    """Shut every session down, and wait until no kernel is left."""
    for session in json.loads(asked(server, "sessions")):
        asked(server, f"sessions/{session['id']}", "DELETE")
    until = time.monotonic() + 30
    while server.kernels():
        if time.monotonic() > until:
            raise RuntimeError("A kernel did not end.")
        time.sleep(0.05)
    time.sleep(0.3)


def mark(page: Page, name: str) -> float:
    """Wait for a mark; returns seconds since the page was asked for."""
    page.wait_for_function(f"() => '{name}' in window.__marks", polling="raf", timeout=PATIENCE)
    return page.evaluate(f"window.__marks['{name}']")


def open_session(page: Page, server: Server) -> dict[str, float]:
    """Open the session and touch nothing until its first exercise can be used; then answer, and wait for "Saved."."""
    page.goto(server.address(SESSION), wait_until="commit")
    found = {"usable": mark(page, "control")}
    first = page.locator(".pc").first
    first.locator("input").first.check()
    first.locator(".pc-status", has_text="Saved").wait_for(timeout=PATIENCE)
    found["saved"] = page.evaluate("performance.now() / 1000")
    found["awake"] = mark(page, "awake")
    awake(page)
    return found | {name: mark(page, name) for name in ("cell", "ready")}


def open_empty(page: Page, server: Server) -> dict[str, float]:
    """Open the empty notebook, press Shift+Enter as soon as its cell can be run, and wait for the output."""
    page.goto(server.address(EMPTY), wait_until="commit")
    found = {"ready": mark(page, "ready"), "cell": mark(page, "cell")}
    page.locator(".jp-Cell .cm-content").first.press("Shift+Enter")
    return found | {"usable": mark(page, "output")}


class Frames:
    """Counts the messages of one type that kernels send to a page."""

    def __init__(self, page: Page, kind: str):
        self.number = 0
        self._kind = kind
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, frame: bytes | str) -> None:
        self.number += message_type(frame) == self._kind


def message_type(frame: bytes | str) -> str:
    """The type of a kernel's message; empty for anything else that comes over a websocket.

    Frames of bytes begin with the number of their parts and where each begins, eight bytes each; the second
    part is the header (jupyter_server: v1.kernel.websocket.jupyter.org). Frames of text are plain JSON.
    """
    try:
        if isinstance(frame, str):
            return json.loads(frame)["header"]["msg_type"]
        _number, _channel, header, end = struct.unpack_from("<4Q", frame)
        return json.loads(frame[header:end])["msg_type"]
    except (ValueError, KeyError, TypeError, struct.error):
        return ""


def one_run(context: BrowserContext, server: Server, way: Callable[[Page, Server], dict]) -> tuple[dict, dict]:
    """One page, opened and closed, with a kernel of its own and no answers from before."""
    shutil.rmtree(server.home / "answers", ignore_errors=True)
    page = context.new_page()
    frames = Frames(page, "comm_open")
    found = way(page, server)
    shown = {"exercises": page.locator(".pc").count(), "comm_open": frames.number}
    page.close(run_before_unload=False)
    end_kernels(server)
    return found, shown


def measure(runs: int, folder: Path) -> tuple[list[dict], list[dict], dict]:
    """Both pages in turn, after one unmeasured visit to each."""
    root = folder / "course"
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (root / EMPTY).write_text(empty_notebook(), encoding="utf-8")
    ours, empty, shown = [], [], {}
    with lab_server(root, folder / "home") as server, sync_playwright() as playwright:
        browser = open_browser(playwright)
        context = browser.new_context(viewport=SIZE)
        context.add_init_script(WATCH)
        for number in range(runs + 1):
            session, shown = one_run(context, server, open_session)
            beside, _ = one_run(context, server, open_empty)
            if number:
                ours.append(session)
                empty.append(beside)
        browser.close()
    return ours, empty, shown


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long a session takes to open.")
    parser.add_argument("--runs", type=int, default=FEWEST)
    runs = max(FEWEST, parser.parse_args().runs)
    print(f"{conditions()}; {runs} runs of each, in turn", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ours, empty, shown = measure(runs, Path(folder))

    def of(found: list[dict], name: str) -> list[float]:
        return [one[name] for one in found]

    print("Seconds since the page was asked for, browser cache warm")
    row("session 2: its first exercise can be used", of(ours, "usable"), " s")
    row("empty notebook: its output is there after Run", of(empty, "usable"), " s")
    ratio_row("ratio", of(ours, "usable"), of(empty, "usable"), 1.15)
    print("On the way there")
    for name, said in (("cell", "a first cell is shown"), ("ready", "the page knows its kernel")):
        row(f"session 2: {said}", of(ours, name), " s")
        row(f"empty notebook: {said}", of(empty, name), " s")
    row("session 2: a choice made at once is saved by the kernel", of(ours, "saved"), " s")
    row("session 2: all its cells have run", of(ours, "awake"), " s")
    print("Clicks before the first exercise: 0 (nothing is pressed until it can be used)")
    each = shown["comm_open"] / shown["exercises"]
    print(f"comm_open: {shown['comm_open']} for {shown['exercises']} panels, {each:.1f} each  (target: at most 2)")
    print(f"At the end: {conditions()}")


if __name__ == "__main__":
    main()
