"""The feedback page that a learner reads: plain HTML with a language, headings in order, and no script.

Here: how a marked notebook becomes that page; the page itself is templates/peer_feedback/index.html.j2.
Not here: marks and comments, which nbgrader's GetGrades puts into the cells before this runs.
"""

import re
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader import utils
from traitlets import default

from .. import handover
from .inert import inert

TEMPLATES = Path(__file__).parent / "templates"
HEADING = re.compile(r"<(/?)h([1-6])\b")
FIRST_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)
TITLE_TAG = re.compile(r"[*_`]")


class FeedbackPage(HTMLExporter):
    """Write feedback without stock templates, which ask other people's servers and show numbers first."""

    @default("exclude_anchor_links")
    def _no_anchor_links(self):
        return True

    def default_filters(self):
        """Add the filters of our page to those of nbconvert."""
        yield from super().default_filters()
        yield "inert", inert
        yield "lowered", lowered
        yield "levelled", levelled
        yield "is_untouched", is_untouched
        yield "number", number
        yield "task_title", task_title


def lowered(page: str) -> str:
    """Give HTML with every heading one level down, because the page has a title of its own."""
    return HEADING.sub(lambda m: f"<{m[1]}h{min(6, int(m[2]) + 1)}", page)


def levelled(page: str) -> str:
    """Give HTML of somebody's own words with all its headings at one level, below ours."""
    return HEADING.sub(lambda m: f"<{m[1]}h4", page)


def is_untouched(source: str) -> bool:
    """Tell whether an answer is still as the task came."""
    return source.strip() in ("", handover.STUB)


def number(value) -> str:
    """Give a number as people write it: 4, not 4.0."""
    return f"{float(value or 0):g}"


def task_title(nb) -> str:
    """Give the first heading of a task as its author wrote it, without Markdown marks."""
    for cell in sorted(nb.cells, key=lambda cell: not utils.is_locked(cell)):
        found = FIRST_HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if found:
            return TITLE_TAG.sub("", found[1])
    return "your writing"
