"""Everything that the tutor's side holds of one person, in one folder: a page to read, the files, and the data.

Here: collecting it; nothing is changed or removed. The page itself is written in `take_out_page`.
"""

import csv
import datetime
import json
import os
import re
import shutil
import stat
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from . import arrivals, forget_rows, private_file, records, take_out_page, traces
from .course_folder import CourseFolder, NotPossible, gradebook

KINDS = ("steps", "inbound", "pages", "caches", "downloaded")


def holds(course: CourseFolder, learner: str) -> bool:
    """Tell whether anything is held of somebody. Raises NotPossible for what cannot be a name."""
    return bool(_paths(course, learner)) or learner in traces.in_databases(course)


@dataclass(frozen=True)
class Given:
    """A folder that was written for somebody, and the files that could not be put into it."""

    folder: Path
    missing: list[str]


def take_out(course: CourseFolder, learner: str, to: Path | None = None) -> Given:
    """Write the folder. Raises NotPossible when nothing is held, or there is something in `to`."""
    paths = _paths(course, learner)
    if not paths and learner not in traces.in_databases(course):
        raise NotPossible("Nothing is held here about anybody of this name. Nothing was written.")
    folder = (to or course.root / "given-out" / f"{_plain(learner)}-{datetime.date.today()}").absolute()
    _fresh(folder)
    missing: list[Path] = []
    data = {"learner": learner, "written": records.now(), "gradebook": _of_gradebook(course, learner),
            **_of_records(course, learner), "lists": _of_lists(course, learner, missing)}
    try:
        data["files"] = [name for path in paths for name in _copy(course, path, folder / "files", missing)]
        data["missing"] = [_within(course, path, path.parent)[1].as_posix() for path in dict.fromkeys(missing)]
        private_file.write(folder / "data.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        private_file.write(folder / "index.html", take_out_page.page(data, folder / "files"))
    except OSError as e:
        raise NotPossible(private_file.sentence(e, folder)) from e
    # So that erasing the person finds this folder as well.
    records.note_export(course, folder)
    return Given(folder, data["missing"])


def _paths(course: CourseFolder, learner: str) -> list[Path]:
    found = traces.find(course, traces.wanted(learner))
    return [path for kind in KINDS for path in getattr(found, kind)]


def _fresh(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotPossible(f"There is something in {folder} already, and it was left as it is. "
                          "Please choose another folder with --to.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as e:
        raise NotPossible(private_file.sentence(e, folder)) from e


def _plain(learner: str) -> str:
    return re.sub(r"[^\w.@-]", "_", learner).lstrip(".")[:60] or "person"


def _copy(course: CourseFolder, path: Path, into: Path, missing: list[Path]) -> list[str]:
    """Copy a file or a folder for this account alone; links are left out. Returns the names of the copies.

    What cannot be read is added to `missing`.
    """
    top, _ = _within(course, path, path.parent)
    inside = [path, *traces.walk(path, missing)] if traces.is_folder(path) else [path]
    copied = []
    for one in inside:
        kind = traces.mode_of(one)
        if kind and not stat.S_ISREG(kind):
            continue
        target = into / top.name / one.relative_to(top)
        if traces.ASIDE in str(target.relative_to(into)):
            target = into / "earlier" / one.relative_to(top)
        if _copy_file(one, target, missing):
            copied.append(target.relative_to(into).as_posix())
    return copied


def _copy_file(path: Path, target: Path, missing: list[Path]) -> bool:
    with ExitStack() as opened:
        try:
            source = opened.enter_context(arrivals.opened(path.parent, path.name))
        except OSError:
            missing.append(path)
            return False
        for folder in reversed([up for up in target.parents if not up.exists()]):
            folder.mkdir(mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            shutil.copyfileobj(source, file)
    return True


def _within(course: CourseFolder, path: Path, otherwise: Path) -> tuple[Path, Path]:
    """Return the folder of the course that something lies in, and its place in that."""
    top = next((one for one in (course.root, course.exchange) if path.is_relative_to(one)), otherwise)
    return top, path.relative_to(top)


def _of_gradebook(course: CourseFolder, learner: str) -> dict:
    if not course.gradebook.is_file():
        return {}
    with gradebook(course) as book:
        student = next((one for one in book.students if one.id == learner), None)
        if student is None:
            return {}
        return {"person": {"id": student.id, "first_name": student.first_name, "last_name": student.last_name,
                           "email": student.email, "lms_user_id": student.lms_user_id},
                "hand_ins": [_hand_in(one) for one in student.submissions]}


def _hand_in(one) -> dict:
    grades = [grade for notebook in one.notebooks for grade in notebook.grades]
    comments = [comment for notebook in one.notebooks for comment in notebook.comments]
    return {"task": one.assignment.name, "handed_in": str(one.timestamp or ""), "points": one.score,
            "out_of": one.max_score,
            "answers": [{"answer": grade.name, "points_by_a_person": grade.manual_score,
                         "points_by_a_machine": grade.auto_score, "extra": grade.extra_credit} for grade in grades],
            "comments": [{"answer": comment.name, "by_a_person": comment.manual_comment,
                          "by_itself": comment.auto_comment} for comment in comments]}


def _of_records(course: CourseFolder, learner: str) -> dict:
    if not course.records.is_file():
        return {"markings": [], "kept": [], "events": [], "notes": {}}
    with records.tables(course) as db:
        kept = db.execute("select at, task, role, handed_in, marker, body from kept where learner = ? order by at",
                          (learner,)).fetchall()
        notes = db.execute("select name, body from notes").fetchall()
    names = ("at", "task", "role", "handed_in", "marker", "body")
    return {"markings": [asdict(one) for one in records.every(course, learner=learner)],
            "kept": [dict(zip(names, row, strict=True)) | {"body": json.loads(row[-1])} for row in kept],
            "events": records.events(course, learner),
            # Only that a note names them: the rest of it is about others.
            "notes": sorted(name for name, body in notes if forget_rows.names(body, learner))}


def _of_lists(course: CourseFolder, learner: str, missing: list[Path]) -> list[dict]:
    whose = (learner, *forget_rows.names_of(course, learner))
    found = []
    for path in forget_rows.lists(course):
        try:
            rows = list(forget_rows.rows_of(path, whose))
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            continue
        except (OSError, csv.Error):
            missing.append(path)
            continue
        mine = [_shown(row) for row, _, theirs in rows if theirs]
        if mine:
            found.append({"list": path.name, "columns": _shown(rows[0][0]), "rows": mine})
    return found


def _shown(row: list[str]) -> list[str]:
    """Give a row without what is no text."""
    return [cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for cell in row]
