"""How heavy a session is for a kernel: memory, time to import, messages, and what must never be loaded.

    python tests/benchmarks/weight.py [--runs 15]

Beside each run of ours, in the same loop, stands a kernel (or a Python) that has only imported anywidget.
What must not live here: anything in a browser (that is `opening.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from figures import FEWEST, beyond_row, conditions, ratio_row, row
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
SESSION = ROOT / "notebooks" / "02-what-is-recovery.ipynb"
HEAVY = ("pandas", "nbgrader", "nbformat", "jsonschema", "yaml")
PLAIN = ["import anywidget"]
LOADED = f"import sys; print([name for name in {HEAVY!r} if name in sys.modules])"
FIRST = 'from peer_course import exercise; exercise("sort-worldviews")'
MEGABYTE = 1e6


def cells(notebook: Path) -> list[str]:
    """The texts of the code cells, in order."""
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]


class Kernel:
    """A fresh kernel, started as a server starts one; `with` ends it."""

    def __init__(self, env: dict[str, str]):
        quiet = {"stderr": subprocess.DEVNULL}  # a notice about encryption, for every kernel
        self._manager, self._client = start_new_kernel(env=env, cwd=str(ROOT / "notebooks"), **quiet)

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, text: str) -> tuple[str, Counter]:
        """Run one cell; returns what it printed and how many messages of each type it sent."""
        said, kinds = [], Counter()

        def hear(message: dict) -> None:
            kinds[message["msg_type"]] += 1
            if message["msg_type"] == "stream":
                said.append(message["content"]["text"])
            if message["msg_type"] == "error":
                raise RuntimeError("\n".join(message["content"]["traceback"]))

        self._client.execute_interactive(text, output_hook=hear, timeout=60)
        return "".join(said), kinds

    def memory(self) -> dict[str, float]:
        """What the kernel's process holds, in MB: rss everywhere; pss and uss where the system tells them."""
        process = psutil.Process(self._manager.provisioner.process.pid)
        held = process.memory_full_info()._asdict()
        return {name: held[name] / MEGABYTE for name in ("rss", "pss", "uss") if name in held}


def weigh(texts: list[str], env: dict[str, str]) -> tuple[dict[str, float], list[Counter], str]:
    """Run cells in a fresh kernel; returns its memory, the messages of each cell, the heavy modules loaded."""
    with Kernel(env) as kernel:
        sent = [kernel.run(text)[1] for text in texts]
        time.sleep(0.5)  # what the kernel does after its last cell is done by then
        memory = kernel.memory()
        return memory, sent, kernel.run(LOADED)[0].strip()


def seconds_to(text: str, env: dict[str, str]) -> float:
    """How long a fresh Python needs for some imports, its own start left out."""
    timed = f"import time; start = time.perf_counter()\n{text}\nprint(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", timed], env=env, check=True, capture_output=True, text=True)
    return float(done.stdout)


def counted(texts: list[str], env: dict[str, str]) -> float:
    """What Python itself counts for these cells after anywidget is there, in MB.

    The system sees less: a kernel starts with room to spare inside what it already holds.
    """
    with Kernel(env) as kernel:
        kernel.run("import anywidget, tracemalloc; tracemalloc.start()")
        for text in texts:
            kernel.run(text)
        return float(kernel.run("print(tracemalloc.get_traced_memory()[0])")[0]) / MEGABYTE


def memory_figures(runs: int, env: dict[str, str]) -> None:
    """Kernels of both sorts in turn."""
    session, ours, plain = cells(SESSION), [], []
    for number in range(runs + 1):
        memory, sent, loaded = weigh(session, env)
        beside = weigh(PLAIN, env)[0]
        if number:  # the first of each warms the disk
            ours.append(memory)
            plain.append(beside)
    print("Memory of the kernel, in MB")
    for kind in plain[0]:
        a, b = [one[kind] for one in ours], [one[kind] for one in plain]
        row(f"{kind}: all {len(session)} cells of {SESSION.stem} ran", a, " MB", 1)
        row(f"{kind}: import anywidget", b, " MB", 1)
        beyond_row(f"{kind}: beyond import anywidget", a, b, " MB", 5)
        ratio_row(f"{kind}: ratio", a, b)
    print(f"  counted by Python (tracemalloc), one run: {counted(session, env):.1f} MB")
    opened = [messages["comm_open"] for messages in sent]
    print(f"Heavy modules loaded after the session: {loaded}  (target: none)")
    print(f"comm_open by cell: {opened}; the most for one exercise: {max(opened)}  (target: at most 2)")


def import_figures(runs: int, env: dict[str, str]) -> None:
    """Fresh processes of both sorts in turn."""
    ours, plain = [], []
    for number in range(runs + 1):
        beside, own = seconds_to("import anywidget", env), seconds_to(FIRST, env)
        if number:
            plain.append(beside)
            ours.append(own)
    print("Time to import, in fresh processes")
    row("from peer_course import exercise; the first exercise", ours, " s", 3)
    row("import anywidget", plain, " s", 3)
    beyond_row("beyond import anywidget", ours, plain, " s", 0.15)
    ratio_row("ratio", ours, plain)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How heavy a session is for a kernel.")
    parser.add_argument("--runs", type=int, default=FEWEST)
    runs = max(FEWEST, parser.parse_args().runs)
    print(f"{conditions()}; {runs} runs of each, in turn")
    with tempfile.TemporaryDirectory() as home:
        own = {"PEER_COURSE_HOME": home, "IPYTHONDIR": f"{home}/ipython", "PYTHONSAFEPATH": "1"}
        env = {name: value for name, value in os.environ.items() if name != "PEER_COURSE_CONTENT"} | own
        import_figures(runs, env)
        memory_figures(runs, env)
    print(f"At the end: {conditions()}")


if __name__ == "__main__":
    main()
