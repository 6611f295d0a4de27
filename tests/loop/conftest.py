"""One course for the loop: a copy in a temporary folder, and each person with folders of their own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import collected
import pytest
from desk_room import fixture_contact_known, fixture_made, fixture_place, fixture_sit  # noqa: F401 - of the desk

ROOT = Path(__file__).resolve().parents[2]
TASK = "07-writing-about-people"
STUB = "*Write here, in your own words.*"


@dataclass
class Person:
    """Somebody on the course; all share one system account here, so the hub's name tells them apart."""

    name: str
    root: Path
    logs: list[str] = field(default_factory=list)

    @property
    def own(self) -> Path:
        return self.root.parent / self.name

    @property
    def env(self) -> dict[str, str]:
        return {
            "JUPYTERHUB_USER": self.name,
            "HOME": str(self.own),
            "JUPYTER_DATA_DIR": str(self.own / "jupyter"),
            "JUPYTER_CONFIG_DIR": str(self.own / "config"),
            "PEER_COURSE_HOME": str(self.own / "home"),
            "PEER_COURSE_WORK": str(self.own / "my-work"),
            "PEER_COURSE_EXCHANGE": str(self.root.parent / "exchange"),
        }

    @property
    def notebook(self) -> Path:
        return self.own / "my-work" / TASK / f"{TASK}.ipynb"

    def run(self, *words: str, expect: int = 0) -> str:
        """Run a stock nbgrader command as this person from the course folder."""
        ran = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words], cwd=self.root, env=os.environ | self.env,
            text=True, timeout=120, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.logs.append(ran.stdout)
        assert ran.returncode == expect, ran.stdout
        return ran.stdout

    def write(self, *texts: str) -> None:
        """Put each text into one answer box, below the line that was there, as a learner would."""
        nb = json.loads(self.notebook.read_text(encoding="utf-8"))
        boxes = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        for cell, text in zip(boxes, texts, strict=False):
            cell["source"] = f"{STUB}\n\n{text}"
        self.notebook.write_text(json.dumps(nb, ensure_ascii=False), encoding="utf-8")

    def add(self, *cells: dict) -> None:
        """Add cells at the end, whatever they hold."""
        nb = json.loads(self.notebook.read_text(encoding="utf-8"))
        nb["cells"] += [{"id": f"new-{place}", "metadata": {}} | cell for place, cell in enumerate(cells)]
        self.notebook.write_text(json.dumps(nb, ensure_ascii=False), encoding="utf-8")

    def become(self, patch: pytest.MonkeyPatch) -> None:
        """Let this test process stand in for this person's kernel."""
        for name, value in self.env.items():
            patch.setenv(name, value)
        patch.chdir(self.root)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Copy what the loop needs of the course."""
    root = tmp_path_factory.mktemp("loop") / "course"
    for part in ("source", "release"):
        (root / part).mkdir(parents=True)
        shutil.copytree(ROOT / part / TASK, root / part / TASK)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


@pytest.fixture(scope="module")
def person(course):
    """Make somebody of the course by name."""
    def made(name: str) -> Person:
        (course.parent / name).mkdir(exist_ok=True)
        return Person(name, course)
    return made


@pytest.fixture(scope="session")
def task() -> str:
    """The task that the loop goes through."""
    return TASK


@pytest.fixture(scope="session")
def course_template(tmp_path_factory) -> Path:
    """A course whose gradebook knows the task and nobody yet; tests copy it."""
    from nbgrader.apps import NbGraderAPI
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    root = tmp_path_factory.mktemp("template") / "course"
    for part in ("source", "release"):
        shutil.copytree(ROOT / part / TASK, root / part / TASK)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    config = Config()
    nbgrader_settings.apply(config, root)
    made = NbGraderAPI(config=config).generate_assignment(TASK)
    assert made["success"], made
    return root


@pytest.fixture(scope="session")
def collected_once(tmp_path_factory):
    return collected.made(tmp_path_factory.mktemp("collected") / "course")


@pytest.fixture
def collected_course(collected_once, tmp_path, monkeypatch):
    """A copy of a course to which hand-ins can be added as if collected; commands are run from its folder."""
    made = collected.copied(collected_once, tmp_path / "course")
    monkeypatch.chdir(made.root)
    return made
