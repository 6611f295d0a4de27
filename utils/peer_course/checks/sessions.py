"""Whether notebooks, tasks and release hold together: panels, routes, links, cells, points, freshness."""

import json
import re
from pathlib import Path

from .. import canonical, navigation, notebooks, releasing
from ..lab import manifest
from ..library.shape import Problem

CELL = re.compile(r'from peer_course import (\w+)\n\1\((?:"([a-z0-9-]+)"(?:, "([a-z0-9-]+)")?)?\)\Z')
NEEDED = ("nav", "opening", "enough", "discussion", "journal", "summary", "closing", "support", "sources")
START_NEEDED = ("nav", "opening", "map", "enough", "support")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
BARE = {"here", "click here", "this", "link", "this link", "more"}


def problems(root: Path, data: dict) -> list[Problem]:
    """Return what keeps sessions and tasks from being handed to learners."""
    pages = sorted((root / "notebooks").glob("*.ipynb"))
    found = [problem for path in pages for problem in _page(path, data)]
    found += _unused(pages, data) + _tasks(root, data)
    if not manifest.is_fresh(root / "notebooks"):
        found.append(Problem("notebooks", 0, "the list of cells that wake up by themselves is old. "
                             "Run: peer-course tidy"))
    return found


def _page(path: Path, data: dict) -> list[Problem]:
    file = f"notebooks/{path.name}"
    said = [Problem(file, 0, say.removeprefix(f"{path.name}: ")) for say in notebooks.notebook_problems(path)]
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError):
        return said
    there = [p.stem for p in path.parent.glob("*.ipynb")]
    tags = {tag for cell in cells for tag in cell["metadata"].get("tags", ())}
    needed = START_NEEDED if path.stem == navigation.START else NEEDED
    sayings = [f"a cell with the tag `{tag}` is missing." for tag in needed if tag not in tags]
    for cell in cells:
        source = canonical.text_of(cell["source"])
        sayings += _code(cell, source, data) if cell["cell_type"] == "code" else _text(cell, source, path)
        for tag in navigation.WOVEN & set(cell["metadata"].get("tags", ())):
            if source != navigation.written(tag, path.stem, there):
                sayings.append(f"cell {cell['id']}: its source in content/ says something else by now. "
                               "Run: peer-course tidy")
    return said + [Problem(file, 0, say) for say in sayings]


def _code(cell: dict, source: str, data: dict) -> list[str]:
    matched = CELL.match(source)
    if not matched:
        return [f"cell {cell['id']}: a code cell holds two lines only: the import of one verb, and the verb."]
    verb, slug, moment = matched.groups()
    if verb in ("exercise", "journal"):
        one = data.get(f"exercises/{slug}")
        if not one:
            return [f"cell {cell['id']}: there is no exercise “{slug}”."]
        if (one["kind"] == "journal") != (verb == "journal"):
            return [f"cell {cell['id']}: use {'journal' if one['kind'] == 'journal' else 'exercise'} for “{slug}”."]
        if moment and moment not in [m["id"] for m in one.get("moments", [])]:
            return [f"cell {cell['id']}: “{slug}” has no moment “{moment}”."]
    if verb == "hand_in" and slug not in [t["slug"] for t in data["course"].get("tasks", [])]:
        return [f"cell {cell['id']}: there is no task “{slug}” in course.yml."]
    return []


def _text(cell: dict, source: str, path: Path) -> list[str]:
    found = []
    for text, target in LINK.findall(source):
        if text.strip().lower() in BARE:
            found.append(f"cell {cell['id']}: the link “{text}” should say where it leads.")
        if "://" not in target and not target.startswith(("#", "mailto:")):
            there = (path.parent / target.partition("#")[0]).exists()
            found += [] if there else [f"cell {cell['id']}: the link to {target} leads nowhere."]
    return found


def _unused(pages: list[Path], data: dict) -> list[Problem]:
    used = {}
    for path in pages:
        used[path.stem] = set(re.findall(r'(?:exercise|journal)\(\\"([a-z0-9-]+)', path.read_text(encoding="utf-8")))
    return [Problem(f"content/{name}.yml", 0, f"this exercise is not used in {one['session']}.ipynb.")
            for name, one in data.items() if name.startswith("exercises/")
            and one["session"] in used and name.removeprefix("exercises/") not in used[one["session"]]]


def _tasks(root: Path, data: dict) -> list[Problem]:
    found = []
    known = {t["slug"] for t in data["course"].get("tasks", [])}
    for task in sorted(known | set(notebooks.tasks(root))):
        said = notebooks.task_problems(root / "source" / task)
        said += [] if task in known else [f"{task}: it is not listed under tasks in course.yml."]
        rubric = data.get(f"rubrics/{task}")
        said += _points(root, task, rubric) if rubric else [f"{task}: it has no rubric in content/rubrics."]
        if not said and not releasing.is_released(task, root):
            said = [f"{task}: release/ is older than source/. Run: peer-course release"]
        said += _names(root, task, data)
        found += [Problem(f"source/{task}", 0, say.removeprefix(f"{task}: ")) for say in said]
    return found


def _names(root: Path, task: str, data: dict) -> list[str]:
    """A task has one name: the sheet's heading is that of the panel, of the session page and of the rubric."""
    path = root / "source" / task / f"{task}.ipynb"
    listed = next((t for t in data["course"].get("tasks", []) if t["slug"] == task), None)
    if not listed or not path.is_file():
        return []
    title, heading = listed["title"], _heading(path)
    if title != heading:
        return [f"{task}: its sheet is headed “{heading}”, and course.yml calls it “{title}”. Give it one name."]
    said = []
    rubric = data.get(f"rubrics/{task}")
    if rubric and not rubric["title"].startswith(title):
        said.append(f"{task}: its rubric is called “{rubric['title']}”. Begin that with “{title}”.")
    page = root / "notebooks" / f"{listed['session']}.ipynb"
    if page.is_file() and title not in "\n".join(_texts(page)):
        said.append(f"{task}: {page.name} does not name it. Call it “{title}” there too.")
    return said


def _heading(path: Path) -> str:
    lines = "\n".join(_texts(path)).splitlines()
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), "")


def _texts(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [canonical.text_of(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def _points(root: Path, task: str, rubric: dict) -> list[str]:
    """Points mirror the rubric: each criterion is worth its number of levels less one."""
    path = root / "source" / task / f"{task}.ipynb"
    if not path.is_file():
        return []
    boxes = [c["metadata"]["nbgrader"] for c in json.loads(path.read_text(encoding="utf-8"))["cells"]
             if c["metadata"].get("nbgrader", {}).get("grade")]
    due: dict[str, int] = {}
    for criterion in rubric["criteria"]:
        answer = criterion.get("answer") or (boxes[0]["grade_id"] if len(boxes) == 1 else "")
        due[answer] = due.get(answer, 0) + len(criterion["levels"]) - 1
    has = {box["grade_id"]: box["points"] for box in boxes}
    return [] if has == due else [f"{task}: the points of the answer cells ({has}) and of the rubric ({due}) differ."]
