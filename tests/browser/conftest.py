"""What browser tests share: windows of one browser, and one server with a copy of the course that git watches."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import desk_course
import pytest
from lab_server import lab_server
from peer_course.library import compile
from peer_course.marking.course_folder import CourseFolder
from peer_course.marking.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
STRANGER = "from pathlib import Path\nPath('stranger-was-here').touch()"


@pytest.fixture(scope="session")
def warm(browser):
    """What the browser keeps between tests: JupyterLab's own files, so that they are loaded once."""
    with contextlib.closing(browser.new_context(viewport={"width": 1280, "height": 900})) as context:
        yield context


@pytest.fixture
def page(warm):
    """A window of 1280 by 900; whatever a test has opened beside it is closed with it."""
    yield warm.new_page()
    for window in list(warm.pages):
        window.close()


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Path:
    """A copy of the course as a learner has it: sessions, two fetched tasks, and some files of strangers."""
    folder = tmp_path_factory.mktemp("course")
    unwanted = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=unwanted)
    shutil.copytree(ROOT / "release", folder / "my-work", ignore=unwanted)
    (folder / "notebooks" / "peer_course.py").write_text("raise SystemExit('imported from beside the page')\n")
    (folder / "own").mkdir()
    listed = _listed_cell(folder / "notebooks" / "02-what-is-recovery.ipynb")
    _notebook(folder / "own" / "foreign.ipynb", STRANGER)
    _notebook(folder / "own" / "mixed.ipynb", STRANGER, listed, listed + "\n" + STRANGER)
    (folder / ".gitignore").write_text(".ipynb_checkpoints/\n")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The course"]):
        who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.invalid"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="session")
def lab(course, tmp_path_factory):
    """A learner's server for the whole run: /doc is JupyterLab's calm view, /notebooks is Notebook 7."""
    with lab_server(course, tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def task(page, course):
    """The file of a task, as it was handed out; it is so again afterwards, when no page is open that could save it."""
    file = course / "my-work" / "02-worldviews" / "02-worldviews.ipynb"
    before = file.read_text(encoding="utf-8")
    yield file
    page.close()
    file.write_text(before, encoding="utf-8")


@pytest.fixture(scope="session")
def desk_made(tmp_path_factory):
    """A course with three hand-ins for the marking desk, which nobody writes to."""
    with pytest.MonkeyPatch.context() as patch:
        # nbgrader looks for its own tool for new gradebooks on the PATH.
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        folder = tmp_path_factory.mktemp("desk")
        made = desk_course.make(folder)
        patch.setenv("PEER_COURSE_CONTENT", str(folder / "content"))
        patch.setenv("PEER_COURSE_HOME", str(folder / "home"))
        compile.main([])
    return made


@pytest.fixture
def desk_place(desk_made, tmp_path, own_store, monkeypatch):
    """A copy of it for one test, with words that name somebody to call."""
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(desk_made.root.parent / "content"))
    monkeypatch.setenv("PEER_COURSE_HOME", str(desk_made.root.parent / "home"))
    shutil.copytree(desk_made.root, tmp_path / "course")
    return CourseFolder(tmp_path / "course", tmp_path / "exchange")


@pytest.fixture
def desk_page(page, desk_place):
    """The desk of a tutor on a bare page, with nothing chosen yet."""
    return desk_course.DeskPage(page).show_desk(Desk(desk_place, "morag"))


def _listed_cell(page: Path) -> str:
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _notebook(path: Path, *sources: str) -> None:
    cells = [
        {"cell_type": "code", "execution_count": None, "id": f"c{n}", "metadata": {}, "outputs": [], "source": text}
        for n, text in enumerate(sources)
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
