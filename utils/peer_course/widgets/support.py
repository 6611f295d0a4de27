"""The page that says where to find support. It tells plainly when nobody has checked the numbers."""

from html import escape

from .. import library
from ..model.course import HelpLine, Support
from .page import Page


def page() -> Page:
    """Return the help lines as a page."""
    support = library.build(Support, library.document("support"))
    rows = "".join(_line(support, line) for line in support.lines)
    unchecked = "" if all(_is_checked(line) for line in support.lines) else f"<p>{escape(support.unchecked)}</p>"
    html = f"<p>{escape(support.intro)}</p><ul>{rows}</ul>{unchecked}<p>{escape(support.pause)}</p>"
    return Page(html, " ".join([support.intro, *(f"{x.name}: {x.reach}." for x in support.lines)]))


def _line(support: Support, line: HelpLine) -> str:
    checked = ""
    if _is_checked(line):
        checked = "<br>" + escape(support.checked.replace("{date}", line.checked).replace("{name}", line.checked_by))
    return f"<li><strong>{escape(line.name)}: {escape(line.reach)}</strong><br>{escape(line.when)}{checked}</li>"


def _is_checked(line: HelpLine) -> bool:
    return bool(line.checked and line.checked_by)
