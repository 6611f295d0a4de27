"""The course's own texts go through the recovery-language review; a deliberate use has a reason beside it.

In an exercise the reason stands under `words_kept`; in a notebook or a tutor's page in a comment in the same
cell or file, which no reader sees:  <!-- words kept: obviously, clearly: named as words to look at -->
"""

import json
import re
from pathlib import Path

from ..language import reviewing
from ..language.passage import Passage
from ..language.rules import Rulebook
from ..library.shape import Problem
from .wording import spoken

KEPT = re.compile(r"<!--\s*words kept:\s*([^:>]+):\s*([^>]+?)\s*-->")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
PLAIN = ("course", "support", "words")
INVENTED = ("examples",)
"""What invented learners write, at every level: not our own voice, and taken up in the `why` beside it."""


def problems(root: Path, data: dict, documents: dict, book: Rulebook) -> list[Problem]:
    """Return the words in our own texts that our own review would talk about."""
    found = []
    for file, line, text, kept in all_texts(root, data, documents):
        for finding in reviewing.review_passage(Passage(text), book):
            if finding.level != "notice" and not any(word in finding.words.casefold() for word in kept):
                found.append(Problem(file, line, f"our own review stops at “{finding.words}” ({finding.rule}). "
                                     "Say it another way, or give a reason with the words kept."))
    return found


def all_texts(root: Path, data: dict, documents: dict):
    """Yield (file, line, text, words kept on purpose) of everything the course says in its own voice."""
    yield from _contents(data, documents)
    yield from _pages(root)


def _contents(data: dict, documents: dict):
    for name, one in data.items():
        lines = documents[name].lines
        if name.startswith("exercises/"):
            kept = [word.casefold() for word in one.get("words_kept", {})]
            yield from ((f"content/{name}.yml", lines.get(path, 0), text, kept) for path, text in spoken(one))
        elif name in PLAIN or name.startswith("rubrics/"):
            yield from ((f"content/{name}.yml", lines.get(path, 0), text, ()) for path, text in texts(one, ())
                        if path[0] not in INVENTED)


def texts(one, path: tuple):
    """Yield every text in a piece of content, with its path."""
    if isinstance(one, str):
        yield path, one
    elif isinstance(one, dict):
        for key, value in one.items():
            yield from texts(value, (*path, key))
    elif isinstance(one, list):
        for i, value in enumerate(one):
            yield from texts(value, (*path, i))


def _pages(root: Path):
    for path in sorted((*root.glob("notebooks/*.ipynb"), *root.glob("source/*/*.ipynb"))):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield _page(path.relative_to(root).as_posix(), "".join(cell["source"]))
    for path in sorted((*root.glob("tutors/*.md"), *root.glob("README.md"))):
        yield _page(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def _page(file: str, text: str):
    kept = [word.strip().casefold() for listed, _ in KEPT.findall(text) for word in listed.split(",")]
    # Code in a page is spaced out, so that nothing else moves.
    return file, 0, COMMENT.sub(" ", re.sub(r"`[^`\n]*`", " ", text)), kept
