"""What is written when a page is saved: the page itself, and nothing that a reader did with it.

Jupyter calls `without_traces` before each save (documented as `FileContentsManager.pre_save_hook`). Course pages
and tasks then stay the same to the byte after use, and no output, and so no private word, reaches a file.
What must not live here: the tidy form itself (`canonical`), reading or writing files, or knowing an exercise.
"""

from __future__ import annotations

from peer_course.canonical import strip, text_of


def without_traces(model: dict, path: str = "", **_: object) -> None:
    """Take the traces of use out of a course page or task before it is saved; other notebooks are left alone.

    `model` is Jupyter's contents model and is changed in place.
    """
    content = model.get("content")
    if model.get("type") == "notebook" and isinstance(content, dict) and is_ours(content):
        model["content"] = strip(content)


def is_ours(notebook: dict) -> bool:
    """Whether a notebook belongs to the course: it uses this package, is a task, or carries the course's marks."""
    cells = notebook.get("cells")
    return isinstance(cells, list) and any(_is_course_cell(cell) for cell in cells if isinstance(cell, dict))


def _is_course_cell(cell: dict) -> bool:
    metadata = cell.get("metadata") or {}
    if "nbgrader" in metadata or "nav" in metadata.get("tags", ()):
        return True
    return cell.get("cell_type") == "code" and "peer_course" in text_of(cell.get("source"))
