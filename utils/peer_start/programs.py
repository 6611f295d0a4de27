"""Runs another program: quietly with its words kept, or in the open until Ctrl+C.

No program is named here; see installers, browser and commands.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time

ALIVE_EVERY = 15  # seconds between two signs of life while somebody waits


def run_quietly(argv, env=None, say=print, every=ALIVE_EVERY):
    """Runs a program to its end and returns (exit code, everything it printed).

    While it takes long, `say` gets a sign of life. A program that cannot be started counts as code 127.
    """
    started = time.monotonic()
    try:
        child = subprocess.Popen(
            [str(part) for part in argv],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as fault:
        return 127, str(fault)
    try:
        while True:
            try:
                words, _ = child.communicate(timeout=every)
                return child.returncode, words
            except subprocess.TimeoutExpired:
                say(f"  … still working ({time.monotonic() - started:.0f} seconds so far)")
    except BaseException:
        end_calmly(child, own_group=False)
        raise


def run_openly(argv, env=None):
    """Runs a program in front of the user, who may end it with Ctrl+C, and returns its exit code."""
    sys.stdout.flush()
    child = subprocess.Popen([str(part) for part in argv], env=env, stdin=subprocess.DEVNULL)
    try:
        return child.wait()
    except BaseException:
        end_calmly(child, own_group=False)
        raise


def serve(argv, env=None, patience=10):
    """Runs a server until it ends, or until Ctrl+C, a closed terminal or a polite kill.

    Returns the exit code. On Linux and macOS the server gets a group of its own: Ctrl+C then reaches this
    program, which asks the whole group to end. On Windows Ctrl+C reaches the server directly.
    """
    sys.stdout.flush()
    apart = os.name != "nt"
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _as_interrupt)
    child = subprocess.Popen(
        [str(part) for part in argv], env=env, stdin=subprocess.DEVNULL, start_new_session=apart
    )
    try:
        return child.wait()
    except KeyboardInterrupt:
        end_calmly(child, own_group=apart, patience=patience)
        return 0


def _as_interrupt(_number, _frame):
    raise KeyboardInterrupt


def end_calmly(child, own_group, patience=10):
    """Asks a program to end, waits, asks again, and only then ends it by force."""
    steps = [lambda: None, child.terminate, child.kill]
    if own_group:
        steps = [lambda: _to_group(child, signal.SIGTERM), lambda: _to_group(child, signal.SIGKILL)]
    for ask in steps:
        ask()
        try:
            child.wait(patience)
            return
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            continue


def _to_group(child, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)
