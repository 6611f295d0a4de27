"""A hub of the chart's version with ngshare as its service, and people who hand in through it.

The hub and ngshare run from the environment that deploy/kubernetes/ngshare/requirements.txt describes. Everything
listens on 127.0.0.1 and is ended by its own process id. What must not live here: any test.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import yaml
from hub_room import proxy_or_skip

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "deploy" / "kubernetes"
TOKEN = "for-this-test-alone-" + os.urandom(16).hex()
SECONDS = 60
PEOPLE = {"custom": {"people": {"tutors": ["kim"], "learners": ["anna", "ben"]}}}

# A person's server for the tests: it only shows the hub that it is there, and keeps the token that the hub gave it.
SEAT = """
import http.server, os, urllib.parse
open("token-" + os.environ["JUPYTERHUB_USER"], "w").write(os.environ["JUPYTERHUB_API_TOKEN"])
class Here(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    log_message = lambda *_: None
place = urllib.parse.urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
http.server.HTTPServer((place.hostname, place.port), Here).serve_forever()
"""


def made(requirements: Path, *more: str) -> Path:
    """An environment or folder of packages for this machine, made once; skips the test when it cannot be made."""
    text = requirements.read_bytes() + " ".join(more).encode() + sys.version.encode()
    place = Path(tempfile.gettempdir()) / f"peer-course-ngshare-{os.getuid()}-{hashlib.sha256(text).hexdigest()[:12]}"
    if not (place / "ready").is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        uv = [sys.executable, "-m", "uv"]
        steps = [[*uv, "pip", "install", "--target", str(place), "--no-deps", *more]] if more else [
            [*uv, "venv", "--python", sys.executable, str(place / "venv")],
            [*uv, "pip", "install", "--require-hashes", "--python", str(place / "venv" / "bin" / "python"),
             "-r", str(requirements)]]
        for step in steps:
            ran = subprocess.run(step, capture_output=True, text=True, timeout=600, check=False)
            if ran.returncode:
                pytest.skip(f"ngshare was not tried: its environment could not be made ({ran.stderr.strip()[-200:]}).")
        (place / "ready").touch()
    return place


def service_python() -> Path:
    return made(HERE / "ngshare" / "requirements.txt") / "venv" / "bin" / "python"


def exchange_packages() -> Path:
    pins = HERE / "image" / "requirements.txt"
    version = re.search(r"^ngshare-exchange==([^ \\]+)", pins.read_text("utf-8"), re.MULTILINE)[1]
    return made(pins, f"ngshare-exchange=={version}")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@dataclass
class Room:
    """The running hub and service, and where they keep their things."""

    folder: Path
    public: str
    api: str
    service: str

    @property
    def place(self) -> Path:
        return self.folder / "ngshare"

    def ask_hub(self, how: str, path: str, **given) -> requests.Response:
        return requests.request(how, f"{self.api}{path}", headers={"Authorization": f"token {TOKEN}"}, timeout=SECONDS, **given)

    def token(self, name: str) -> str:
        """Start this person's server and give the token that the hub gave it."""
        kept = self.folder / f"token-{name}"
        if not kept.is_file():
            self.ask_hub("post", f"/users/{name}")
            assert self.ask_hub("post", f"/users/{name}/server").status_code in (201, 202)
            wait(kept.is_file)
            wait(lambda: self.ask_hub("get", f"/users/{name}").json()["server"])
        return kept.read_text()

    def ask(self, name: str, how: str, path: str, **given) -> requests.Response:
        """What the service answers this person when they ask it directly."""
        headers = {"Authorization": f"token {self.token(name)}"} if name else {}
        return requests.request(how, self.service + path, headers=headers, timeout=SECONDS, **given)

    def tool(self, name: str, *words: str, **given) -> subprocess.CompletedProcess:
        """Run one of the administrator's tools as the README shows."""
        argv = [str(service_python()), str(HERE / "ngshare" / f"{name}.py"), *words, "--place", str(self.place)]
        return subprocess.run(argv, capture_output=True, timeout=SECONDS, check=False, **given)


def wait(seen, seconds: float = SECONDS) -> None:
    until = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.2)


def answers(address: str) -> bool:
    with contextlib.suppress(requests.RequestException):
        return requests.get(address, timeout=2).ok
    return False


