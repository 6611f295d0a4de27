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
FENCE = re.compile(r"^(?P<mark>[ >*+.)\d-]*(?:`{3,}|~{3,}))[^\n`]*$", re.MULTILINE)
# An invisible joiner after a backslash: "\href" in a formula would otherwise become a live link.
JOINER = "&#8288;"
AS_TYPED = {"<": "&lt;", "[": "&#91;", "$": "&#36;", "\\": "&#92;" + JOINER}
KEPT = re.compile("\ue000(\\d+)\ue001")


def inert(text: str) -> str:
    """Give the same words as Markdown without HTML, formulas, pictures, or links but to pages and mail."""
    text = re.sub("[\ue000\ue001\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    kept: list[str] = []

    def keep(match: re.Match) -> str:
        words = "".join(AS_TYPED.get(character, character) for character in match["text"])
        kept.append(f"[{words}]({match['to']})")
        return f"\ue000{len(kept) - 1}\ue001"

    text = PICTURE.sub(lambda m: f"(picture left out: {m['alt'] or 'no description'})", text)
    text = FENCE.sub(lambda m: m["mark"], text)
    text = LINK.sub(keep, text)
    text = "".join(AS_TYPED.get(character, character) for character in text)
    return KEPT.sub(lambda m: kept[int(m[1])], text)


def as_typed(text: str) -> str:
    """Give back the plain words of a text that `inert` has made safe."""
    return html.unescape(text.replace(JOINER, ""))
