"""What happens to a hand-in when nbgrader takes it in: words are kept, all else is put right or left out.

Preprocessors for the public lists of nbgrader's autograde. Nothing here runs a cell, and nothing that a
learner can change (metadata, outputs, cell kinds) is believed: the gradebook says which boxes there are.
"""

import json
from pathlib import Path

from nbformat.notebooknode import from_dict
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Unicode

from .. import canonical, handover
from .inert import inert

PASSED = (
    "Nothing was written here, and that is fine. "
    "If you would like to talk about it instead, please tell your tutor."
)


class KeepWords(NbGraderPreprocessor):
    """Turn a received notebook into the boxes of the task and the learner's words, nothing else.

    Outputs, attachments, other metadata and code are left out (code stays readable as text: a beginner may
    have written into a code cell). Copies of an answer box are joined, missing boxes put back empty.
    """

    release_folder = Unicode("", help="Released tasks; they give the order of the boxes.").tag(config=True)

    def preprocess(self, nb, resources):
        """Rebuild the cells; see the class."""
        task, name = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            boxes = _boxes(gradebook.find_notebook(name, task))
        cells = _joined([_plain(cell, boxes, place) for place, cell in enumerate(nb.cells)], boxes)
        nb.cells = [from_dict(cell) for cell in _completed(cells, boxes, self._order(task, name))]
        nb.metadata = from_dict({"kernelspec": canonical.KERNELSPEC})
        return nb, resources

    def _order(self, task: str, name: str) -> list[str]:
        path = Path(self.release_folder) / task / f"{name}.ipynb"
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError):
            return []
        return [grade_id for cell in cells if (grade_id := _grade_id(cell))]


class InertWords(NbGraderPreprocessor):
    """Make the learner's Markdown unable to do anything in the tutor's browser."""

    def preprocess_cell(self, cell, resources, index):
        """Rewrite every cell that nbgrader does not restore from the task itself."""
        if not utils.is_locked(cell):
            untouched = cell.source.strip() in ("", handover.STUB)
            cell.source = handover.STUB if untouched else inert(_without_stub(cell.source))
        return cell, resources


class NoteAnswers(SaveAutoGrades):
    """Tell the gradebook which answers wait for a person; no answer is ever given points by a machine."""

    def _add_score(self, cell, resources):
        grade = self.gradebook.find_grade(
            cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        # An untouched box is no zero: somebody chose to pass or would like to talk. A person looks.
        grade.auto_score = None
        grade.needs_manual_grade = True
        self.gradebook.db.commit()

    def _add_comment(self, cell, resources):
        comment = self.gradebook.find_comment(
            cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        comment.auto_comment = PASSED if cell.source == handover.STUB else None
        self.gradebook.db.commit()


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


def _plain(cell: dict, boxes: dict, place: int) -> dict:
    """Give one received cell as a box of the task with its words, or as words of the learner's own."""
    source = canonical.text_of(cell.get("source"))
    known = boxes.get(_grade_id(cell))
    if known:
        return known | {"source": source}
    return {"cell_type": "markdown", "id": f"own-words-{place + 1}", "metadata": {}, "source": source}


def _joined(cells: list[dict], boxes: dict) -> list[dict]:
    """Put the words of copied or split boxes together in the first one, in the order they stand in."""
    first: dict[str, dict] = {}
    kept = []
    for cell in cells:
        name = _grade_id(cell)
        if not name or name not in first:
            first[name] = cell
            kept.append(cell)
        elif cell["source"].strip() not in ("", boxes[name]["source"].strip(), handover.STUB):
            first[name]["source"] = f"{_without_stub(first[name]['source'])}\n\n{cell['source']}".strip()
    return kept


def _completed(cells: list[dict], boxes: dict, order: list[str]) -> list[dict]:
    """Put back the boxes that were deleted, each after the one that stood before it."""
    cells = list(cells)
    order = [name for name in order if name in boxes]
    order += [name for name in boxes if name not in order]
    for place, name in enumerate(order):
        present = [_grade_id(cell) for cell in cells]
        if name not in present:
            before = order[place - 1] if place else None
            cells.insert(present.index(before) + 1 if before else 0, boxes[name])
    return cells


def _grade_id(cell: dict) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return name if isinstance(name, str) else None


def _without_stub(text: str) -> str:
    return text.replace(handover.STUB, "", 1).strip("\n")
