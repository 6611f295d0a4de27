"""nbgrader's own tests, run without and with the settings of this course; every difference has a reason in a file.

    python tests/loop/nbgraders_own.py            all three folders, half an hour on two cores
    python tests/loop/nbgraders_own.py --quick    preprocessors and nbgraderformat only, about a minute

Ends with 0 when the differences are exactly those of nbgraders_own.txt, else with 1 and the names. The tests are
those of the installed package and stay untouched: our settings reach them by a folder on JUPYTER_CONFIG_PATH, where
nbgrader looks for settings anyway. What a test sets itself (its course, its exchange) comes after ours and wins.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

REASONS = Path(__file__).with_suffix(".txt")
QUICK = ("preprocessors", "nbgraderformat")
FOLDERS = (*QUICK, "apps")
# Some of nbgrader's tests look for this file below the folder they are started in, as in its repository.
AUTOTESTS = Path("docs", "source", "user_guide", "autotests.yml")
SETTINGS = """
import re
from pathlib import Path
from peer_course import nbgrader_settings

own = Path("nbgrader_config.py")
named = re.search(r'CourseDirectory.root = r?"(.+?)"', own.read_text()) if own.is_file() else None
nbgrader_settings.apply(get_config(), Path(named[1]) if named else Path.cwd())
"""


def run(folders: tuple[str, ...], ours: bool, workers: int, place: Path) -> dict[str, str]:
    """Run nbgrader's tests in a folder of their own and give the outcome of each by name."""
    env = prepared(place, ours)
    report = place / "report.xml"
    packages = [f"nbgrader.tests.{folder}" for folder in folders]
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={place}",
               f"--junitxml={report}", f"--numprocesses={workers}", "--pyargs", *packages]
    with (place / "log.txt").open("wb") as log:
        subprocess.run(command, cwd=place, env=env, stdout=log, stderr=log, check=False)
    if not report.is_file():
        raise SystemExit(f"nbgrader's tests did not run; see {place / 'log.txt'}.")
    return outcomes(report)


def prepared(place: Path, ours: bool) -> dict[str, str]:
    """Lay out the folder and give the environment: a home of its own, and our settings or none."""
    import nbgrader

    for part in ("home", "settings"):
        (place / part).mkdir(parents=True)
    autotests = place / "nbgrader" / AUTOTESTS
    autotests.parent.mkdir(parents=True)
    autotests.write_bytes((Path(nbgrader.__file__).parent / AUTOTESTS).read_bytes())
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PEER_COURSE", "JUPYTER"))}
    env["HOME"] = str(place / "home")
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", "")])
    if ours:
        (place / "settings" / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")
        env["JUPYTER_CONFIG_PATH"] = str(place / "settings")
    return env


def outcomes(report: Path) -> dict[str, str]:
    """Read what pytest noted: passed, skipped or not, by the name of each test."""
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        ends = {child.tag for child in case} & {"failure", "error", "skipped"}
        where = case.get("classname", "").split(".")[-2:]
        found["::".join([*where, case.get("name", "")])] = "skipped" if ends == {"skipped"} else "no" if ends else "yes"
    return found


def reasons(folders: tuple[str, ...]) -> dict[str, str]:
    """Read the committed differences: each test with the reason that stands above it."""
    found, reason = {}, ""
    for line in REASONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            reason = line[2:]
        elif line.strip():
            folder, _, name = line.strip().partition("/")
            if folder in folders:
                found[name] = reason
    return found


def compare(without: dict[str, str], with_ours: dict[str, str], expected: dict[str, str]) -> list[str]:
    """Give a sentence for each test whose outcome is another than the committed file says."""
    said = []
    for name in sorted(without.keys() | with_ours.keys()):
        differs = without.get(name) != with_ours.get(name)
        if differs and name not in expected:
            said.append(f"new difference: {name} ({without.get(name)} without, {with_ours.get(name)} with our settings)")
        elif not differs and name in expected:
            said.append(f"no longer different: {name}; please take it out of {REASONS.name}")
    return said + [f"no such test: {name}" for name in sorted(expected.keys() - without.keys())]


def main(arguments: list[str] | None = None) -> int:
    """Run both, print what was found, and say whether it is as committed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="leave out the folder apps")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    folders = QUICK if asked.quick else FOLDERS
    found, began = [], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="nbgraders-own-") as temporary:
        for ours in (False, True):
            found.append(run(folders, ours, asked.workers, Path(temporary, "with" if ours else "without")))
            passed = sum(outcome == "yes" for outcome in found[-1].values())
            print(f"{'with our settings' if ours else 'without':>17}: {passed} of {len(found[-1])} pass", flush=True)
    expected = reasons(folders)
    said = compare(*found, expected)
    print(f"{len(expected)} differences are explained in {REASONS.name}; {len(said)} are not as it says.")
    print(*said, f"{(time.monotonic() - began) / 60:.0f} minutes", sep="\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
