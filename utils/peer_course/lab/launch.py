"""Opening the course: one command for learners, one for tutors, ended by Ctrl+C without a question.

    python -m peer_course.lab.launch learn|teach [--port N] [--no-browser] [--app lab|notebook] [--root FOLDER]

What must not live here: what the server is told (`settings`), or how the environment was made (`start.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from peer_course.lab.settings import PROFILES, START, environment, settings

FIRST_PORT = 8888
PORTS_TO_TRY = 50
PATIENCE = 60.0  # seconds; a first start on a slow laptop with a virus scanner takes most of a minute
MODULE = {"lab": "jupyterlab", "notebook": "notebook"}


class NotStarted(Exception):
    """The course could not be opened; the message is a sentence for the person who tried."""


def command(
    profile: str,
    root: Path | str,
    port: int,
    browser: bool = True,
    app: str = "lab",
    env: dict[str, str] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment that open the course; nothing is started and nothing written.

    `env` is the environment to start from (default: the present one). Raises ValueError for an unknown
    profile or app.
    """
    if app not in MODULE:
        raise ValueError(f"The course opens in lab or in notebook; {app!r} is neither.")
    argv = [sys.executable, "-m", MODULE[app], f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        argv.append("--no-browser")
    if _is_root():
        argv.append("--allow-root")
    return [*argv, *as_arguments(settings(profile, Path(root).resolve()))], environment(profile, env)


def as_arguments(found: dict[str, dict[str, object]]) -> list[str]:
    """Settings as Jupyter reads them from a command line."""
    return [f"--{name}.{option}={_as_argument(value)}" for name, options in found.items()
            for option, value in options.items()]


def course_root(start: Path | None = None) -> Path:
    """The folder that holds the course: where one stands, or else where this package lies."""
    for folder in (start or Path.cwd(), Path(__file__).resolve().parents[3]):
        if (folder / "notebooks").is_dir():
            return folder
    raise NotStarted("The folder of the course was not found. Please start from the folder that holds 'notebooks'.")


def free_port(asked: int | None) -> int:
    """The port asked for, or else the first free one; NotStarted when the one asked for is in use."""
    if asked is not None:
        if _is_free(asked):
            return asked
        raise NotStarted(f"Port {asked} is in use by another program. Please choose another, or leave --port out.")
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        if _is_free(port):
            return port
    raise NotStarted("No free port was found. Please close another Jupyter, or choose one with --port.")


def address(info: dict, profile: str, app: str) -> str:
    """The address to open, from what the running server says of itself."""
    page = {("learn", "lab"): f"doc/tree/{START}", ("learn", "notebook"): f"notebooks/{START}"}
    place = page.get((profile, app), "lab" if app == "lab" else "tree")
    token = f"?token={info['token']}" if info.get("token") else ""
    return f"http://localhost:{info['port']}{info['base_url']}{place}{token}"


def run(profile: str, root: Path, port: int, browser: bool, app: str) -> int:
    """Start the server, say where it is, and wait until it ends; returns the exit status."""
    if profile == "learn":
        # What a learner writes is for their account alone. A tutor's feedback has to be readable in the exchange.
        os.umask(0o077)
    argv, env = command(profile, root, port, browser, app)
    log = _log_file(Path(env["JUPYTER_RUNTIME_DIR"]), port)
    print("The course is starting. This takes a few seconds.", flush=True)
    with log.open("wb") as out:
        server = subprocess.Popen(argv, env=env, cwd=root, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        info = _wait(server, Path(env["JUPYTER_RUNTIME_DIR"]), port, log)
        print(f"\nThe course is open at:\n  {address(info, profile, app)}\n", flush=True)
        print("To stop, press Ctrl+C here. What you saved stays.", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        print("\nThe course is closed. See you next time.", flush=True)
        return 0
    finally:
        _end(server)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status and never shows a traceback for what a person can put right."""
    parser = argparse.ArgumentParser(prog="python -m peer_course.lab.launch", description="Open the course.")
    parser.add_argument("profile", choices=PROFILES, help="learn: the calm view; teach: an ordinary JupyterLab")
    parser.add_argument("--port", type=int, help=f"default: the first free one from {FIRST_PORT}")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--app", choices=sorted(MODULE), default="lab")
    parser.add_argument("--root", type=Path, help="the folder that holds 'notebooks'")
    asked = parser.parse_args(arguments)
    try:
        root = (asked.root or course_root()).resolve()
        if not root.is_dir():
            raise NotStarted(f"There is no folder {root}.")
        return run(asked.profile, root, free_port(asked.port), not asked.no_browser, asked.app)
    except NotStarted as sentence:
        print(sentence, file=sys.stderr)
    except OSError as problem:
        print(f"The course could not start: {problem.strerror or problem} ({problem.filename}).", file=sys.stderr)
    return 1


def _as_argument(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _wait(server: subprocess.Popen, runtime: Path, port: int, log: Path) -> dict:
    """What the server writes about itself once it is listening."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for file in runtime.glob("jpserver-*.json"):
            try:
                info = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue  # just being written, or just being removed
            if info.get("port") == port and not _is_free(port):
                return info
        if server.poll() is not None:
            raise NotStarted(f"The course could not start. What Jupyter said is in {log}.")
        time.sleep(0.1)
    raise NotStarted(f"The course did not answer within {PATIENCE:.0f} seconds. What Jupyter said is in {log}.")


def _end(server: subprocess.Popen) -> None:
    """Let the server close its kernels; Ctrl+C has reached it already, other ways have not."""
    if server.poll() is None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            server.wait(3)
        except subprocess.TimeoutExpired:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _log_file(runtime: Path, port: int) -> Path:
    """Where the server's own messages go: they hold the token, so only this person may read the folder."""
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in runtime.glob("jpserver-*.json"):
        # Left behind by a computer that was switched off; a running server is told apart by its open port.
        try:
            if _is_free(int(json.loads(old.read_text(encoding="utf-8"))["port"])):
                old.unlink()
        except (OSError, ValueError, KeyError):
            continue
    log = runtime / f"server-{port}.log"
    log.touch(mode=0o600)
    return log


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", port)) != 0


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    sys.exit(main())
