"""Thirty learners on one hub, and a real browser among them: times, memory, the processor, and what goes amiss.

    python tests/benchmarks/hub_load.py [--learners 30] [--over 60] [--visits 3] [--quick]

Needs root (each learner gets a system account for the time), Node, the proxy, and a browser. Beside the learners
stand plain JupyterLab servers, each with one empty notebook. `--quick` is for trying the benchmark itself.
What must not live here: the people (`hub_learner`, `hub_visitor`), the hub (`hub_served`), printing (`hub_report`).
"""

from __future__ import annotations

import argparse
import importlib.util
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from figures import conditions
from playwright.sync_api import sync_playwright
from process_memory import held, seconds, seconds_of

ROOT = Path(__file__).resolve().parents[2]
sys.path.extend(str(ROOT / "tests" / folder) for folder in ("hub", "browser"))

from hub_crowd import Crowd  # noqa: E402
from hub_learner import START_PAGE, Learner, Plain  # noqa: E402
from hub_report import Run, print_browser, print_crowd, print_memory, print_projection  # noqa: E402
from hub_served import Served, served  # noqa: E402
from hub_visitor import Visit, visit  # noqa: E402
from lab_server import open_browser  # noqa: E402

STOCK = 3
LEFT_AFTER = 10.0  # seconds
SETTLE = 5.0  # seconds before memory is read
LONGEST_TYPING = 600.0


def spent(room: Served, everybody: list[str]) -> dict[str, float]:
    """Processor seconds so far, by who used them."""
    own = psutil.Process()
    browser = [one.pid for one in own.children(recursive=True) if one.pid != room.hub and one.username() == own.username()
               and ("chrom" in one.name() or "headless" in one.name() or ("node" in one.name() and one.pid not in room.proxy))]
    return {"learners": seconds(everybody), "hub": seconds_of([room.hub]), "proxy": seconds_of(room.proxy),
            "simulation": time.process_time(), "browser": seconds_of(browser)}


