"""How the course speaks to a learner: words that are never used, statements said twice, and reading age."""

import json
import re
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from ..library.shape import Problem

NEVER = re.compile(
    r"\b(?:(?:in)?correct(?:ly)?|wrong(?:ly)?|scor(?:e|es|ed|ing)|fail(?:s|ed|ure|ing)?|errors?)\b", re.IGNORECASE)
TO_LEARNERS = ("ask", "reply", "say", "another", "elsewhere", "why", "close", "title", "prompt", "fits", "reaction",
               "look", "card", "other")
ALIKE = 0.8
MARKS = re.compile(r"<!--.*?-->|\]\([^)]*\)|[#*_`\[\]|]|^\s*[-\d]+[.)]?\s", re.DOTALL | re.MULTILINE)


def problems(root: Path, data: dict, documents: dict) -> list[Problem]:
    """Return words never used towards a learner, and items that say nearly the same."""
    found = []
    for name, one in data.items():
        if name.startswith("exercises/"):
            kept = {word.lower() for word in one.get("words_kept", {})}
            for path, text in spoken(one):
                for match in NEVER.finditer(text):
                    if match.group().lower() not in kept:
                        line = documents[name].lines.get(path, 0)
                        found.append(Problem(f"content/{name}.yml", line, f"“{match.group()}” is not said to a "
                                             "learner here. Say it another way, or give a reason under `words_kept`."))
            found += _twice(name, one)
    return found


def spoken(one, path: tuple = (), to_learner: bool = False):
    """Yield every text in an exercise that speaks to the learner, with its path."""
    if isinstance(one, str):
        if to_learner:
            yield path, one
    elif isinstance(one, dict):
        for key, value in one.items():
            if key not in ("words_kept", "sources"):
                yield from spoken(value, (*path, key), to_learner or key in TO_LEARNERS)
    elif isinstance(one, list):
        for i, value in enumerate(one):
            yield from spoken(value, (*path, i), to_learner)


def _twice(name: str, one: dict) -> list[Problem]:
    parts = [one, *one.get("groups", []), *one.get("scenes", []), *one.get("parts", [])]
    keys = ("items", "options", "statements", "suggestions")
    items = [(i["id"], _tokens(i["text"])) for part in parts for key in keys for i in part.get(key, [])]
    return [Problem(f"content/{name}.yml", 0, f"`{a}` and `{b}` say nearly the same.")
            for (a, first), (b, second) in combinations(items, 2)
            if min(len(first), len(second)) > 3 and SequenceMatcher(None, first, second).ratio() > ALIKE]


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def reading_age(text: str) -> float:
    """Return the Automated Readability Index of a text: roughly the US school year; add five for an age.

    Computed from letters, words and sentences (Smith and Senter 1967); needs no dictionary.
    """
    words = re.findall(r"[\w’']+", text)
    sentences = max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text)))
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * letters / max(1, len(words)) + 0.5 * len(words) / sentences - 21.43


def narrative(root: Path) -> list[tuple[str, float]]:
    """Return the reading ease of the text of every session, as the index above; it is reported and never refused."""
    found = []
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        found.append((path.stem, reading_age(MARKS.sub(" ", text))))
    return found


def hard_instructions(data: dict, above: float = 7.0) -> list[tuple[str, float]]:
    """Return the instructions that read harder than age 12, for the author to look at again."""
    found = [(name, reading_age(one["ask"])) for name, one in data.items() if name.startswith("exercises/")]
    return sorted((pair for pair in found if pair[1] > above), key=lambda pair: -pair[1])
