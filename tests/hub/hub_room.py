"""A real hub for tests: the trial in a temporary folder, people who sign in by HTTP, and the proxy it needs.

    with running(tmp_path) as (trial, hub):
        ada = signed_in(trial, "learner-1")
        page = ada.get(address_of(ada, trial, "learner-1"))

Everything is ended by its own process id. What must not live here: any test.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import requests
from peer_course.hub import proxy, settings_file
from peer_course.hub import running as processes
from peer_course.hub import trial as trials

SECONDS = 90


def proxy_or_skip() -> str:
    """Where the proxy is; it is installed once for this machine when it is missing, and the test skipped if it cannot be."""
    with contextlib.suppress(settings_file.NotReady):
        return proxy.command()[0]
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("The hub was not tried: Node.js and npm are not on this machine.")
    wanted = json.loads((proxy.HERE / "package.json").read_text("utf-8"))["dependencies"][proxy.NAME]
    cache = Path(tempfile.gettempdir()) / f"peer-course-proxy-{wanted}-{os.getuid()}"
    found = cache / "node_modules" / ".bin" / proxy.NAME
    if not found.is_file():
        cache.mkdir(mode=0o700, exist_ok=True)
        ran = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(cache), f"{proxy.NAME}@{wanted}"],
                             timeout=300, check=False, capture_output=True, text=True)
        if ran.returncode:
            pytest.skip(f"The hub was not tried: npm could not install {proxy.NAME} ({ran.stderr.strip()[-200:]}).")
    return str(found)


@contextlib.contextmanager
def running(folder: Path, released: bool = False):
    """A trial that answers; with `released` every task is in the exchange. Ended, and its folder removed, whatever happens."""
    os.environ.setdefault("PEER_COURSE_PROXY", proxy_or_skip())
    made = trials.make(folder, port=trials._any_free(1)[0])
    tasks = trials.release_tasks(made) if released else None
    hub = processes.Hub(*trials.command(made), made.folder / "data" / "hub")
    try:
        hub.wait(made.url)
        if tasks:
            assert tasks.wait(SECONDS) == 0, (made.folder / "data" / "hub" / "tasks.log").read_text("utf-8")
        yield made, hub
    finally:
        if tasks:
            tasks.kill()
            tasks.wait()
        hub.end()
        shutil.rmtree(folder, ignore_errors=True)


def signed_in(made: trials.Trial, name: str, password: str | None = None) -> requests.Session:
    """Sign in by the hub's own form; look at `.cookies` or ask for a page to see whether it worked."""
    session = requests.Session()
    session.get(f"{made.url}/hub/login", timeout=20)
    xsrf = session.cookies.get("_xsrf", path="/hub/")
    session.post(f"{made.url}/hub/login", data={"username": name, "password": password or made.passwords[name], "_xsrf": xsrf},
                 params={"next": "/hub/home"}, timeout=30)
    return session


def started(session: requests.Session, made: trials.Trial, name: str) -> requests.Response:
    """Start this person's server and return the first page they land on."""
    session.get(f"{made.url}/hub/spawn", timeout=SECONDS)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        answer = session.get(f"{made.url}/user/{name}/", timeout=SECONDS)
        if f"{made.url}/user/{name}/" in answer.url and answer.ok:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{name}'s server did not start; the last page was {answer.url}")


def asked(session: requests.Session, made: trials.Trial, name: str, path: str, how: str = "get", **given) -> requests.Response:
    """Ask a person's server for something, with the sign its pages carry."""
    xsrf = session.cookies.get("_xsrf", path=f"/user/{name}/")
    return session.request(how, f"{made.url}/user/{name}/{path}", headers={"X-XSRFToken": xsrf or ""}, timeout=30, **given)
