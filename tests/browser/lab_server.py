"""A real JupyterLab or Notebook on a free port of this computer, for tests: started, and ended by its own id.

    with lab_server(root, folder) as server:
        page.goto(server.address("notebooks/00-start-here.ipynb"))
        awake(page)

`PEER_COURSE_BROWSER` names the browser; without it Chromium is looked for on the PATH. This is the one place
that reads it. What must not live here: any test.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from peer_course.lab.launch import command

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TOKEN = "for-tests-only"


def browser_path() -> str | None:
    """The browser to test with, or None when there is none here (Playwright then looks for its own)."""
    named = os.environ.get("PEER_COURSE_BROWSER")
    return named or next((path for path in map(shutil.which, BROWSERS) if path), None)


def open_browser(playwright):
    """A headless browser; the caller closes it."""
    return playwright.chromium.launch(executable_path=browser_path(), headless=True, args=list(ARGUMENTS))


@dataclass(frozen=True)
class Server:
    """A running server: its port, the folder that it serves, and the person's own folder."""

    port: int
    app: str
    root: Path
    home: Path
    process: subprocess.Popen

    def address(self, page: str, place: str = "") -> str:
        """Where a page opens: `doc/tree` (one document), `lab/tree` (ordinary Lab) or `notebooks` (Notebook 7).

        Every server answers for all three; without `place` it is what its app would open.
        """
        place = place or ("notebooks" if self.app == "notebook" else "doc/tree")
        return f"http://127.0.0.1:{self.port}/{place}/{page}?token={TOKEN}"

    def kernels(self) -> list[int]:
        """The process ids of the kernels that this server runs."""
        import psutil

        def is_kernel(child: psutil.Process) -> bool:
            with contextlib.suppress(psutil.Error):  # it may end while it is looked at
                return "ipykernel" in " ".join(child.cmdline())
            return False

        return [child.pid for child in psutil.Process(self.process.pid).children(recursive=True) if is_kernel(child)]

    def log(self) -> str:
        """What the server has said so far."""
        return (self.home / f"server-{self.port}.log").read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def lab_server(root: Path, home: Path, profile: str = "learn", app: str = "lab", extra=(), env=None):
    """Start a server for `root` with everything personal below `home`, and end it whatever happens."""
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    given = {**os.environ, "PEER_COURSE_HOME": str(home), "JUPYTER_TOKEN": TOKEN, **(env or {})}
    if profile == "teach":
        given |= {"JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data")}
        given |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "s"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "w")}
    argv, environment = command(profile, root, port, browser=False, app=app, env=given)
    argv += ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True", *extra]
    with (home / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            argv, env=environment, cwd=root, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    server = Server(port, app, Path(root), home, process)
    try:
        _wait(server)
        yield server
    finally:
        _end(server)


def awake(page, timeout: float = 60) -> None:
    """Wait until the cells of the open page have run by themselves."""
    page.wait_for_selector("[data-peer-course=awake]", state="attached", timeout=timeout * 1000)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError(f"Jupyter ended at once:\n{server.log()}")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api", timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"Jupyter did not answer:\n{server.log()}")


def _end(server: Server) -> None:
    """Kernels are told by the server; what is left after that is ended one by one, by id."""
    left = server.kernels() if server.process.poll() is None else []
    server.process.terminate()
    try:
        server.process.wait(8)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait(5)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
