"""The course that `marking.py` measures with: one task, as many hand-ins as asked, for nbgrader alone or for ours.

What must not live here: measuring, and any target.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from peer_course.marking.course_folder import CourseFolder

ROOT = Path(__file__).resolve().parents[2]
# A task of the course, so that there is a rubric; its notebook here is one of our own, larger than any real one.
TASK = "06-first-assessment"
STOCK, OURS = "nbgrader", "peer-course"
ANSWERS = 5
POINTS = 2.0
COMMENT = "You say plainly how it was, and where it was hard. I would have liked to hear more about *the second evening*."
ONLY_FOLDERS = """c = get_config()
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
"""
IMPORTS = {"light": "x = 1", "heavy": "import pandas as pd\npd.DataFrame({'day': [1, 2], 'mood': [3, 4]})"}
VOCABULARY = ("then when she he they said asked listened walked home evening morning friend group kettle window bus "
              "because although again slowly together nothing something enough first later often never kind tired "
              "quiet loud garden river letter phone doctor nurse sister brother week winter spring hope plan step")


@dataclass(frozen=True)
class Course:
    """A course in a temporary folder; `whose` says which commands it is for."""

    root: Path
    whose: str
    many: int

    @property
    def folder(self) -> CourseFolder:
        """Its places, as our own modules want them."""
        return CourseFolder(self.root, self.root / "exchange")


def made(root: Path, whose: str, sort: str, many: int) -> Course:
    """Make a course with hand-ins, and with a gradebook that knows the task."""
    course = Course(root, whose, many)
    (root / "source" / TASK).mkdir(parents=True)
    _write(root / "source" / TASK / f"{TASK}.ipynb", _task(sort))
    if whose == OURS:
        shutil.copy(ROOT / "nbgrader_config.py", root)
    else:
        (root / "nbgrader_config.py").write_text(ONLY_FOLDERS)
    run(course, "-m", "nbgrader", "generate_assignment", TASK)
    if whose == OURS:
        run(course, "-m", "nbgrader", "release_assignment", TASK)
    released = json.loads((root / "release" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    for number in range(many):
        _hand_in(course, number, json.loads(json.dumps(released)))
    shutil.copy(root / "gradebook.db", root / "gradebook.before")
    return course


def fresh(course: Course) -> None:
    """Bring a course back to the moment after collecting."""
    for step in ("autograded", "feedback"):
        shutil.rmtree(course.root / step, ignore_errors=True)
    for page in course.folder.inbound.glob("*/*.html"):
        page.unlink()
    course.folder.records.unlink(missing_ok=True)
    shutil.copy(course.root / "gradebook.before", course.root / "gradebook.db")


def commands(whose: str) -> tuple[list[str], list[str]]:
    """Return the two commands of one side, as words for Python."""
    if whose == STOCK:
        return ["-m", "nbgrader", "autograde", TASK], ["-m", "nbgrader", "generate_feedback", TASK]
    ours = ["-c", "from peer_course.cli import main; main()"]
    return [*ours, "mark", TASK], [*ours, "feedback", TASK]


def run(course: Course, *words: str) -> tuple[float, float]:
    """Run a command in the course's folder and return the seconds it took: by the clock, and of the processor."""
    bin_ = str(Path(sys.executable).parent)
    env = os.environ | {"PATH": os.pathsep.join([bin_, os.environ["PATH"]]), "JUPYTERHUB_USER": "tutor",
                        "PEER_COURSE_HOME": str(course.root / "home"), "PEER_COURSE_EXCHANGE": str(course.folder.exchange)}
    begun, before = time.perf_counter(), os.times()
    ran = subprocess.run([sys.executable, *words], cwd=course.root, env=env, text=True, capture_output=True)
    taken, after = time.perf_counter() - begun, os.times()
    if ran.returncode:
        sys.exit(f"{' '.join(words)} in {course.root}:\n{ran.stdout}\n{ran.stderr}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return taken, used


def a_person_reads(course: Course) -> None:
    """Give every answer the same points and comment in the gradebook; on our side, levels and a remark as well."""
    db = sqlite3.connect(course.root / "gradebook.db")
    with db:
        db.execute("update grade set manual_score = ?, needs_manual_grade = 0", (POINTS,))
        db.execute("update comment set manual_comment = ?", (COMMENT,))
    db.close()
    if course.whose == OURS:
        _fill_records(course)


def totals(course: Course) -> list[tuple[str, float]]:
    """Return every learner's total, as nbgrader's own gradebook gives it."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "peer_support") as book:
        return sorted((one["student"], one["score"]) for one in book.submission_dicts(TASK))


def _fill_records(course: Course) -> None:
    from peer_course.marking import records, rubrics

    levels = {one.id: one.levels[0].id for one in rubrics.rubric(TASK).criteria}
    names = [f"answer-{number}" for number in range(ANSWERS)]
    for stamp in course.root.glob(f"autograded/*/{TASK}/timestamp.txt"):
        records.save(course.folder, records.Marking(
            task=TASK, learner=stamp.parent.parent.name, handed_in=stamp.read_text().strip(), marker="tutor",
            outcome=records.MARKED, finished=records.now(), levels=levels, comments=dict.fromkeys(names, COMMENT),
            well="You found two places in the story.", next_step="Say how the first one helped.",
            mirrored=dict.fromkeys(names, COMMENT)))


def _task(sort: str) -> dict:
    cells = [_cell("markdown", "# A page about a story\n\nWrite in your own words.", "intro"),
             _cell("code", IMPORTS[sort])]
    for number in range(ANSWERS):
        cells += [_cell("markdown", f"## Question {number + 1}\n\nWhat happened, and what helped?", f"question-{number}"),
                  _cell("markdown", "*Write here, in your own words.*", f"answer-{number}", answer=True),
                  _cell("code", f"y = {number}")]
    while len(cells) < 25:
        cells.append(_cell("markdown", f"A thought to read, number {len(cells)}."))
    cells[-1] = _cell("code", "print('thank you')")
    return {"cells": [cell | {"id": f"cell-{place}"} for place, cell in enumerate(cells)], "nbformat": 4,
            "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
            "nbformat_minor": 5}


def _cell(kind: str, source: str, name: str = "", answer: bool = False) -> dict:
    box = {"schema_version": 3, "grade_id": name, "grade": answer, "solution": answer, "locked": not answer,
           "task": False, "cell_type": kind} | ({"points": int(POINTS)} if answer else {})
    cell = {"cell_type": kind, "metadata": {"nbgrader": box} if name else {}, "source": source}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def _hand_in(course: Course, number: int, nb: dict) -> None:
    words, known = random.Random(number), VOCABULARY.split()
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            text = " ".join(words.choices(known, k=250))
            cell["source"] = f"{text[:600]}.\n\nThen *this*: {text[600:]}"
    folder = course.root / "submitted" / f"learner-{number:04}" / TASK
    folder.mkdir(parents=True)
    _write(folder / f"{TASK}.ipynb", nb)
    stamp = f"2026-11-02 10:{number % 60:02}:00.000000 UTC"
    (folder / "timestamp.txt").write_text(stamp)
    (folder / "submission_secret.txt").write_text(f"{number:0128x}")
    if course.whose == OURS:  # Our command also sends each page, into the hand-in that lies in the exchange.
        shutil.copytree(folder, course.folder.inbound / f"learner-{number:04}+{TASK}+{stamp}+collected")


def _write(path: Path, nb: dict) -> None:
    path.write_text(json.dumps(nb, ensure_ascii=False, indent=1), encoding="utf-8")
