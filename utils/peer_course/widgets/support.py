"""The page that says where to find support. It tells plainly when nobody has checked the numbers."""

import re
from html import escape

from .. import library
from ..model.course import HelpLine, Support
from .page import Page

NUMBER = r"\d(?: ?\d){2,}"
EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
REACH = re.compile(rf"\b(?:[Tt]ext (?P<body>\w+) to (?P<sms>{NUMBER})|(?P<mailto>{EMAIL})|(?P<tel>{NUMBER}))\b")


def page() -> Page:
    """Return the help lines as a page."""
    support = library.build(Support, library.document("support"))
    rows = "".join(_line(support, line) for line in support.lines)
    unchecked = "" if all(_is_checked(line) for line in support.lines) else f"<p>{_linked(support.unchecked)}</p>"
    html = f"<p>{escape(support.intro)}</p><ul>{rows}</ul>{unchecked}<p>{escape(support.pause)}</p>"
    return Page(html, " ".join([support.intro, *(f"{x.name}: {x.reach}." for x in support.lines)]))


def _line(support: Support, line: HelpLine) -> str:
    checked = ""
    if _is_checked(line):
        checked = "<br>" + escape(support.checked.replace("{date}", line.checked).replace("{name}", line.checked_by))
    return f"<li><strong>{escape(line.name)}: {_linked(line.reach)}</strong><br>{escape(line.when)}{checked}</li>"


def _linked(text: str) -> str:
    """Return text as HTML in which a finger can ring, text or write to what is named; the words stay as they are."""
    found, end = [], 0
    for one in REACH.finditer(text):
        name = next(name for name in ("sms", "mailto", "tel") if one[name])
        to = one[name].replace(" ", "") + (f"?body={one['body']}" if name == "sms" else "")
        found += [escape(text[end:one.start(name)]), f'<a href="{name}:{escape(to)}">{escape(one[name])}</a>']
        end = one.end(name)
    return "".join([*found, escape(text[end:])])


def _is_checked(line: HelpLine) -> bool:
    return bool(line.checked and line.checked_by)
