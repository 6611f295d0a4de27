"""A simulated learner: signs in, starts a server, opens pages, runs their cells, answers, and goes on typing.

It asks for what a browser asked for on the same page (a recording), and talks to kernels by WebSocket as that does.
Whatever goes amiss is raised; nothing is tried twice in silence. What must not live here: a real browser
(`hub_visitor`), many at once (`hub_crowd`), or what is made of the times (`hub_load`).
"""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

import requests
from hub_answers import growing, typed, whole
from hub_room import signed_in
from hub_served import Served
from kernel_line import KernelLine, Trouble
from opening import empty_notebook
from peer_course import library
from peer_course.library.paths import ROOT

START_PAGE = "notebooks/00-start-here.ipynb"
SESSIONS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "notebooks").glob("[01]*.ipynb")
                  if path.name[:2] not in ("00", "12"))
PATIENCE = 240.0  # seconds for a server to be there, whatever else the machine does
PAUSE = (0.5, 1.5)  # seconds between two answers: far less than anybody needs
TYPING = (3.0, 5.0)  # seconds between two saves of somebody who types without a stop: a page sends one each 4 s
LOOKS_EVERY = 10.0  # seconds; JupyterLab asks its server for sessions and kernels so often


@dataclass
class Diary:
    """What one person met with: seconds by name, how many answers were acknowledged, what went amiss."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    turned_away: int = 0
    troubles: list[str] = field(default_factory=list)

    def took(self, what: str, since: float) -> None:
        self.seconds.setdefault(what, []).append(time.perf_counter() - since)


@dataclass
class OpenPage:
    """A page with its session, kernel and widgets."""

    path: str
    session: str
    kernel: str
    line: KernelLine
    models: list = field(default_factory=list)


class Learner:
    """One simulated learner. `recorded`: what a browser asks for on its first page, as (path, status)."""

    def __init__(self, room: Served, name: str, number: int, recorded: list[tuple[str, int]]):
        self.room, self.name, self.number, self.recorded = room, name, number, recorded
        self.base = f"{room.made.url}/user/{name}"
        self.diary, self.pages = Diary(), {}
        self.http: requests.Session | None = None
        self._seq, self._chance = 0, random.Random(number)  # noqa: S311
        self._writer = uuid.uuid4().hex[:12]

    def sessions(self, count: int) -> list[str]:
        """Which sessions this person opens: neighbours begin at different ones, so that all are used."""
        return [SESSIONS[(self.number + step) % len(SESSIONS)] for step in range(count)]

    def arrive(self) -> None:
        """Sign in by the hub's form, start a server, and get the page it lands on with all that belongs to it."""
        begun = time.perf_counter()
        self.http = signed_in(self.room.made, self.name)
        self.diary.took("sign-in", begun)
        landed = self.start_server(time.monotonic() + PATIENCE)
        self.diary.took("sign-in and start", begun)
        if not landed.url.split("?")[0].endswith(START_PAGE):
            raise Trouble(f"landed on {landed.url}")
        # JupyterLab sends this with each thing that it asks for.
        self.http.headers["X-XSRFToken"] = self.http.cookies.get("_xsrf", path=f"/user/{self.name}/") or ""
        loaded = time.perf_counter()
        for path, status in self.recorded:
            got = self.http.get(f"{self.base}/{path}", timeout=PATIENCE)
            if got.status_code != status:
                raise Trouble(f"{path} answered {got.status_code}; the browser got {status}")
        self.diary.took("files of the page", loaded)
        self.open(START_PAGE)
        self.diary.took("sign-in to start page awake", begun)

    def start_server(self, until: float) -> requests.Response:
        """Ask the hub for a server until it is there, waiting as its pages say; returns the first page."""
        while time.monotonic() < until:
            answer = self.http.get(f"{self.room.made.url}/hub/spawn", timeout=PATIENCE)
            if answer.status_code == 429:  # a page that says: too many people at once, try again in … seconds
                self.diary.turned_away += 1
                time.sleep(min(60.0, float(answer.headers.get("Retry-After", 30))))
                continue
            if answer.ok and answer.url.startswith(f"{self.base}/"):
                return answer
            self._wait_for_progress()
        raise Trouble(f"the server did not start within {PATIENCE:.0f} s")

    def _wait_for_progress(self) -> None:
        """Follow the stream that moves the bar on the hub's waiting page, until it says ready."""
        xsrf = self.http.cookies.get("_xsrf", path="/hub/")
        way = f"{self.room.made.url}/hub/api/users/{self.name}/server/progress"
        with self.http.get(way, params={"_xsrf": xsrf}, stream=True, timeout=PATIENCE,
                           headers={"Accept": "text/event-stream"}) as stream:
            if not stream.ok:
                raise Trouble(f"the waiting page's progress answered {stream.status_code}: {stream.text[:200]}")
            for line in stream.iter_lines():
                news = json.loads(line[5:]) if line.startswith(b"data:") else {}
                if news.get("failed"):
                    raise Trouble(f"the hub could not start the server: {news.get('message')}")
                if news.get("ready"):
                    return

    def ask(self, way: str, how: str = "get", **given) -> requests.Response:
        """Ask one's own server for something. Raises Trouble for any answer that says no."""
        xsrf = self.http.cookies.get("_xsrf", path=f"/user/{self.name}/") or ""
        answer = self.http.request(how, f"{self.base}/{way}", headers={"X-XSRFToken": xsrf}, timeout=PATIENCE, **given)
        if not answer.ok:
            raise Trouble(f"{how} {way} answered {answer.status_code}")
        return answer

    def open(self, path: str) -> None:
        """Open a notebook, start its kernel and run its own cells, as the page does by itself."""
        begun, name = time.perf_counter(), path.rsplit("/", 1)[-1]
        body = {"path": path, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        session = self.ask("api/sessions", "post", json=body).json()
        found = self.ask(f"api/contents/{path}", params={"content": 1, "type": "notebook"}).json()["content"]["cells"]
        self.ask(f"api/contents/{path}/checkpoints")
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.http.cookies if f"/user/{self.name}/".startswith(c.path))
        address = f"{self.base.replace('http', 'ws', 1)}/api/kernels/{session['kernel']['id']}/channels"
        line = KernelLine(address, cookies, self.room.made.url)
        page = self.pages[path] = OpenPage(path, session["id"], session["kernel"]["id"], line)
        line.ready()
        for cell in found:
            if cell["cell_type"] == "code":
                page.models += line.run("".join(cell["source"]))
        self.diary.took("start page: all its cells ran" if path == START_PAGE else "session: all its cells ran", begun)

    def leave(self, path: str) -> None:
        """Hang up a page and end its kernel, as JupyterLab does when it closes one with its kernel."""
        page = self.pages.pop(path)
        page.line.close()
        self.ask(f"api/sessions/{page.session}", "delete")

    def answer(self, path: str) -> None:
        """Answer every exercise of an open page, one after another, and look at each reply."""
        for model in (one for one in self.pages[path].models if one.is_exercise):
            spec = model.state["spec"]
            for given in typed(library.exercise(spec["slug"]), whole(library.exercise(spec["slug"]))):
                self._tell(path, model, "save", given)
                time.sleep(self._chance.uniform(*PAUSE))
            self._tell(path, model, "reply", given)

    def _tell(self, path: str, model, do: str, answer: dict) -> None:
        self._seq += 1
        message = {"do": do, "answer": answer, "based_on": model.state["held"]["revision"], "writer": self._writer,
                   "seq": self._seq}
        took = self.pages[path].line.tell(model, message)
        self.diary.seconds.setdefault("answer to acknowledgement", []).append(took)
        self.diary.keys.add(model.state["spec"]["key"])

    def keep_typing(self, path: str, until: threading.Event, most: float) -> None:
        """Type in the journal without a stop, one save at each pause, until told to stop or `most` seconds passed."""
        model = next(one for one in self.pages[path].models if one.is_exercise and one.state["spec"]["kind"] == "journal")
        texts, n, end, look = growing(steps=40), 0, time.monotonic() + most, time.monotonic()
        while not until.wait(self._chance.uniform(*TYPING)) and time.monotonic() < end:
            self._tell(path, model, "save", model.state["held"]["answer"] | {"text": texts[n % len(texts)]})
            n += 1
            if time.monotonic() - look > LOOKS_EVERY:
                look = time.monotonic()
                self.ask("api/sessions")
                self.ask("api/kernels")

    def close_pages(self) -> None:
        """End every session of this person, as idle ones are ended by the server."""
        for path in list(self.pages):
            self.leave(path)

    def lost(self) -> list[str]:
        """The answers that were acknowledged and are not on the disk."""
        folder = self.room.home(self.name) / ".local" / "share" / "peer-course" / "answers"
        return sorted(key for key in self.diary.keys if not (folder / f"{key}.json").is_file())

    def hang_up(self) -> None:
        """Hang up whatever is still open."""
        for page in self.pages.values():
            page.line.close()


class Plain(Learner):
    """Somebody with a stock server and an empty notebook."""

    def arrive(self) -> None:
        """Sign in, start the server, make a notebook with one short cell, and run it."""
        begun = time.perf_counter()
        self.http = signed_in(self.room.made, self.name)
        self.start_server(time.monotonic() + PATIENCE)
        self.diary.took("sign-in and start", begun)
        body = {"type": "notebook", "format": "json", "content": json.loads(empty_notebook())}
        self.ask("api/contents/empty.ipynb", "put", json=body)
        self.open("empty.ipynb")
