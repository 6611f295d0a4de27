"""Many simulated learners at once. Trouble ends one person's visit, is named in the report, and the others go on.

What must not live here: what a learner does (`hub_learner`).
"""

from __future__ import annotations

import contextlib
import threading
import time

from hub_learner import Learner

LONGEST = 900.0  # seconds for everything that all do together


class Crowd:
    """Many learners at once, each with a thread of their own."""

    def __init__(self, learners: list[Learner]):
        self.learners = learners

    def well(self) -> list[Learner]:
        """Those whose visit has not ended in trouble."""
        return [one for one in self.learners if not one.diary.troubles]

    def begin(self, do, over: float = 0.0) -> list[threading.Thread]:
        """Let everybody who is well do something; beginnings are spread evenly over so many seconds."""
        everybody = self.well()
        gap = over / max(1, len(everybody))
        threads = [threading.Thread(target=self._guarded, args=(do, one, n * gap), name=one.name, daemon=True)
                   for n, one in enumerate(everybody)]
        for thread in threads:
            thread.start()
        return threads

    def all_do(self, do, over: float = 0.0) -> float:
        """The same, and wait until all are done; returns seconds."""
        begun = time.perf_counter()
        self.finish(self.begin(do, over))
        return time.perf_counter() - begun

    def finish(self, threads: list[threading.Thread]) -> None:
        """Wait for threads; whoever takes far too long is named, and no longer waited for."""
        end = time.monotonic() + LONGEST
        for thread in threads:
            thread.join(max(0.1, end - time.monotonic()))
            if thread.is_alive():
                one = next(one for one in self.learners if one.name == thread.name)
                one.diary.troubles.append(f"{one.name}: had not finished after {LONGEST:.0f} s")

    @staticmethod
    def _guarded(do, one: Learner, wait: float) -> None:
        time.sleep(wait)
        try:
            do(one)
        except Exception as e:  # Each trouble is named in the report; the others go on.
            one.diary.troubles.append(f"{one.name}: {type(e).__name__}: {str(e)[:300]}")

    def seconds(self, what: str) -> list[float]:
        """All times of one name, over all learners."""
        return [took for one in self.learners for took in one.diary.seconds.get(what, ())]

    def troubles(self) -> list[str]:
        """All that went amiss, and every acknowledged answer that is not on the disk."""
        lost = [f"{one.name}: acknowledged and not on the disk: {key}" for one in self.learners for key in one.lost()]
        return [line for one in self.learners for line in one.diary.troubles] + lost

    def hang_up(self) -> None:
        """Hang up everything."""
        for one in self.learners:
            with contextlib.suppress(Exception):
                one.hang_up()
