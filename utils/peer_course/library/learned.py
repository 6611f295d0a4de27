"""Read the numbers of the language review's likeness, as utils/learning wrote them."""

import json

from .paths import PACKAGE

FOLDER = PACKAGE / "learned"


def numbers() -> tuple[dict, list[str], bytes]:
    """Return (weights and limits, words in the order of their vectors, vectors as signed bytes, row by row)."""
    weights = json.loads((FOLDER / "weights.json").read_text(encoding="utf-8"))
    words = (FOLDER / "words.txt").read_text(encoding="utf-8").split("\n")
    return weights, words, (FOLDER / "words.bin").read_bytes()
