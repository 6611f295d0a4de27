"""The one form in which a course notebook is written to disk, on plain dicts.

Here: taking away what a run leaves behind, and the bytes of a tidy file. The save hook of JupyterLab, `tidy`
and the tests all use these two functions, so that a notebook which was opened, run and saved is the same
file again: no learner's word in it, nothing for git to report.
Not here: reading or writing files, nbformat, any judgement about the content. Standard library only, because
the save hook runs inside the Jupyter server of every learner.
"""

import json

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

# Everything else that editors leave in a cell (timings, collapsed headings, scroll states) is a trace of use.
KEPT_IN_CELL_METADATA = ("deletable", "editable", "nbgrader", "tags")
FOLDED = "hide-input"


def strip(nb: dict) -> dict:
    """Give a copy of a notebook without outputs, counts, widget states or traces of use.

    `nb` is notebook JSON of format 4; sources may be one string or a list of lines and come back as one
    string. What is not such a notebook comes back as it is: a save must never be lost over tidiness.
    """
    if nb.get("nbformat") != 4 or not isinstance(nb.get("cells"), list):
        return nb
    cells = [_stripped_cell(cell, place) for place, cell in enumerate(nb["cells"], start=1)]
    return {"cells": cells, "metadata": {"kernelspec": dict(KERNELSPEC)}, "nbformat": 4, "nbformat_minor": 5}


def stripped(text: str) -> str:
    """Give the text of a notebook file as `strip` and `dumps` make it; what is not a notebook comes back as it is."""
    try:
        return dumps(strip(json.loads(text)))
    except (ValueError, AttributeError):
        return text


def dumps(nb: dict) -> str:
    """Give the text of a notebook file, byte for byte as the Jupyter server writes it."""
    on_disk = dict(nb)
    if isinstance(nb.get("cells"), list):
        on_disk["cells"] = [_with_lines(cell) for cell in nb["cells"]]
    text = json.dumps(on_disk, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))
    return text + "\n"


def text_of(source) -> str:
    """Give the text of a cell, whether it is stored as one string or as a list of lines."""
    return source if isinstance(source, str) else "".join(str(line) for line in source or [])


def _stripped_cell(cell, place: int):
    if not isinstance(cell, dict):
        return cell
    kind = cell.get("cell_type", "raw")
    tidy = {
        "cell_type": kind,
        "id": cell.get("id") or f"cell-{place}",
        "metadata": _stripped_metadata(cell.get("metadata"), kind),
        "source": text_of(cell.get("source")),
    }
    if kind == "code":
        tidy |= {"execution_count": None, "outputs": []}
    elif cell.get("attachments"):
        tidy["attachments"] = cell["attachments"]
    return tidy


def _stripped_metadata(metadata, kind: str) -> dict:
    metadata = metadata if isinstance(metadata, dict) else {}
    kept = {key: metadata[key] for key in KEPT_IN_CELL_METADATA if key in metadata}
    if not kept.get("tags", True):
        del kept["tags"]
    if kind == "code" and FOLDED in kept.get("tags", ()):
        # Unfolding a cell to look at it is not a change of the course.
        kept["jupyter"] = {"source_hidden": True}
    return kept


def _with_lines(cell):
    if not isinstance(cell, dict) or not isinstance(cell.get("source"), str):
        return cell
    return {**cell, "source": cell["source"].splitlines(keepends=True)}
