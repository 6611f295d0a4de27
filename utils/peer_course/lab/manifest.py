"""The list of cells that may wake up by themselves: the code cells of the course's pages, and the tutors' desk.

The wake-up extension runs a cell only when its whole text stands in `manifest.json`. A cell that a learner or a
stranger wrote is never in it. What must not live here: running anything.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from peer_course.lab.settings import LABEXTENSIONS

FILE = LABEXTENSIONS / "peer-course-lab" / "static" / "manifest.json"
FORMAT = 1
# On a tutor's page only a cell that says one word of the course wakes up; a tutor may keep other cells there.
ONE_WORD = re.compile(r"from peer_course import (\w+)\n\1\([^();]*\)")


def sources(notebooks: Path) -> list[str]:
    """The text of each code cell in a folder of notebooks and of such cells in the tutors' folder beside it."""
    found = _cells(notebooks)
    found |= {cell for cell in _cells(notebooks.parent / "tutors") if ONE_WORD.fullmatch(cell)}
    return sorted(found)


def text(notebooks: Path) -> str:
    """The manifest for a folder of notebooks, as it is written to the file."""
    listed = {"format": FORMAT, "cells": sources(notebooks)}
    return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"


def is_fresh(notebooks: Path, file: Path = FILE) -> bool:
    """Whether the manifest says what the notebooks say."""
    return file.is_file() and file.read_text(encoding="utf-8") == text(notebooks)


def write(notebooks: Path, file: Path = FILE) -> bool:
    """Write the manifest from the notebooks; True when it had to change."""
    if is_fresh(notebooks, file):
        return False
    file.write_text(text(notebooks), encoding="utf-8", newline="\n")
    return True


def _cells(folder: Path) -> set[str]:
    found = set()
    for page in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                found.add("".join(cell["source"]))
    return found
