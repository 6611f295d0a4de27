"""From what one learner needs to what a cohort needs: arithmetic on paper, every assumption a name.

What must not live here: measuring. A projection is no measurement; nobody has run more than a hall of 30.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

BASE_GB = 2.0  # the system, the hub, its proxy, the disk's cache
SPARE = 1.25  # a quarter more than the sum: hand-ins, a fourth session, a tutor who marks
ARRIVING_MINUTES = 5.0  # a group that begins together signs in within this time
HALF_BUSY = 0.5  # of the processors, so that nobody waits in a queue


@dataclass(frozen=True)
class Learner:
    """What was measured for one learner.

    `megabytes` while one session is open; `arrival_seconds` of the processor from signing in to a session answered;
    `working` processors while typing without a stop; `hub_seconds` and `proxy_seconds` of the one process that each
    of these two has, for each arrival.
    """

    megabytes: float
    arrival_seconds: float
    working: float
    hub_seconds: float
    proxy_seconds: float


@dataclass(frozen=True)
class Need:
    """What learners who are there at once need, and how busy the one process of hub and proxy is while they arrive."""

    people: int
    there: int
    gigabytes: float
    arriving: float
    working: float
    hub_busy: float
    proxy_busy: float

    @property
    def processors(self) -> int:
        """Whole processors, so that the greater of the two loads keeps them busy by half."""
        return max(2, math.ceil(max(self.arriving, self.working) / HALF_BUSY))

    def row(self) -> str:
        """One line of a Markdown table."""
        return (f"| {self.people:,} | {self.there:,} | {self.gigabytes:.0f} GB | {self.arriving:.1f} | {self.working:.1f} "
                f"| {self.processors} | {self.hub_busy:.0%} | {self.proxy_busy:.0%} |")


def need(people: int, share: float, one: Learner, minutes: float = ARRIVING_MINUTES) -> Need:
    """Return what `people` need when this share of them is there at once and came within some minutes."""
    there = math.ceil(people * share)
    seconds = minutes * 60
    return Need(people, there, BASE_GB + there * one.megabytes * SPARE / 1000, there * one.arrival_seconds / seconds,
                there * one.working, there * one.hub_seconds / seconds, there * one.proxy_seconds / seconds)