def difference(after: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    """What was used in between; processes that ended since count as nothing."""
    return {name: max(0.0, after[name] - before[name]) for name in after}


def walk(one: Learner) -> None:
    """The way of a learner on one evening: sign in, start page, a session, every exercise in it.

    The start page is given up ten seconds after somebody has gone on from it (`leave.js`)."""
    one.arrive()
    first = one.sessions(1)[0]
    one.open(first)
    time.sleep(LEFT_AFTER)
    one.leave(START_PAGE)
    one.answer(first)


def two_more(one: Learner) -> None:
    """Open and answer two further sessions while the first stays open."""
    for path in one.sessions(3)[1:]:
        one.open(path)
        one.answer(path)


def visits(browser, room: Served, count: int, saves: int, run: Run) -> list[Visit]:
    """The real browser, so many times in turn; a visit that fails is named, and the others go on."""
    found = []
    for _ in range(count):
        try:
            found.append(visit(browser, room, room.learners[-1], saves))
        except Exception as e:
            run.troubles.append(f"the browser: {type(e).__name__}: {str(e)[:300]}")
    return found


def weigh(run: Run, name: str, crowd: Crowd) -> None:
    """Read everybody's memory when it has settled; of those whose evening ended early nothing is said."""
    time.sleep(SETTLE)
    run.memory[name] = held([one.name for one in crowd.well()])
    run.free[name] = psutil.virtual_memory().available / 1e6


def measure(room: Served, browser, asked, run: Run, crowd: Crowd) -> None:
    """The whole evening, in the order in which it is reported; what is found is put into `run` and the diaries."""
    names = room.learners[:-1]
    say("the browser alone")
    run.alone = visits(browser, room, asked.visits, asked.saves, run)
    crowd.learners = [Learner(room, name, n, run.alone[0].recorded) for n, name in enumerate(names)]
    run.free["nobody"] = psutil.virtual_memory().available / 1e6
    before, begun = spent(room, names), time.perf_counter()
    say(f"{len(names)} learners arrive within {asked.over:.0f} s, the browser in their midst")
    threads = crowd.begin(walk, asked.over)
    time.sleep(asked.over / 2)
    run.arriving = visits(browser, room, 1, asked.saves, run)
    crowd.finish(threads)
    run.arrived_in, run.spent = time.perf_counter() - begun, difference(spent(room, names), before)
    say("all type, the browser among them")
    stop, before, begun = threading.Event(), spent(room, names), time.perf_counter()
    threads = crowd.begin(lambda one: one.keep_typing(one.sessions(1)[0], stop, LONGEST_TYPING))
    time.sleep(asked.quiet)
    lasted = time.perf_counter() - begun
    run.typing = {who: used / lasted for who, used in difference(spent(room, names), before).items()}
    run.among = visits(browser, room, asked.visits, asked.saves, run)
    stop.set()
    crowd.finish(threads)
    say("memory")
    weigh_all(room, run, crowd)


def weigh_all(room: Served, run: Run, crowd: Crowd) -> None:
    """Memory with one session, with three, and with none, and of the stock servers beside them."""
    plain = Crowd([Plain(room, name, n, []) for n, name in enumerate(room.stock)])
    plain.all_do(lambda one: one.arrive())
    time.sleep(SETTLE)
    run.stock = list(held(room.stock).values())
    weigh(run, "one session", crowd)
    crowd.all_do(lambda one: one.open(START_PAGE), over=len(crowd.learners))
    weigh(run, "and the start page", crowd)
    crowd.all_do(lambda one: one.leave(START_PAGE))
    crowd.all_do(two_more, over=len(crowd.learners))
    weigh(run, "three sessions", crowd)
    crowd.all_do(Learner.close_pages)
    weigh(run, "no session", crowd)
    run.troubles += [line for one in plain.learners for line in one.diary.troubles]
    plain.hang_up()


def say(what: str) -> None:
    """Tell whoever waits where the run is."""
    print(f"[{time.strftime('%H:%M:%S')}] {what}; {conditions()}", flush=True)


def given() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Thirty learners on one hub.")
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--over", type=float, default=60.0, help="seconds within which all arrive")
    parser.add_argument("--visits", type=int, default=3, help="visits of the browser in each situation")
    parser.add_argument("--saves", type=int, default=15, help="choices and words typed at each visit")
    parser.add_argument("--quiet", type=float, default=60.0, help="seconds of typing with no visit, for the processor")
    parser.add_argument("--first-evening", action="store_true", help="nobody has opened the course before")
    parser.add_argument("--hub", default="", help="a line more for the hub's configuration, to try a setting")
    parser.add_argument("--quick", action="store_true", help="few and short: only to try the benchmark")
    asked = parser.parse_args()
    if asked.quick:
        asked.visits, asked.saves, asked.quiet, asked.over = 1, 3, 10.0, min(asked.over, 6.0)
    return asked


def readable() -> str:
    """Whether people's servers find compiled Python, or each compiles for itself, which costs time and memory."""
    places = {name: Path(importlib.util.find_spec(name).origin).parent / "__pycache__"
              for name in ("jupyterlab", "ipykernel", "peer_course")}
    return ", ".join(f"{name} {'yes' if place.is_dir() and place.stat().st_mode & 0o005 == 0o005 else 'no'}"
                     for name, place in places.items())


def printed(do: Callable[..., None], *what) -> None:
    """Print one part; a part that lacks its figures does not hide the others."""
    try:
        do(*what)
    except (KeyError, IndexError, statistics.StatisticsError, ZeroDivisionError) as e:
        print(f"  this part lacks figures: {type(e).__name__}: {e}")


def main() -> int:
    """Measure and print; returns 1 when anything went amiss for anybody."""
    asked, run, crowd = given(), Run(), Crowd([])
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))  # so that accounts, folders and processes go in every case
    print(f"{time.strftime('%Y-%m-%d')}, {psutil.virtual_memory().total / 1e9:.0f} GB; {conditions()}; {asked.learners} learners "
          f"within {asked.over:.0f} s and one browser; Python {sys.version.split()[0]}; "
          f"{'their first evening' if asked.first_evening else 'a later evening'}", flush=True)
    print(f"Compiled Python that other accounts can read: {readable()}", flush=True)
    try:
        with served(asked.learners + 1, STOCK, asked.hub, asked.first_evening) as room, sync_playwright() as playwright:
            try:
                measure(room, open_browser(playwright), asked, run, crowd)
            finally:
                crowd.hang_up()
                troubles = crowd.troubles() + run.troubles
                for part in (print_browser, print_memory, print_crowd, print_projection):
                    printed(part, *((run,) if part in (print_browser, print_memory) else (run, crowd)))
                print(f"Troubles: {len(troubles)}  (target: 0)")
                for line in troubles:
                    print(f"  {line}")
                warned = [line for line in room.log().splitlines() if "[E " in line or "[C " in line]
                print(f"Errors in the hub's log: {len(warned)}", *warned[:10], sep="\n  ")
    except pytest.skip.Exception as e:
        print(e)
        return 0
    print(f"At the end: {conditions()}")
    return 1 if troubles else 0


if __name__ == "__main__":
    Path("/proc/self/smaps_rollup").exists() or sys.exit("This benchmark reads memory as Linux tells it.")
    sys.exit(main())
