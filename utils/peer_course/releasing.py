"""Reflective tasks from source/ to release/, with nbgrader's own steps, and whether release/ is fresh.

Here: building, and the ledger that tells which source a release was built from.
nbgrader is loaded only when a release is built.
"""

import filecmp
import hashlib
import json
import logging
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from . import handover, notebooks

LEDGER = "built-from.json"


def release(task: str, root: Path | None = None, into: Path | None = None) -> bool:
    """Build what learners get of one task, with nbgrader's own steps, and tell whether release/ changed.

    `into` builds in another folder than release/. Raises ValueError with the task's problems, one a line.
    """
    root = root or handover.root()
    problems = notebooks.task_problems(root / "source" / task)
    if problems:
        raise ValueError("\n".join(problems))
    target = (into or root / "release") / task
    with tempfile.TemporaryDirectory() as fresh:
        _generate(task, root, Path(fresh))
        built = Path(fresh, task)
        changed = not (target.is_dir() and _same(built, target))
        if changed:
            if target.is_dir():
                shutil.rmtree(target)
            shutil.copytree(built, target)
    if into is None:
        _note(task, root)
    return changed


def is_released(task: str, root: Path) -> bool:
    """Tell whether release/ holds what a fresh build of the task would give.

    The ledger of the last build answers at once; a build is made only when it knows nothing of these files.
    """
    if _ledger(root).get(task) == _fingerprint(task, root):
        return True
    with tempfile.TemporaryDirectory() as fresh:
        _generate(task, root, Path(fresh))
        target = root / "release" / task
        return target.is_dir() and _same(Path(fresh, task), target)


def release_tasks(names: list[str], root: Path | None = None) -> list[str]:
    """Build the named tasks (all when none is named) and say, one sentence each, what was done.

    Raises ValueError when a task has problems; tasks before it are built.
    """
    root = root or handover.root()
    return [f"{name}: release/ is new." if release(name, root) else f"{name}: release/ was up to date."
            for name in names or notebooks.tasks(root)]


def _generate(task: str, root: Path, into: Path) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from . import nbgrader_settings

    config = Config()
    nbgrader_settings.apply(config, root)
    config.CourseDirectory.release_directory = str(into)
    config.CourseDirectory.assignment_id = task
    # A build only writes files; what the gradebook knows is nbgrader's own command's to say.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    quiet = logging.getLogger("peer_course.release")
    quiet.setLevel(logging.ERROR)
    GenerateAssignment(coursedir=CourseDirectory(config=config, log=quiet), config=config, log=quiet).start()


def _same(one: Path, other: Path) -> bool:
    compared = filecmp.dircmp(one, other, ignore=[".ipynb_checkpoints"])
    return not (compared.left_only or compared.right_only) and not any(
        filecmp.cmpfiles(one, other, compared.common_files, shallow=False)[1:])


def _ledger(root: Path) -> dict[str, str]:
    try:
        held = json.loads((root / "release" / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _note(task: str, root: Path) -> None:
    """Write down what this release was built from and what came of it."""
    there = [name for name in notebooks.tasks(root) if (root / "release" / name).is_dir()]
    ledger = {name: mark for name, mark in _ledger(root).items() if name in there} | {task: _fingerprint(task, root)}
    path = root / "release" / LEDGER
    text = json.dumps(dict(sorted(ledger.items())), indent=1) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def _fingerprint(task: str, root: Path) -> str:
    """A mark that changes with the source, with what was built of it, and with the version of nbgrader."""
    digest = hashlib.sha256(version("nbgrader").encode())
    for folder in ("source", "release"):
        files = (p for p in (root / folder / task).rglob("*") if p.is_file() and ".ipynb_checkpoints" not in p.parts)
        for path in sorted(files):
            digest.update(f"\0{folder}/{path.relative_to(root / folder).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
