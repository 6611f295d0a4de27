"""Read the numbers of the language review's likeness, as utils/learning wrote them."""

import json

from .paths import PACKAGE

FOLDER = PACKAGE / "learned"


def weights(kind: str) -> dict:
    """Weights and limits for texts of a few sentences ("short"), or for longer ones ("long")."""
    return json.loads((FOLDER / f"weights-{kind}.json").read_text(encoding="utf-8"))


def vocabulary(kind: str) -> tuple[dict[str, int], bytes]:
    """Return (row of each word, vectors as signed bytes, row by row) that these weights go by."""
    words = (FOLDER / f"words-{kind}.txt").read_text(encoding="utf-8").split("\n")
    return {word: row for row, word in enumerate(words)}, (FOLDER / f"words-{kind}.bin").read_bytes()


def neighbours(kind: str) -> bytes:
    """Weights of words that stand next to each other (language/neighbours.py)."""
    return (FOLDER / f"neighbours-{kind}.bin").read_bytes()
