"""A new cohort: the last one's data goes, and the gradebook learns the tasks anew.

Here: what has to be true before, and the order of things. Backing up is in `backup`.
"""

import re
import shutil
from pathlib import Path

from .. import handover
from ..library import paths
from . import backup, erasure, forget_rows, ledger, records, rubrics, traces
from .course_folder import CourseFolder, NotPossible

NEEDED = {"name": "who reads what is handed in", "worry": "whom you call when a text worries you"}
BELONGS = ("README.md", ".gitignore")


def ready(course: CourseFolder, name: str, without_backup: bool) -> None:
    """Raise NotPossible, with a sentence, while something is missing for a new cohort. Changes nothing."""
    if not name.strip() or len(name) > 100 or any(ord(character) < 32 for character in name):
        raise NotPossible("Please give the cohort a short name on one line, such as “Spring 2026”. "
                          "Nothing was changed.")
    tutor = rubrics.course().tutor
    empty = [field for field in NEEDED if not (getattr(tutor, field, "") or "").strip()]
    if empty:
        raise NotPossible("A cohort needs these first, in content/course.yml under `tutor`: " + "; ".join(
            f"line {_line(field)[0]}, `{field}` ({NEEDED[field]})" for field in empty) + "." + "".join(
            f" What stands in line {_line(field)[0]} cannot be read: please write `{field}: |-` and the words on the "
            "next line, four spaces in." for field in empty if _line(field)[1]) + " Nothing was changed.")
    changed = backup.latest_change(course)
    if changed and not without_backup and not any(_covers(one, changed) for one in ledger.backups(course)):
        raise NotPossible("The data of the last cohort is still here, and no backup was made since it last changed. "
                          "Please run `peer-course backup` first, or add --without-backup if nobody needs it any more. "
                          "Nothing was changed.")


def remains(course: CourseFolder) -> dict[str, int]:
    """Return what of the last cohort would be deleted, by place."""
    counts = {path.name: len([one for one in traces.entries(path, []) if one.name not in BELONGS])
              for path in (course.root / name for name in backup.FOLDERS)}
    counts["exchange"] = len(traces.entries(course.exchange / handover.COURSE, []))
    counts["gradebook and marks"] = len(_databases(course))
    counts["nbgrader's copies in this account"] = sum(len(traces.entries(cache, [])) for cache in traces.caches())
    return {place: count for place, count in counts.items() if count}


def outside(course: CourseFolder) -> list[str]:
    """Return lists and folders of the last cohort that were written out or moved aside, and stay."""
    noted = records.exports(course) if course.records.is_file() else []
    return [*(path for path in noted if Path(path).exists()), *(str(one.root) for one in traces.all_of(course)[1:])]


def begin(course: CourseFolder, name: str) -> tuple[list[str], list[str]]:
    """Delete the last cohort's data and prepare every task; returns the tasks that are ready and what is not.

    Raises NotPossible when something could not be deleted; it can then be run again.
    """
    written = records.exports(course) if course.records.is_file() else []
    try:
        for folder in backup.FOLDERS:
            for path in traces.entries(course.root / folder):
                if path.name not in BELONGS:
                    erasure.remove(path)
        for path in (course.exchange / handover.COURSE, *traces.caches(), *_databases(course)):
            if path.exists():
                erasure.remove(path)
    except OSError as e:
        raise NotPossible(f"{e.filename} could not be deleted ({e.strerror or e}). What was deleted before stays "
                          "deleted. Please put this right, then run the same command again.") from e
    for path in written:
        # Lists of the last cohort: whoever asks to be erased later is in them still.
        if not forget_rows.is_gone(Path(path)):
            records.note_export(course, path)
    done, not_done = _prepare(course)
    records.note(course, "cohort", {"name": name.strip(), "begun": records.now()})
    return done, not_done


def _prepare(course: CourseFolder) -> tuple[list[str], list[str]]:
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    from .. import nbgrader_settings

    config = Config()
    nbgrader_settings.apply(config, course.root)
    api, done, not_done = NbGraderAPI(config=config), [], []
    for task in [path.name for path in traces.entries(course.source) if path.is_dir() and path.name[0] not in "._"]:
        kept = course.root / f".{task}-as-it-was"
        if (course.release / task).is_dir():
            shutil.copytree(course.release / task, kept, dirs_exist_ok=True)
        # nbgrader skips a task whose release exists, and the new gradebook would never learn of it.
        if api.generate_assignment(task, force=True)["success"]:
            done.append(task)
        else:
            not_done.append(task)
            if kept.is_dir() and not (course.release / task).exists():
                kept.rename(course.release / task)
        shutil.rmtree(kept, ignore_errors=True)
    return done, not_done


def _databases(course: CourseFolder) -> list[Path]:
    beside = [course.root / (name + part) for name in backup.DATABASES for part in ("", *forget_rows.PARTS)]
    found = [path for path in (*beside, *forget_rows.old_copies(course), course.root / "grades.csv") if path.is_file()]
    # The one that knows of lists elsewhere goes last: until then a run that breaks off has lost nothing.
    return sorted(found, key=lambda path: path == course.records)


def _covers(one: dict, changed: float) -> bool:
    import datetime

    return datetime.datetime.fromisoformat(one["made"]).timestamp() + 1 >= changed


def _line(field: str) -> tuple[int, bool]:
    """Return the line of content/course.yml where a tutor enters something, and whether words stand in it.

    The line is that of `tutor:` if the field is gone.
    """
    tutor = 1
    lines = (paths.content() / "course.yml").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("tutor:"):
            tutor = number
        elif tutor > 1 and re.match(r"\S", line) and not line.startswith("#"):
            break
        elif tutor > 1 and (found := re.match(rf"\s+{field}\s*:\s*(.*)", line)):
            return number, bool(found[1]) and not re.match(r"null\b|~|[|>#]", found[1])
    return tutor, False
