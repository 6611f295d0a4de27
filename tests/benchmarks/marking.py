"""What `peer-course mark` and `peer-course feedback` cost for a group, beside nbgrader with its default settings.

Run by hand: `python tests/benchmarks/marking.py` (half an hour), `--quick` (three minutes), `--linear` (1,000 hand-ins
by our command alone, with memory). Both sides get the same task and the same hand-ins, in turn; nbgrader's course
sets folder names only. Everything lies in a temporary folder. How the course is made: `marking_course.py`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from figures import conditions
from marking_course import OURS, STOCK, Course, a_person_reads, commands, fresh, made, run, totals


@dataclass
class Times:
    """Seconds of whole commands: by what was done, whose command it was, and how many had handed in.

    Each run is two figures: by the clock, and of the processor (kernels included), which others on the same
    computer change less.
    """

    taken: dict[tuple[str, str, int], list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, what: str, whose: str, many: int, seconds: tuple[float, float]) -> None:
        """Note one run, and show it."""
        self.taken.setdefault((what, whose, many), []).append(seconds)
        print(f"    {what:<8} {whose:<11} {many:>4} hand-ins {seconds[0]:8.1f} s   of the processor {seconds[1]:8.2f} s",
              flush=True)

    def whole(self, what: str, whose: str, many: int, figure: int) -> float:
        """Return the median of a whole command; `figure` 0 is by the clock, 1 of the processor."""
        return statistics.median(run[figure] for run in self.taken[what, whose, many])

    def each(self, what: str, whose: str, few: int, many: int, figure: int) -> float:
        """Return what one more hand-in costs: the slope between a small and a large group."""
        return (self.whole(what, whose, many, figure) - self.whole(what, whose, few, figure)) / (many - few)


def main() -> None:
    """Measure and print; nothing passes or is refused."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true", help="4, 8 and 16 hand-ins instead of 20, 60 and 200")
    words.add_argument("--linear", action="store_true", help="only: 1,000 hand-ins by our command, with memory")
    words.add_argument("--rounds", type=int, default=2, help="runs of each sort (the largest group: one)")
    words.add_argument("--only", choices=["light", "heavy"], help="only one of the two sorts of hand-in")
    asked = words.parse_args()
    print(conditions())
    with tempfile.TemporaryDirectory(prefix="marking-") as place:
        if asked.linear:
            linear(Path(place))
        else:
            for sort in [asked.only] if asked.only else ["light", "heavy"]:
                beside(Path(place) / sort, sort, (4, 8, 16) if asked.quick else (20, 60, 200), asked.rounds)
    print(conditions())


def beside(place: Path, sort: str, groups: tuple[int, int, int], rounds: int) -> None:
    """Measure both sides in turn, for three sizes of a group."""
    imports = "with a pandas import" if sort == "heavy" else "without imports"
    print(f"\nHand-ins of 25 cells, five of them reflections of 250 words, {imports}")
    times, same = Times(), True
    for many in groups:
        courses = [made(place / f"{whose}-{many}", whose, sort, many) for whose in (STOCK, OURS)]
        for number in range(1 if many == groups[-1] else rounds):
            for course in courses if number % 2 else courses[::-1]:
                fresh(course)
                one_round(course, times)
            same = same and totals(courses[0]) == totals(courses[1])
    tell(times, groups, same)


def one_round(course: Course, times: Times) -> None:
    """Run the two commands of one side over one group."""
    mark, feedback = commands(course.whose)
    times.add("mark", course.whose, course.many, run(course, *mark))
    a_person_reads(course)
    times.add("feedback", course.whose, course.many, run(course, *feedback))


def tell(times: Times, groups: tuple[int, int, int], same: bool) -> None:
    """Print what one hand-in and a whole command cost, as ratios."""
    few, middle, many = groups
    for what, for_each, for_all in (("mark", 20, 10), ("feedback", 4, 1.5)):
        for figure, kind in enumerate(("by the clock", "of the processor")):
            pair = [times.each(what, whose, few, many, figure) for whose in (STOCK, OURS)]
            print(f"  {what}, {kind}: each hand-in {compared(*pair)}  (target: at least {for_each})")
            pair = [times.whole(what, whose, middle, figure) for whose in (STOCK, OURS)]
            print(f"  {what}, {kind}: whole command at {middle} {compared(*pair)}  (target: at least {for_all})")
    print(f"  totals of every learner: {'the same on both sides' if same else 'NOT THE SAME'}", flush=True)


def compared(theirs: float, ours: float) -> str:
    """Return two figures and their ratio, or that other programs disturbed them too much."""
    if min(theirs, ours) <= 0:
        return f"{theirs:.3f} s and {ours:.3f} s: other programs disturbed this too much to say"
    return f"{theirs:.3f} s and {ours:.3f} s, {theirs / ours:.1f} times lower"


def linear(place: Path, many: int = 1000, step: int = 100) -> None:
    """Print, for every hundred of a large group, what each hand-in costs and how much memory is in use."""
    import psutil
    from peer_course.marking import bulk_feedback, bulk_mark

    course = made(place / "large", OURS, "light", many)
    own = psutil.Process()
    with bulk_mark.run(course.folder) as marking:
        print("\nmark:")
        hundreds(marking, step, own)
    a_person_reads(course)
    print("feedback (pages written, not sent):")
    hundreds(bulk_feedback.Run(course.folder, send=False), step, own)


def hundreds(under_way, step: int, own) -> None:
    """Take hand-ins one by one, printing a line now and then."""
    begun = time.perf_counter(), time.process_time()
    for count, hand_in in enumerate(under_way.hand_ins, start=1):
        outcome = under_way.take(hand_in)
        if outcome.say:
            sys.exit(f"{hand_in.learner}: {outcome.say}")
        if count % step == 0:
            clock, processor = (time.perf_counter() - begun[0]) / step, (time.process_time() - begun[1]) / step
            print(f"  {count:>5} done   {clock:.4f} s each, of the processor {processor:.4f} s   "
                  f"{own.memory_info().rss / 2**20:.0f} MiB", flush=True)
            begun = time.perf_counter(), time.process_time()


if __name__ == "__main__":
    main()
