"""From a received notebook to the boxes of the task with the learner's words: the one set of rules for it.

Pure functions on notebook JSON. `received` uses them inside nbgrader's autograde, `bulk_mark` for a whole group.
Nothing here runs a cell, and nothing that a learner can change (metadata, outputs, cell kinds) is believed: the
gradebook says which boxes there are. Not here: how words are made inert (`inert`), files, and rows.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat.notebooknode import from_dict
from nbgrader.utils import compute_checksum

from .. import canonical, handover
from .inert import inert

PASSED = (
    "Nothing was written here, and that is fine. "
    "If you would like to talk about it instead, please tell your tutor."
)
# What the gradebook says of an answer that nobody has read. An untouched box is no zero: somebody chose to pass
# or would like to talk, so no answer is ever given points by a machine.
UNREAD = {"auto_score": None, "needs_manual_grade": True}


@dataclass(frozen=True)
class Shape:
    """What a task's notebook looks like: its boxes by name, their order, and the kernel it names."""

    boxes: dict[str, dict]
    order: tuple[str, ...]
    kernelspec: dict


def shape(notebook, released: Path) -> Shape:
    """Return the shape of a notebook that the gradebook knows; `released` is its file as learners get it."""
    kernelspec = json.loads(notebook.kernelspec) if notebook.kernelspec else None
    return Shape(_boxes(notebook), tuple(_order(released)), kernelspec or dict(canonical.KERNELSPEC))


def rebuilt(nb: dict, known: Shape) -> dict:
    """Return a new notebook with the boxes of the task and the learner's words, and nothing else.

    Outputs, attachments, other metadata and code are left out (code stays readable as text: a beginner may have
    written into a code cell). Copies of an answer box are joined, missing boxes put back empty; what somebody typed
    into a question stands below it.
    """
    plain = [one for place, cell in enumerate(nb["cells"]) for one in _plain(cell, known.boxes, place)]
    cells = _joined(plain, known.boxes)
    return {"cells": _completed(cells, known.boxes, known.order), "metadata": {"kernelspec": known.kernelspec},
            "nbformat": 4, "nbformat_minor": 5}


def made_inert(cell: dict) -> str:
    """Return the text of a rebuilt cell such that it can do nothing in a tutor's browser."""
    if is_locked(cell):
        return cell["source"]
    return handover.STUB if is_untouched(cell) else inert(without_stub(cell["source"]))


def is_locked(cell: dict) -> bool:
    """Tell whether a cell belongs to the task itself."""
    box = cell["metadata"].get("nbgrader", {})
    return not box.get("solution") and bool(box.get("grade") or box.get("locked"))


def is_untouched(cell: dict) -> bool:
    """Tell whether nothing was written in a cell."""
    return cell["source"].strip() in ("", handover.STUB)


def without_stub(text: str) -> str:
    """Return what somebody wrote, without the line that stood in the box before."""
    return text.replace(handover.STUB, "", 1).strip("\n")


def first_comment(cell: dict) -> str | None:
    """Return what a learner reads beside an answer until a person writes something."""
    return PASSED if is_untouched(cell) else None


def _boxes(notebook) -> dict[str, dict]:
    """Give, by name, what the gradebook knows of each cell of a task: source and metadata as released."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    graded = {cell.name for cell in notebook.grade_cells}
    answers = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    return {cell.name: _box(cell, cell.name in graded, cell.name in answers, cell.name in tasks, points)
            for cell in notebook.source_cells}


def _box(cell, graded: bool, answer: bool, task: bool, points: dict) -> dict:
    metadata = {"schema_version": 3, "grade": graded, "solution": answer, "locked": cell.locked, "task": task,
                "grade_id": cell.name, "cell_type": cell.cell_type}
    if cell.checksum:
        metadata["checksum"] = cell.checksum
    if graded or task:
        metadata["points"] = points[cell.name]
    made = {"cell_type": cell.cell_type, "id": cell.name[:64], "metadata": {"nbgrader": metadata},
            "source": cell.source or ""}
    return made | ({"execution_count": None, "outputs": []} if cell.cell_type == "code" else {})


def _order(released: Path) -> list[str]:
    try:
        cells = json.loads(released.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return [grade_id for cell in cells if (grade_id := _grade_id(cell))]


def _plain(cell, boxes: dict, place: int) -> list[dict]:
    """Give one received cell as a box of the task, as words of the learner's own if it holds any, or as both."""
    cell = cell if isinstance(cell, dict) else {"source": cell}
    source = _words(cell.get("source"))
    known = boxes.get(_grade_id(cell))
    if known and not is_locked(known):
        return [known | {"source": source}]
    if known:
        source = "" if _as_released(cell, source) else _added(source, known["source"])
    own = {"cell_type": "markdown", "id": f"own-words-{place + 1}", "metadata": {}, "source": source}
    return ([known] if known else []) + ([] if is_untouched(own) else [own])


def _as_released(cell: dict, source: str) -> bool:
    """Tell whether a question stands as it was given out, which may be an older wording than today's.

    Who changes the mark that says so hides nobody's words but their own.
    """
    marking = cell["metadata"]["nbgrader"]
    try:
        same = compute_checksum(from_dict({"cell_type": cell["cell_type"], "source": source,
                                           "metadata": {"nbgrader": marking}}))
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return same == marking.get("checksum")


def _added(source: str, question: str) -> str:
    """Return the lines that are not the question's own, their paragraphs kept apart."""
    known = {line.strip() for line in question.split("\n")}
    lines = ["" if line.strip() in known else line for line in source.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _words(source) -> str:
    text = canonical.text_of(source) if isinstance(source, (str, list)) else ""
    # Half a character, which JSON can hold and a file cannot.
    return text.encode("utf-8", "replace").decode("utf-8")


def _joined(cells: list[dict], boxes: dict) -> list[dict]:
    """Put the words of copied or split boxes together in the first one, in the order they stand in."""
    kept, copies = [], {}
    for cell in cells:
        name = _grade_id(cell)
        if not name or name not in copies:
            copies[name] = []
            kept.append(cell)
        elif cell["source"].strip() not in ("", boxes[name]["source"].strip(), handover.STUB):
            copies[name].append(without_stub(cell["source"]))
    return [_with(cell, copies[name]) if (name := _grade_id(cell)) and copies[name] else cell for cell in kept]


def _with(cell: dict, more: list[str]) -> dict:
    return cell | {"source": "\n\n".join([without_stub(cell["source"]), *more]).strip()}


def _completed(cells: list[dict], boxes: dict, order: tuple[str, ...]) -> list[dict]:
    """Put back the boxes that were deleted, each after the one that stood before it."""
    cells = list(cells)
    order = [name for name in order if name in boxes]
    order += [name for name in boxes if name not in order]
    present = {_grade_id(cell) for cell in cells}
    for place, name in enumerate(order):
        if name not in present:
            names = [_grade_id(cell) for cell in cells]
            before = order[place - 1] if place else None
            cells.insert(names.index(before) + 1 if before else 0, boxes[name])
    return cells


def _grade_id(cell) -> str | None:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return name if isinstance(name, str) else None
