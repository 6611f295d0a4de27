"""What a person's processes hold and have used: memory as the system shares it out, seconds of the processor.

PSS counts a page of memory that several processes share in equal parts with each of them, so the sum over all
processes is what the machine really holds. Linux only. What must not live here: whose processes these are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MEGABYTE = 1e6
SERVER, KERNEL = "jupyterhub.singleuser", "ipykernel_launcher"


@dataclass
class Held:
    """The memory of one person in MB: of the server, of each kernel by its id, of anything else that runs."""

    server: float = 0.0
    kernels: dict[str, float] = field(default_factory=dict)
    other: float = 0.0
    data: list[float] = field(default_factory=list)  # what RLIMIT_DATA counts, for each process

    @property
    def whole(self) -> float:
        return self.server + sum(self.kernels.values()) + self.other


def pss(pid: int) -> float:
    """The proportional set size of one process in MB. Raises OSError when it has ended."""
    found = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Pss:\s+(\d+) kB", found, re.M)[1]) * 1024 / MEGABYTE


def data(pid: int) -> float:
    """What counts towards a limit on a process's data (VmData) in MB."""
    found = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(re.search(r"^VmData:\s+(\d+) kB", found, re.M)[1]) * 1024 / MEGABYTE


def held(names: list[str]) -> dict[str, Held]:
    """The memory of each of these accounts."""
    found = {name: Held() for name in names}
    for one in psutil.process_iter(["username", "cmdline"]):
        person, line = found.get(one.info["username"]), " ".join(one.info["cmdline"] or ())
        if person is None:
            continue
        try:
            weight = pss(one.pid)
            person.data.append(data(one.pid))
        except (OSError, TypeError):
            continue  # just ended
        kernel = re.search(r"kernel-([0-9a-f-]{36})\.json", line)
        if kernel and KERNEL in line:
            person.kernels[kernel[1]] = weight
        elif SERVER in line:
            person.server = weight
        else:
            person.other += weight
    return found


def seconds(names: list[str]) -> float:
    """The processor time of everything these accounts run, with children that have ended, in seconds."""
    total = 0.0
    for one in psutil.process_iter(["username", "cpu_times"]):
        if one.info["username"] in names and one.info["cpu_times"]:
            total += sum(one.info["cpu_times"][:4])  # own and waited-for children, user and system
    return total


def seconds_of(pids: list[int]) -> float:
    """The processor time of some processes, without their children, in seconds."""
    total = 0.0
    for pid in pids:
        try:
            total += sum(psutil.Process(pid).cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return total
