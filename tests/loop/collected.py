"""A course in a temporary folder into which hand-ins were collected, without the exchange: for many small tests."""

import json
import logging
import shutil
import sqlite3
from pathlib import Path

from click.testing import CliRunner
from peer_course.marking.course_folder import CourseFolder

ROOT = Path(__file__).resolve().parents[2]
TASK = "07-writing-about-people"
STUB = "*Write here, in your own words.*"
TIME = "2026-11-02 10:00:00.000000 UTC"
LATER = "2026-11-03 10:00:00.000000 UTC"


def made(folder: Path, task: str = TASK) -> CourseFolder:
    """Make a course whose gradebook knows one task."""
    from nbgrader.converters import GenerateAssignment

    for part in ("source", "release"):
        shutil.copytree(ROOT / part / task, folder / part / task)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    convert(GenerateAssignment, folder, task)
    return CourseFolder(folder, folder / "exchange")


def copied(course: CourseFolder, folder: Path) -> CourseFolder:
    """Copy a course with all that lies in it."""
    shutil.copytree(course.root, folder, symlinks=True)
    return CourseFolder(folder, folder / "exchange")


def convert(converter, root: Path, task: str, student: str = "*") -> None:
    """Run one of nbgrader's own converters with the course's settings."""
    from nbgrader.coursedir import CourseDirectory
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    config = Config()
    nbgrader_settings.apply(config, root)
    config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = task, student
    log = logging.getLogger("test")
    converter(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()


def hand_in(course: CourseFolder, learner: str, *texts: str, change=None, time: str | None = TIME) -> Path:
    """Put a hand-in into submitted/ as collecting leaves it there, and return its folder."""
    nb = json.loads((course.release / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    for cell, text in zip(boxes(nb), texts, strict=False):
        cell["source"] = text
    if change:
        change(nb)
    folder = course.submitted / learner / TASK
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{TASK}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    (folder / "submission_secret.txt").write_text("a" * 128, encoding="utf-8")
    if time is not None:
        (folder / "timestamp.txt").write_text(time, encoding="utf-8")
    return folder


def boxes(nb: dict) -> list[dict]:
    """Give the answer cells of a notebook."""
    return [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]


def ready(course: CourseFolder, learner: str) -> str:
    """Give the words of what was made ready for reading."""
    path = course.autograded / learner / TASK / f"{TASK}.ipynb"
    return "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Give every file that can be seen below a folder: its permissions and what is in it."""
    return {str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)}


def rows(course: CourseFolder) -> dict[str, list[tuple]]:
    """Give all rows that marking writes into the gradebook, with names in place of random ids."""
    by_sheet = """from {table} x join submitted_notebook n on n.id = x.notebook_id
                  join submitted_assignment a on a.id = n.assignment_id
                  join base_cell c on c.id = x.cell_id order by 1, 2"""
    asked = {
        "learners": "select * from student order by id",
        "hand_ins": "select a.student_id, t.name, a.timestamp, a.extension from submitted_assignment a "
                    "join assignment t on t.id = a.assignment_id order by 1, 2",
        "sheets": "select a.student_id, t.name, n.flagged, n.late_submission_penalty from submitted_notebook n join "
                  "submitted_assignment a on a.id = n.assignment_id join notebook t on t.id = n.notebook_id order by 1",
        "grades": "select a.student_id, c.name, x.auto_score, x.manual_score, x.extra_credit, x.needs_manual_grade "
                  + by_sheet.format(table="grade"),
        "comments": "select a.student_id, c.name, x.auto_comment, x.manual_comment "
                    + by_sheet.format(table="comment"),
    }
    db = sqlite3.connect(course.gradebook)
    try:
        return {name: db.execute(query).fetchall() for name, query in asked.items()}
    finally:
        db.close()


def mark(*words):
    """Run `peer-course mark` where one stands, and give its result; a crash of it is a failure of the test."""
    from peer_course.cli import main

    ran = CliRunner().invoke(main, ["mark", *words])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran
