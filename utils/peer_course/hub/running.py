"""A hub as a process: started, waited for, and ended with all that it started, each by its own id.

What must not live here: what the hub is told (`config`, `trial`).
"""

from __future__ import annotations

import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from .settings_file import NotReady

PATIENCE = 120.0  # seconds until a hub answers; a busy machine takes half a minute
GOODBYE = 20.0  # seconds for a hub to close its servers, before they are closed for it


class Hub:
    """One hub that runs below this process."""

    def __init__(self, argv: list[str], env: dict[str, str], folder: Path):
        self.log = folder / "hub.log"
        with self.log.open("ab") as out:
            # A session of its own: Ctrl+C reaches us, and we end the hub in order.
            self.process = subprocess.Popen(argv, env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=out, start_new_session=True)

    def wait(self, url: str) -> None:
        """Return when the hub answers. Raises NotReady when it ends before, or takes too long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise NotReady(f"The hub could not start. It said:\n{self._last_words()}")
            try:
                urllib.request.urlopen(f"{url}/hub/health", timeout=2).close()
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        raise NotReady(f"The hub did not answer within {PATIENCE:.0f} seconds. It said:\n{self._last_words()}")

    def end(self) -> None:
        """End the hub, and then whatever of its servers, kernels and proxy is left."""
        family = self._family()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(GOODBYE)
            except subprocess.TimeoutExpired:
                family += self._family()
                self.process.kill()
                self.process.wait(5)
        end_all(family)

    def _family(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def end_all(processes: list[psutil.Process]) -> None:
    """End these processes if they still run; psutil knows a process from a later one with the same id."""
    for last, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        for one in processes:
            try:
                one.send_signal(last)
            except psutil.NoSuchProcess:
                continue
        processes = psutil.wait_procs(processes, timeout=seconds)[1]
