"""The feedback page that a learner reads: plain HTML with a language, headings in order, and no script.

Here: how a marked notebook becomes that page; the page itself is templates/peer_feedback/index.html.j2.
Not here: comments, which nbgrader's GetGrades puts into the cells before this runs. Points are not shown:
they are how words are mirrored to nbgrader, and say nothing to the person who wrote.
"""

import re
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader import utils
from traitlets import default

from .. import handover
from .inert import inert

TEMPLATES = Path(__file__).parent / "templates"
TAG = re.compile(r"<(/?)h([1-6])\b")
FIRST_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)
ANY_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
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
        yield "levelled", levelled
        yield "is_untouched", is_untouched
        yield "answers", answers
        yield "added", added
        yield "task_title", task_title


def levelled(page: str) -> str:
    """Give HTML of somebody's own words with all its headings at one level, below ours."""
    return TAG.sub(lambda m: f"<{m[1]}h4", page)


def is_untouched(source: str) -> bool:
    """Tell whether an answer is still as the task came."""
    return source.strip() in ("", handover.STUB)


def answers(nb) -> list:
    """Give the answer cells of a task, each with the heading it stands under."""
    found, label = [], ""
    for cell in nb.cells:
        box = cell.metadata.get("nbgrader", {})
        if box.get("solution"):
            found.append((label, cell))
        elif box.get("locked"):
            headings = ANY_HEADING.findall(cell.source)
            label = TITLE_TAG.sub("", headings[-1]) if headings else label
    return found


def added(nb) -> list:
    """Give the cells that neither came with the task nor are an answer, when they hold words."""
    return [cell for cell in nb.cells if cell.cell_type == "markdown" and cell.source.strip()
            and not cell.metadata.get("nbgrader", {}).get("locked")
            and not cell.metadata.get("nbgrader", {}).get("solution")]


def task_title(nb) -> str:
    """Give the first heading of a task as its author wrote it, without Markdown marks."""
    for cell in sorted(nb.cells, key=lambda cell: not utils.is_locked(cell)):
        found = FIRST_HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if found:
            return TITLE_TAG.sub("", found[1])
    return "your writing"
