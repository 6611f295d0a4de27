"""release/ is what learners get: it must be what source/ gives, to the byte, whoever builds it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from peer_course import notebooks, releasing

ROOT = Path(__file__).resolve().parents[2]
TASKS = notebooks.tasks(ROOT)


def test_every_task_has_a_release_and_nothing_else_is_there():
    assert TASKS
    released = ROOT / "release"
    found = sorted(path.relative_to(released).as_posix() for path in released.rglob("*.ipynb")
                   if ".ipynb_checkpoints" not in path.parts)
    assert found == [f"{task}/{task}.ipynb" for task in TASKS]


@pytest.mark.parametrize("task", TASKS)
def test_the_committed_release_is_a_fresh_build_to_the_byte(task, tmp_path):
    releasing.release(task, ROOT, into=tmp_path)
    built = tmp_path / task / f"{task}.ipynb"
    assert built.read_bytes() == (ROOT / "release" / task / f"{task}.ipynb").read_bytes()


@pytest.mark.parametrize("task", TASKS)
def test_opening_and_saving_a_released_task_leaves_it_as_it_was(task):
    text = (ROOT / "release" / task / f"{task}.ipynb").read_text(encoding="utf-8")
    assert notebooks.tidy(text) == text


@pytest.mark.parametrize("task", TASKS)
def test_no_note_for_tutors_reaches_learners(task):
    released = (ROOT / "release" / task / f"{task}.ipynb").read_text(encoding="utf-8")
    source = json.loads((ROOT / "source" / task / f"{task}.ipynb").read_text(encoding="utf-8"))
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            lines = [line.strip() for line in cell["source"] if len(line.strip()) > 20]
            assert lines and not [line for line in lines if line in released]


@pytest.mark.loop
def test_the_stock_command_from_a_fresh_clone_builds_the_same_release(tmp_path):
    task = TASKS[0]
    for part in ("source", "release"):
        shutil.copytree(ROOT / part / task, tmp_path / part / task)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", task], cwd=tmp_path, check=True,
                   env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, timeout=120)
    stock = (tmp_path / "release" / task / f"{task}.ipynb").read_bytes()
    assert stock == (ROOT / "release" / task / f"{task}.ipynb").read_bytes()


def test_a_second_build_changes_nothing_and_says_so(tmp_path):
    course = tmp_path / "course"
    shutil.copytree(ROOT / "source" / TASKS[0], course / "source" / TASKS[0])
    assert releasing.release_tasks([], course) == [f"{TASKS[0]}: release/ is new."]
    assert releasing.release_tasks([], course) == [f"{TASKS[0]}: release/ was up to date."]


def test_a_task_with_problems_is_not_released(tmp_path):
    (tmp_path / "source/broken").mkdir(parents=True)
    with pytest.raises(ValueError, match=r"there is no broken\.ipynb"):
        releasing.release("broken", tmp_path)
    assert not (tmp_path / "release").exists()
