"""Tidy notebooks, and what is wrong with one in plain words.

Here: files on the author's and the tutor's side.
Not here: the tidy form itself (`canonical`), building a release (`releasing`), anything of a learner's.
"""

import contextlib
import json
import re
from pathlib import Path

from . import canonical

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
GRADE_ID = re.compile(r"[A-Za-z0-9_-]+\Z")
HEADING = re.compile(r"^(#{1,6})\s+\S", re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
NO_DESCRIPTION = re.compile(r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?:/home/|/Users/|[A-Z]:\\Users\\)\w+")


def tidy(text: str) -> str:
    """Give the text of a notebook file in its tidy form; raises ValueError when it is no notebook."""
    return canonical.dumps(canonical.strip(_parsed(text)))


def tidy_file(path: Path) -> bool:
    """Write a notebook in its tidy form and tell whether that changed it.

    Raises ValueError when it is no notebook.
    """
    before = path.read_text(encoding="utf-8")
    after = tidy(before)
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def notebook_problems(path: Path) -> list[str]:
    """Say in plain sentences what keeps a notebook from being committed; an empty list means nothing does."""
    try:
        text = path.read_text(encoding="utf-8")
        nb = _parsed(text)
    except (OSError, ValueError) as e:
        return [f"{path.name}: it cannot be read as a notebook ({e})."]
    found = []
    if canonical.dumps(canonical.strip(nb)) != text:
        found.append("it holds outputs, counts or traces of use. Run: peer-course tidy")
    found += _cell_problems(nb["cells"]) + _heading_problems(nb["cells"])
    return [f"{path.name}: {problem}" for problem in found]


def task_problems(path: Path) -> list[str]:
    """Say in plain sentences what keeps a reflective task from being released.

    `path` is the folder of the task in source/, or the notebook in it.
    """
    folder = path.parent if path.suffix == ".ipynb" else path
    name = folder.name
    notebook = folder / f"{name}.ipynb"
    others = sorted(p.name for p in folder.glob("*") if p != notebook and not p.name.startswith("."))
    problems = [f"{name}: {other} would not reach learners; only {name}.ipynb may lie in this folder."
                for other in others]
    if not notebook.is_file():
        return [*problems, f"{name}: there is no {name}.ipynb in the folder {folder.name}."]
    problems += notebook_problems(notebook)
    with contextlib.suppress(ValueError, OSError):
        cells = _parsed(notebook.read_text(encoding="utf-8"))["cells"]
        problems += [f"{name}: {problem}" for problem in _task_cell_problems(cells)]
    return problems


def tasks(root: Path) -> list[str]:
    """Name the tasks in source/, in their order."""
    return sorted(folder.name for folder in (root / "source").glob("[!.]*") if folder.is_dir())


def _parsed(text: str) -> dict:
    nb = json.loads(text)
    if not isinstance(nb, dict) or nb.get("nbformat") != 4 or not isinstance(nb.get("cells"), list):
        raise ValueError("it is not a notebook of format 4")
    return nb


def _cell_problems(cells: list[dict]) -> list[str]:
    found, seen = [], set()
    for place, cell in enumerate(cells, start=1):
        name = cell.get("id", "")
        source = canonical.text_of(cell.get("source"))
        if not ID.match(name):
            found.append(f"cell {place} needs an id of lower-case words joined by hyphens, not {name!r}.")
        if name in seen:
            found.append(f"two cells have the id {name}.")
        seen.add(name)
        if NO_DESCRIPTION.search(source):
            found.append(f"cell {name}: a picture has no description for people who cannot see it.")
        if MACHINE_PATH.search(source):
            found.append(f"cell {name}: it names a folder of somebody's own machine.")
        if cell.get("attachments"):
            found.append(f"cell {name}: it has a picture pasted in; link to a file of the course.")
    return found


def _heading_problems(cells: list[dict]) -> list[str]:
    texts = [FENCED.sub("", canonical.text_of(cell.get("source")))
             for cell in cells if cell.get("cell_type") == "markdown"]
    levels = [len(marks) for text in texts for marks in HEADING.findall(text)]
    if not levels or levels[0] != 1:
        return ["the first heading is not the title (one #)."]
    found = ["there is more than one title (one #)."] if levels.count(1) > 1 else []
    for before, now in zip(levels, levels[1:], strict=False):
        if now > before + 1:
            found.append(f"a heading of level {now} follows one of level {before}; no level may be skipped.")
    return found


def _task_cell_problems(cells: list[dict]) -> list[str]:
    found, seen, answers = [], set(), 0
    for cell in cells:
        name, kind = cell.get("id", "?"), cell.get("cell_type")
        box = cell.get("metadata", {}).get("nbgrader", {})
        if kind != "markdown":
            found.append(f"cell {name} is a {kind} cell; tasks are text only, as nothing handed in may run.")
        if box.get("grade") and not box.get("solution"):
            found.append(f"cell {name} would be marked by a machine; here a person marks.")
        if box.get("task"):
            found.append(f"cell {name} is a task cell; make it an answer cell, so that changes are seen.")
        if box and box.get("grade_id") in seen:
            found.append(f"cell {name}: another cell has the same name for marking, {box.get('grade_id')}.")
        if box and not GRADE_ID.match(str(box.get("grade_id", ""))):
            found.append(f"cell {name}: its name for marking may hold letters, numbers and hyphens only.")
        if box.get("solution") and not box.get("points"):
            found.append(f"cell {name}: an answer needs points (two for each criterion).")
        free = not box.get("locked") and not box.get("solution")
        if free and "<" in canonical.text_of(cell.get("source")):
            found.append(f"cell {name}: HTML will be shown as typed; lock the cell or write plain Markdown.")
        seen.add(box.get("grade_id"))
        answers += bool(box.get("solution"))
    return found if answers else [*found, "there is no answer cell, so a learner could not write anything."]
