"""Texts that are shown as they stand hold no marks of Markdown, and no text has two spaces inside a sentence.

Exercises, rubrics, help lines and the sentences of the panels are shown letter by letter: a star stays a star.
"""

import json
import re
from pathlib import Path

from ..library.shape import Problem
from .own_prose import texts

MARKS = re.compile(
    r"(?<![\w*])\*{1,3}(?=[^\s*])[^*]*[^\s*]\*{1,3}(?![\w*])"  # *word* and **word**
    r"|(?<!\w)(_{1,2})(?=[^\s_])[^_]*[^\s_]\1(?!\w)"  # _word_ and __word__
    r"|!?\[[^\]\n]+\]\([^)\s]+\)"  # [words](address)
    r"|^#{1,6} .*$"  # a heading
    r"|^[*+-] .*$"  # a list
    r"|```.*", re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
GAP = re.compile(r"(\S*[\w,.;:!?…’”)])  +([\w“‘(]\S*)")
PLAIN = ("course", "support", "words")
# What a tutor or administrator types stands in backticks, in a terminal's sentences as well.
TYPED = ("desk", "data_rights", "cohort")


def problems(root: Path, data: dict, documents: dict) -> list[Problem]:
    """Return marks that would be shown as they stand, and double spaces, in content and pages."""
    found = []
    for name, one in data.items():
        folder = name.partition("/")[0]
        for path, text in texts(one, ()):
            where = f"content/{name}.yml", documents[name].lines.get(path, 0)
            if folder in ("exercises", "rubrics", *PLAIN):
                found += [Problem(*where, say) for say in _marks(folder, path, text)]
            if folder != "language":
                found += [Problem(*where, say) for say in _gaps(text)]
    for path in sorted((*root.glob("notebooks/*.ipynb"), *root.glob("source/*/*.ipynb"))):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                found += [Problem(path.relative_to(root).as_posix(), 0, f"cell {cell['id']}: {say}")
                          for say in _gaps("".join(cell["source"]))]
    return found


def _marks(folder: str, path: tuple, text: str):
    if _unshown_or_markdown(folder, path):
        return
    for pattern in (MARKS, CODE) if path[0] not in TYPED else (MARKS,):
        for match in pattern.finditer(text):
            yield (f"“{match.group()[:60]}” would be shown with its marks, since this text is plain and not Markdown. "
                   "Say it in words, or use “quotation marks”.")


def _unshown_or_markdown(folder: str, path: tuple) -> bool:
    """Comments on a hand-in are Markdown on the feedback page; what facts are found by is shown to nobody."""
    if folder == "words":
        return path[-1].startswith("comment_")
    return path[0] == "comments" if folder == "rubrics" else path[0] == "words_kept" or "look_for" in path


def _gaps(text: str):
    for match in GAP.finditer(text):
        yield f"two spaces stand between “{match[1]}” and “{match[2]}”. One is enough."
