"""A cohort on a real hub for the load benchmark: accounts of their own, the pack's own configuration, ports aside.

Beside the learners stand a few accounts whose server is a stock JupyterLab, started by the same hub, to compare with.
Everything is ended by its own process id, and accounts and folders go. What must not live here: any measuring.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from cohort_room import Cohort, cohort
from hub_room import proxy_or_skip
from peer_course.hub import passwords, running, settings_file, trial

# Left off in the stock server: what nbgrader and Jupytext bring, so that it is a plain JupyterLab.
NOT_JUPYTERLABS = ("jupyterlab_jupytext", *(f"nbgrader.server_extensions.{name}" for name in (
    "assignment_list", "course_list", "formgrader", "validate_assignment")))
CONFIG = """
import sys
exec(open({config!r}).read())
c.JupyterHub.bind_url = 'http://127.0.0.1:{ports[0]}'
c.JupyterHub.hub_port = {ports[1]}
c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports[2]}'
{more}
ours = c.Spawner.pre_spawn_hook


def before(spawner):
    if spawner.user.name not in {stock!r}:
        return ours(spawner)
    spawner.cmd = [sys.executable, '-m', 'jupyterhub.singleuser']
    spawner.args = ['--ServerApp.jpserver_extensions=' + repr(dict.fromkeys({off!r}, False))]


c.Spawner.pre_spawn_hook = before
"""


@dataclass
class Served:
    """A hub that answers: the address and passwords (`made`), who is who, and the ids of hub and proxy."""

    made: trial.Trial
    learners: list[str]
    stock: list[str]
    hub: int
    proxy: list[int]
    folder: Path

    def home(self, name: str) -> Path:
        """The home of an account."""
        return self.folder / name

    def log(self) -> str:
        """What the hub has said."""
        return (self.folder / "data" / "hub" / "hub.log").read_text(encoding="utf-8", errors="replace")


def _been_here(room: Cohort, names: list[str]) -> None:
    once = room.folder / "once"
    env = os.environ | {"PEER_COURSE_HOME": str(once), "PEER_COURSE_CONTENT": str(room.folder / "data" / "content")}
    subprocess.run([sys.executable, "-m", "peer_course.library.compile"], env=env, check=True)
    for name in names:
        own = room.home(name) / ".local" / "share" / "peer-course"
        shutil.copytree(once / "compiled", own / "compiled")
        for place in (room.home(name) / ".local", *(room.home(name) / ".local").rglob("*")):
            shutil.chown(place, name, name)
            place.chmod(0o700 if place.is_dir() else 0o600)


@contextlib.contextmanager
def served(learners: int, stock: int, more: str = "", first_evening: bool = False) -> Iterator[Served]:
    """Serve that many people; `more` is added to the hub's configuration, to try a setting.

    Unless it is their first evening, people's homes hold what an earlier evening has left there: the course's words
    in the form that kernels read, which each home keeps for itself.
    """
    with cohort(tutors=1, learners=learners + stock) as room:
        if not first_evening:
            _been_here(room, room.learners[:learners])
        given = {name: passwords.generated() for name in room.learners}
        passwords.put(settings_file.read(room.file).passwords, given)
        ports, plain = trial._any_free(3), room.learners[learners:]
        config = room.folder / "config.py"
        config.write_text(CONFIG.format(config=str(trial.CONFIG), ports=ports, stock=plain, off=NOT_JUPYTERLABS, more=more),
                          encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if not name.startswith("PEER_COURSE_")}
        env |= {"PEER_COURSE_PROXY": proxy_or_skip(), "PEER_COURSE_HUB": str(room.file)}
        made = trial.Trial(room.folder, f"http://127.0.0.1:{ports[0]}", given)
        hub = running.Hub([sys.executable, "-m", "jupyterhub", "-f", str(config)], env, room.folder / "data" / "hub")
        try:
            hub.wait(made.url)
            proxy = [one.pid for one in psutil.Process(hub.process.pid).children(recursive=True) if one.name() == "node"]
            yield Served(made, room.learners[:learners], plain, hub.process.pid, proxy, room.folder)
        finally:
            hub.end()
            # The hub of a cohort leaves people's servers alone when it ends.
            names = {*room.tutors, *room.learners}
            running.end_all([one for one in psutil.process_iter(["username"]) if one.info["username"] in names])
