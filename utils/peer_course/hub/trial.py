"""A hub to try out: a tutor and two learners on this computer, in a temporary folder that goes away afterwards.

Everything runs under one account, so nothing here is private, and the pages say so. What must not live here:
anything that a real cohort uses; `configure` only turns the same configuration (`config`) towards this folder.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ..library import paths
from . import config, passwords, spawning
from .settings_file import NotReady, Settings

TUTOR, LEARNERS = "tutor", ("learner-1", "learner-2")
CONFIG = paths.ROOT / "deploy" / "jupyterhub" / "jupyterhub_config.py"
SHARED = ("notebooks", "release", "nbgrader_config.py")
TUTORS_OWN = ("source", "release", "tutors", "nbgrader_config.py")
NOT_PRIVATE = "This is a trial: not private. Everything here is deleted when the trial ends."
FIRST_PORT, PORTS_TO_TRY = 8000, 50


@dataclass(frozen=True)
class Trial:
    """A trial that is ready to start: its folder, its address, and the password of each person."""

    folder: Path
    url: str
    passwords: dict[str, str]

    @property
    def course(self) -> Path:
        """The shared pages."""
        return self.folder / "course"

    @property
    def tutors(self) -> Path:
        """The folder where the tutor works."""
        return self.folder / "data" / "tutors"

    def home(self, name: str) -> Path:
        """The home of one person."""
        return self.folder / "homes" / name


def make(folder: Path, port: int | None = None) -> Trial:
    """Make ready a trial in an empty folder. Raises NotReady when this is no checkout of the course."""
    if not CONFIG.is_file():
        raise NotReady("The trial needs the whole folder of the course, with deploy/ in it. Please run it from there.")
    shutil.copytree(paths.ROOT / "content", folder / "data" / "content", ignore=shutil.ignore_patterns(".*"))
    _name_tutor(folder / "data" / "content" / "course.yml")
    _copy(folder / "course", SHARED)
    tutors = folder / "data" / "tutors"
    _copy(tutors, TUTORS_OWN)
    (tutors / "content").symlink_to(folder / "data" / "content")
    (tutors / "notebooks").symlink_to(folder / "course" / "notebooks")
    # The guides name the commands as .venv/bin/…
    (tutors / ".venv").symlink_to(sys.prefix)
    for private in ("exchange", "data/hub", *(f"homes/{name}" for name in (TUTOR, *LEARNERS))):
        (folder / private).mkdir(mode=0o700, parents=True)
    ports = [port or _first_free(), *_any_free(2)]
    (folder / "data" / "hub" / "ports.json").write_text(json.dumps(ports), encoding="utf-8")
    given = {name: passwords.generated() for name in (TUTOR, *LEARNERS)}
    passwords.put(_settings(folder, ports[0]).passwords, given)
    return Trial(folder, f"http://127.0.0.1:{ports[0]}", given)


def command(trial: Trial) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment that start the hub of a trial; also again, after it was ended."""
    argv = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG)]
    left = {name: value for name, value in os.environ.items()
            if not name.startswith(("PEER_COURSE_", "JUPYTER", "CONFIGPROXY_")) or name == "PEER_COURSE_PROXY"}
    return argv, left | {"PEER_COURSE_TRIAL": str(trial.folder)}


def release_tasks(trial: Trial) -> subprocess.Popen:
    """Begin to release every task, as the tutor would; the gradebook knows them then."""
    own = trial.home(TUTOR) / ".local" / "share"
    env = os.environ | spawning.told(_settings(trial.folder, 1), "teach") | {
        "HOME": str(trial.home(TUTOR)), "JUPYTER_DATA_DIR": str(own / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(own / "config"), "PEER_COURSE_HOME": str(own / "peer-course")}
    with (trial.folder / "data" / "hub" / "tasks.log").open("wb") as log:
        return subprocess.Popen([sys.executable, "-m", "peer_course.hub.first_tasks"], cwd=trial.tutors, env=env,
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def configure(c, folder: Path) -> None:
    """Write the configuration of a trial into JupyterHub's `c`."""
    public, hub, api = json.loads((folder / "data" / "hub" / "ports.json").read_text(encoding="utf-8"))
    config.apply(c, _settings(folder, public))
    c.JupyterHub.bind_url = f"http://127.0.0.1:{public}"
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub}"
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{api}"
    c.JupyterHub.spawner_class = spawning.TrialSpawner
    c.SimpleLocalProcessSpawner.home_dir_template = str(folder / "homes" / "{username}")
    # Nobody waits for a trial to end.
    c.JupyterHub.cleanup_servers = True
    c.LocalProcessSpawner.interrupt_timeout = 2
    c.LocalProcessSpawner.term_timeout = 2
    c.JupyterHub.template_vars = {"announcement": NOT_PRIVATE}


def _settings(folder: Path, port: int) -> Settings:
    return Settings(
        course=folder / "course", exchange=folder / "exchange", data=folder / "data", tutors=(TUTOR,),
        learners=LEARNERS, administrators=(), authenticator="native-password-file", domain="127.0.0.1", port=port,
        subdomains=False, certificate="", key="", memory=400 * 1024**2, idle_server_minutes=60,
        idle_kernel_minutes=60, spawner="accounts", image="")


def _copy(into: Path, names: tuple[str, ...]) -> None:
    into.mkdir(parents=True)
    for name in names:
        if (paths.ROOT / name).is_dir():
            shutil.copytree(paths.ROOT / name, into / name, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy(paths.ROOT / name, into / name)


def _name_tutor(course: Path) -> None:
    """Enter a tutor, without whom the marking desk opens nothing."""
    text = course.read_text(encoding="utf-8")
    for field, said in (("name", "the tutor of this trial"), ("worry", "nobody: this is a trial")):
        text = text.replace(f"  {field}: null\n", f"  {field}: |-\n    {said}\n", 1)
    course.write_text(text, encoding="utf-8")


def _first_free() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise NotReady("No free port was found. Please end another server, or choose one with --port.")


def _any_free(count: int) -> list[int]:
    trials = [socket.socket() for _ in range(count)]
    try:
        for trial in trials:
            trial.bind(("127.0.0.1", 0))
        return [trial.getsockname()[1] for trial in trials]
    finally:
        for trial in trials:
            trial.close()
