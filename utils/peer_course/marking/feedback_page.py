"""The feedback page that a learner reads, as one piece of HTML: no script, nothing from elsewhere, no points.

Pure: words in, page out; both `nbgrader generate_feedback` and `peer-course feedback` end here, so that they
write the same bytes. The page's shape is templates/feedback.html.j2, its sentences are `feedback_page` in
content/words.yml. Not here: what was said (`feedback_said`), and any file of a learner's.
"""

from functools import lru_cache
from pathlib import Path

import jinja2
import mistune
from markupsafe import Markup

from .. import library
from ..model.course import Course, Rubric
from . import feedback_passages, reading, records, rubrics
from .feedback_said import Said
from .inert import as_typed, inert

TEMPLATES = Path(__file__).parent / "templates"
OUTCOMES = (records.TALK, records.CONVERSATION, records.PASSED)
LONGEST_QUOTE = 90


def page(task: str, pieces: list[reading.Piece], said: Said) -> str:
    """Return the feedback page for one hand-in."""
    say, named, course = library.words(), _rubric(task), rubrics.course()
    touched, sections, last = reading.written(pieces), [], 0
    for piece in pieces:
        remarks = [one for one in said.remarks if one.answer == piece.answer]
        text = feedback_passages.reading(piece.text, remarks, last)
        last = max(last, text.last)
        sections.append({
            "piece": piece, "text": text, "comment": said.comments.get(piece.answer, ""),
            "levels": _levels(named, piece, said, touched),
        })
    homeless = [one for one in said.remarks if one.answer not in {piece.answer for piece in pieces}]
    return _template().render(
        say=say, title=_title(task, named, course) or say("feedback_page.untitled"), said=said,
        sections=sections, tutor=course.tutor, outcome=said.outcome if said.outcome in OUTCOMES else "",
        homeless=feedback_passages.reading("", homeless, last).loose)


def comment_html(text: str) -> Markup:
    """Return a tutor's words as HTML that can do nothing: Markdown with its headings below ours."""
    return Markup(_markdown()(inert(text)))  # noqa: S704 (inert leaves no tag, and Markdown escapes what is left)


def shortened(quote: str) -> str:
    """Return a quotation on one line, its end left out when it is long."""
    line = " ".join(quote.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _levels(named: Rubric | None, piece: reading.Piece, said: Said, touched: set[str]) -> list[tuple]:
    """Give the criteria of one answer with the levels that were chosen, in the rubric's order."""
    told = said.outcome == records.CONVERSATION
    if named is None or piece.extra or not (told or (said.outcome == records.MARKED and piece.answer in touched)):
        return []
    chosen = [(criterion, next((one for one in criterion.levels if one.id == said.levels.get(criterion.id)), None))
              for criterion in rubrics.criteria_of(named, piece.answer)]
    return [(criterion, level) for criterion, level in chosen if level]


def _rubric(task: str) -> Rubric | None:
    try:
        return rubrics.rubric(task)
    except library.Unknown:
        return None


def _title(task: str, named: Rubric | None, course: Course) -> str:
    titles = (one.title for one in course.tasks if one.slug == task)
    return next(titles, named.title if named else "")


class _Plain(mistune.HTMLRenderer):
    """Comments stand below our third headings, and bring no picture along; every sign reads as it was typed."""

    def text(self, text: str) -> str:
        return mistune.escape(as_typed(text))

    def codespan(self, text: str) -> str:
        return f"<code>{mistune.escape(as_typed(text))}</code>"

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{mistune.escape(as_typed(code))}</code></pre>\n"

    def heading(self, text: str, level: int, **attrs) -> str:
        return f"<h4>{text}</h4>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return mistune.escape(as_typed(text))


@lru_cache(maxsize=1)
def _markdown() -> mistune.Markdown:
    # A tutor types into a plain box: a new line there is a new line here.
    return mistune.create_markdown(escape=True, hard_wrap=True, renderer=_Plain(escape=True))


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    """Give the page's template, compiled once for all pages of a run."""
    known = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                               lstrip_blocks=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    known.filters |= {"comment": comment_html, "shortened": shortened}
    return known.get_template("feedback.html.j2")
