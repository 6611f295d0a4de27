"""What a run of the load benchmark has found, and how it is printed. What must not live here: measuring."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub_crowd import Crowd
from hub_projection import ARRIVING_MINUTES, need
from hub_projection import Learner as Measured
from hub_visitor import Visit
from process_memory import Held

TARGET_MB = 200
PEOPLE = ((30, 1.0), (300, 1.0), (300, 0.2), (3000, 1.0), (3000, 0.2))


@dataclass
class Run:
    """Everything that one run has found."""

    alone: list[Visit] = field(default_factory=list)
    arriving: list[Visit] = field(default_factory=list)
    among: list[Visit] = field(default_factory=list)
    arrived_in: float = 0.0
    spent: dict[str, float] = field(default_factory=dict)  # processor seconds while everybody arrives and answers
    typing: dict[str, float] = field(default_factory=dict)  # processors that are busy while everybody types
    memory: dict[str, dict[str, Held]] = field(default_factory=dict)
    stock: list[Held] = field(default_factory=list)
    free: dict[str, float] = field(default_factory=dict)  # the machine's, in MB
    troubles: list[str] = field(default_factory=list)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile; of few values nearly the largest."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def row(name: str, values: Sequence[float], unit: str = " s", places: int = 2) -> None:
    """One line: median, 95th percentile, largest."""
    said = "nothing was measured" if not values else (
        f"{statistics.median(values):.{places}f}{unit}, 95th {p95(values):.{places}f}, largest {max(values):.{places}f}")
    print(f"  {name:<58} {said}  n={len(values)}", flush=True)


def print_browser(run: Run) -> None:
    """What the person at the browser met with, in three situations."""
    for said, found in (("with nobody else", run.alone), ("while the others arrive", run.arriving),
                        ("while the others all type", run.among)):
        print(f"Browser, {said} (empty cache, {len(found)} visits)")
        row("sign-in: from the button to the start page awake", [one.signed_in for one in found])
        row("a session: from the link to its second exercise there", [one.opened for one in found])
        row("a choice: until “Saved.”", [took for one in found for took in one.chosen], places=3)
        row("typing: last key until “Saved.” (0.7 s of it: its pause)", [t for one in found for t in one.typed], places=3)


def print_crowd(run: Run, crowd: Crowd) -> None:
    """What the simulated learners met with."""
    many = len(crowd.learners)
    print(f"Simulated learners: {many} began within the time above; all had answered their session after {run.arrived_in:.0f} s")
    if run.alone:
        first = run.alone[0]
        print(f"  each asks for the {len(first.recorded)} files that the browser asked for ({first.bytes / 1e6:.1f} MB)")
    for what in ("sign-in", "sign-in and start", "files of the page", "start page: all its cells ran",
                 "sign-in to start page awake", "session: all its cells ran"):
        row(what, crowd.seconds(what))
    row("answer to acknowledgement", crowd.seconds("answer to acknowledgement"), places=3)
    print(f"  answers acknowledged and on the disk: {sum(len(one.diary.keys) - len(one.lost()) for one in crowd.learners)} "
          f"of {sum(len(one.diary.keys) for one in crowd.learners)}; "
          f"told to come back later (429): {sum(one.diary.turned_away for one in crowd.learners)} times")
    print("Processor seconds for each, from sign-in to a whole session answered")
    for who, used in run.spent.items():
        print(f"  {who:<58} {used / many if who != 'browser' else used:.2f} s{' (all)' if who == 'browser' else ''}")
    print("Processors busy while all type without a stop (of all together)")
    for who, busy in run.typing.items():
        print(f"  {who:<58} {busy:.3f}")


def print_memory(run: Run) -> None:
    """Memory of each learner, and beside them the stock servers."""
    print(f"Memory for each learner in MB (PSS: what processes share is shared out; target: {TARGET_MB} MB with one session)")
    none, one, start, three = (list(run.memory[name].values()) for name in (
        "no session", "one session", "and the start page", "three sessions"))
    row("the server, all sessions ended", [found.server for found in none], " MB", 0)
    row("the server, one session open", [found.server for found in one], " MB", 0)
    row("a session's kernel", [weight for found in one for weight in found.kernels.values()], " MB", 0)
    whole = [found.whole for found in one]
    row("one session open", whole, " MB", 0)
    row("the first ten seconds of it: the start page as well", [found.whole for found in start], " MB", 0)
    row("three sessions open", [found.whole for found in three], " MB", 0)
    row("what a limit on data (RLIMIT_DATA) counts, the largest process", [max(found.data) for found in three if found.data],
        " MB", 0)
    beside = [found.whole for found in run.stock]
    row("stock JupyterLab with an empty notebook that ran", beside, " MB", 0)
    print(f"  ratio to stock, one session open                              {ratio(whole, beside):.2f}")
    for name in ("one session", "three sessions"):
        print(f"  the machine's free memory, less than with nobody: {name:<15}"
              f"{(run.free['nobody'] - run.free[name]) / max(1, len(one)):.0f} MB for each")


def ratio(first: Sequence[float], second: Sequence[float]) -> float:
    """The ratio of the medians."""
    return statistics.median(first) / statistics.median(second)


def print_projection(run: Run, crowd: Crowd) -> None:
    """The arithmetic for more people, as a table for the guide."""
    many = len(crowd.learners)
    whole = statistics.median(found.whole for found in run.memory["one session"].values())
    one = Measured(whole, run.spent["learners"] / many, run.typing["learners"] / many, run.spent["hub"] / many,
                   run.spent["proxy"] / many)
    print(f"Projection: {one}; arriving within {ARRIVING_MINUTES:.0f} minutes")
    print("| People | there at once | memory | processors while arriving | while typing | to have | the hub's process | the proxy's |")
    print("|---|---|---|---|---|---|---|---|")
    for people, share in PEOPLE:
        print(need(people, share, one).row())
