"""How benchmarks turn many runs into a few figures: medians with quartiles, and ratios of runs made side by side.

What must not live here: what is measured, or any target (each benchmark says its own).
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence

FEWEST = 15


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median and the upper quartile."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def shown(values: Sequence[float], unit: str = "", places: int = 2) -> str:
    """The median, with the quartiles in brackets."""
    low, middle, high = quartiles(values)
    return f"{middle:.{places}f}{unit} [{low:.{places}f} to {high:.{places}f}]"


def row(name: str, values: Sequence[float], unit: str = "", places: int = 2) -> None:
    """Print one line: a name, the median, the quartiles, the number of runs."""
    print(f"  {name:<54} {shown(values, unit, places)}  n={len(values)}", flush=True)


def ratio(first: Sequence[float], second: Sequence[float]) -> float:
    """The ratio of the medians of two things measured in one loop."""
    return statistics.median(first) / statistics.median(second)


def ratio_row(name: str, first: Sequence[float], second: Sequence[float], target: float | None = None) -> None:
    """Print the ratio of the medians, and the quartiles of the ratios of neighbouring runs."""
    pairs = [a / b for a, b in zip(first, second, strict=True)]
    wanted = "" if target is None else f"  (target: at most {target})"
    print(f"  {name:<54} {ratio(first, second):.3f}; neighbours {shown(pairs, places=3)}{wanted}", flush=True)


def beyond_row(name: str, first: Sequence[float], second: Sequence[float], unit: str, target: float) -> None:
    """Print how far neighbouring runs lie apart: the median of the differences with its quartiles."""
    apart = [a - b for a, b in zip(first, second, strict=True)]
    print(f"  {name:<54} {shown(apart, unit)}  (target: at most {target}{unit})", flush=True)


def conditions() -> str:
    """What else the computer is doing: noisy when others use it too."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{os.cpu_count()} processors, load average {load}"
