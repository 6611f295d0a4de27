"""Make a learner's Markdown safe to show: it keeps its words, and can do nothing.

Pure functions on text, used before any page of a tutor's or a learner's shows it. Allow-list only: what is
not known to be harmless is shown as the characters that were typed.
"""

import html
import re

# Only these two forms of link stay links; the characters cannot end the link early or hide another scheme.
LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\[\]\n]{1,200})\]"
    r"\((?P<to>(?:https?://|mailto:)[A-Za-z0-9/._~?#@!&=+,;%:-]{1,500})\)"
)
PICTURE = re.compile(r"!\[(?P<alt>[^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])?")
# What opens or ends a block of code; behind `~~~` other words may hold "`", behind ``` they may not.
MARK = r"(?P<before>[ \t>*+.)\d-]*)(?:`{3,}(?=[^\n`]*$)|~{3,})"
FENCE = re.compile(rf"^{MARK}[^\n]*$", re.MULTILINE)
FENCE_HERE = re.compile(MARK + r"[ \t]*", re.MULTILINE)
# An invisible joiner after a backslash: "\href" in a formula would otherwise become a live link.
JOINER = "&#8288;"
AS_TYPED = {"<": "&lt;", "[": "&#91;", "$": "&#36;", "\\": "&#92;" + JOINER}
KEPT = re.compile("\ue000(\\d+)\ue001")


def inert(text: str) -> str:
    """Give the same words as Markdown without HTML, formulas, pictures, or links but to pages and mail."""
    # A page takes "\r" for the end of a line, so it is one here as well.
    text = re.sub("[\ue000\ue001\x00-\x08\x0b\x0c\x0e-\x1f]", "", re.sub("\r\n?", "\n", text))
    kept: list[str] = []

    def keep(match: re.Match) -> str:
        words = "".join(AS_TYPED.get(character, character) for character in match["text"])
        kept.append(f"[{words}]({match['to']})")
        return f"\ue000{len(kept) - 1}\ue001"

    text = PICTURE.sub(lambda m: f"(picture left out: {m['alt'] or 'no description'})", text)
    text = FENCE.sub(_apart, text)
    text = LINK.sub(keep, text)
    text = "".join(AS_TYPED.get(character, character) for character in text)
    return KEPT.sub(lambda m: kept[int(m[1])], text)


def _apart(line: re.Match) -> str:
    """Put the words beside a fence on a line of their own: there they name no language, and none is lost."""
    text, marks, at = line[0], [], 0
    while mark := FENCE_HERE.match(text, at):
        marks.append(mark[0].rstrip())
        at = mark.end()
    # Below the fence, and inside the same quotation or list.
    inside = re.sub("[^>]", " ", line["before"])
    rest = text[at:].strip()
    return "\n".join([marks[0], *(inside + mark.lstrip() for mark in marks[1:]), *([inside + rest] if rest else [])])


def as_typed(text: str) -> str:
    """Give back the plain words of a text that `inert` has made safe."""
    return html.unescape(text.replace(JOINER, ""))
