"""How long it takes to run all sessions from clean kernels, and to check the whole course.

    python tests/benchmarks/whole_course.py

Beside them: a notebook with one empty code cell, and a Python that does nothing. Targets: all sessions in
under a minute on two cores, the check in under 5 seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import conditions, ratio_row, row

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 3, 15
EMPTY = {"cells": [{"cell_type": "code", "id": "empty", "metadata": {}, "source": "", "outputs": [],
                    "execution_count": None}], "metadata": {"kernelspec": {
                        "display_name": "Python 3", "language": "python", "name": "python3"}},
         "nbformat": 4, "nbformat_minor": 5}


def seconds(arguments: list[str], env: dict[str, str]) -> float:
    """The wall-clock time of one command that has to succeed."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=True, capture_output=True)
    return time.perf_counter() - start


def notebooks(where: str) -> list[str]:
    return ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", "-n", "2",
            "--dist", "loadfile", where]


def main() -> None:
    print(conditions())
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"PEER_COURSE_HOME": f"{home}/answers", "IPYTHONDIR": f"{home}/ipython"}
        empty = Path(home, "empty.ipynb")
        empty.write_text(json.dumps(EMPTY), encoding="utf-8")
        whole, alone, check, nothing = [], [], [], []
        for _ in range(FEW):
            whole.append(seconds(notebooks("notebooks"), env))
            alone.append(seconds(notebooks(str(empty)), env))
        for _ in range(MANY):
            check.append(seconds(["-c", "from peer_course.cli import main; main(['check'])"], env))
            nothing.append(seconds(["-c", "pass"], env))
    print("\nAll sessions, clean kernels, two cores (target: under 60 s)")
    row("all notebooks", whole, " s", 1)
    row("an empty notebook", alone, " s", 1)
    ratio_row("all notebooks against an empty one", whole, alone)
    print("\npeer-course check over everything (target: under 5 s)")
    row("the check", check, " s")
    row("a Python that does nothing", nothing, " s")
    print(f"\n{conditions()}")


if __name__ == "__main__":
    main()