@contextlib.contextmanager
def running(folder: Path):
    """The hub with its proxy, and ngshare started as the manifest says, until the end of the block."""
    proxy, python = proxy_or_skip(), service_python()
    ports = {name: free_port() for name in ("public", "hub", "proxy", "service")}
    room = Room(folder, *(f"http://127.0.0.1:{ports[name]}{path}" for name, path in (
        ("public", ""), ("hub", "/hub/api"), ("service", "/services/ngshare"))))
    (folder / "seat.py").write_text(SEAT)
    (room.place / "files").mkdir(parents=True)
    (folder / "jupyterhub_config.py").write_text(hub_config(folder, ports, proxy))
    started = []
    try:
        with (folder / "log").open("wb") as log:
            for argv, env in ((hub_command(python), {}), service_command(room, python, ports)):
                started.append(subprocess.Popen(argv, cwd=folder, env=os.environ | env, stdout=log, stderr=log,
                                                stdin=subprocess.DEVNULL))
        wait(lambda: answers(f"{room.api}/") and answers(f"{room.service.rsplit('/services', 1)[0]}/healthz"))
        yield room
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(60)


def hub_command(python: Path) -> list[str]:
    return [str(python), "-m", "jupyterhub", "-f", "jupyterhub_config.py"]


def hub_config(folder: Path, ports: dict, proxy: str) -> str:
    """A small hub with the services that values.yaml registers; the rest of the chart needs a cluster."""
    services = yaml.safe_load((HERE / "values.yaml").read_text("utf-8"))["hub"]["services"]
    services = [{"name": name, "api_token": TOKEN + name, **more} for name, more in services.items()]
    services.append({"name": "test", "api_token": TOKEN})
    role = {"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers"]}
    return f"""
c.JupyterHub.bind_url = "http://127.0.0.1:{ports['public']}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports['hub']}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports['proxy']}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.authenticator_class = "null"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.Spawner.cmd = [{sys.executable!r}, "seat.py"]
c.SimpleLocalProcessSpawner.home_dir_template = {str(folder)!r}
c.JupyterHub.services = {services!r}
c.JupyterHub.load_roles = [{role!r}]
"""


def service_command(room: Room, python: Path, ports: dict) -> tuple[list[str], dict[str, str]]:
    """ngshare's arguments and environment as the manifest has them, with this machine's addresses."""
    container = yaml.safe_load((HERE / "ngshare" / "deployment.yaml").read_text("utf-8"))[
        "spec"]["template"]["spec"]["containers"][0]
    env = {one["name"]: one.get("value", TOKEN + "ngshare") for one in container["env"]}
    env |= {"JUPYTERHUB_API_URL": room.api, "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{ports['service']}/"}
    arguments = [word.replace("/srv/ngshare", str(room.place)) for word in container["args"]]
    return [str(python), str(ROOT / "tests" / "hub" / "ngshare_on_loopback.py"), *arguments], env


@dataclass
class Person:
    """Somebody on the course, in a container of their own: nothing is shared but the service."""

    name: str
    room: Room
    root: Path

    @property
    def own(self) -> Path:
        return self.room.folder / "people" / self.name

    @property
    def env(self) -> dict[str, str]:
        return {
            "JUPYTERHUB_USER": self.name, "JUPYTERHUB_API_TOKEN": self.room.token(self.name),
            "PEER_COURSE_NGSHARE": self.room.service, "PYTHONPATH": str(exchange_packages()),
            "HOME": str(self.own), "JUPYTER_DATA_DIR": str(self.own / "jupyter"),
            "JUPYTER_CONFIG_DIR": str(self.own / "config"), "PEER_COURSE_HOME": str(self.own / "home"),
            "PEER_COURSE_WORK": str(self.own / "my-work"), "PEER_COURSE_EXCHANGE": str(self.own / "no-exchange"),
        }

    def run(self, *words: str, expect: int = 0, ours: bool = False) -> str:
        """Run a stock nbgrader command, or `peer-course …`, as this person."""
        start = ["-c", "from peer_course.cli import main; main()"] if ours else ["-m", "nbgrader"]
        ran = subprocess.run([sys.executable, *start, *words], cwd=self.root, env=os.environ | self.env,
                             text=True, timeout=180, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        assert ran.returncode == expect, ran.stdout
        return ran.stdout

    def say(self, code: str):
        """Run a line as this person's kernel would, and give what it says as JSON."""
        ran = subprocess.run([sys.executable, "-c", "import json; from peer_course import handing_in\n"
                              f"print(json.dumps({code}, default=str))"], cwd=self.root, env=os.environ | self.env,
                             text=True, timeout=180, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])
