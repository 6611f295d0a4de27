"""Read the numbers of the language review's likeness, as utils/learning wrote them."""

import json
from functools import cache

from .paths import PACKAGE

FOLDER = PACKAGE / "learned"


def weights(long: bool) -> dict:
    """Weights and limits for texts of a few sentences, or for longer ones."""
    name = "weights-long.json" if long else "weights.json"
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> tuple[dict[str, int], bytes]:
    """Return (row of each word, vectors as signed bytes, row by row); both kinds of weights go by the same vectors."""
    words = (FOLDER / "words.txt").read_text(encoding="utf-8").split("\n")
    return {word: row for row, word in enumerate(words)}, (FOLDER / "words.bin").read_bytes()
