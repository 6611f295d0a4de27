"""Finds what stands between quotation marks, with every kind of mark and across paragraphs.

Only where quotations are; whose words they are is decided in contexts.
"""

import re
from bisect import bisect_left

_MARK = re.compile("[\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]|\r?\n[ \t]*\r?\n")
_PAIRS = {"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", '"': '"', "\u2018": "\u2019'",
          "'": "'\u2019", "\u201a": "\u2018\u2019"}
_SINGLE = frozenset("'\u2018\u201a\u2019")


def quotations(text: str) -> list[tuple[int, int]]:
    """List (start, end) of each quotation, without its marks; a pair of marks around everything is no quotation."""
    found, opened = [], None
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if opened is None:
            if mark in _PAIRS and _opens(text, at, mark):
                opened = (at, mark)
        elif mark[0] in "\r\n":
            opened = _at_paragraph(text, match.end(), opened, found, at)
        elif mark in _PAIRS[opened[1]] and _closes(text, at, mark) and at > opened[0] + 1:
            found.append((opened[0] + 1, at))
            opened = None
    if opened and opened[1] in "\u201c\u00ab\u201e":
        found.append((opened[0] + 1, len(text)))
    return [span for span in found if not _is_everything(text, span)]


def _opens(text: str, at: int, mark: str) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark in ("\u201c", "\u00ab", "\u201e"):
        return True
    return not before.isalnum() and not after.isspace() and before not in ".,"


def _closes(text: str, at: int, mark: str) -> bool:
    if mark not in _SINGLE:
        return True
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return not before.isspace() and not after.isalnum()


def _at_paragraph(text, next_start, opened, found, at):
    """A quotation runs on only when the next paragraph opens with the same mark; a stray mark opens nothing."""
    if text[next_start:next_start + 1] == opened[1]:
        found.append((opened[0] + 1, at))
        return None
    if opened[1] in "\u201c\u00ab\u201e":
        found.append((opened[0] + 1, at))
    return None


def _is_everything(text: str, span: tuple[int, int]) -> bool:
    around = text[: span[0] - 1] + text[span[1] + 1:] if len(text) - (span[1] - span[0]) < 12 else "x"
    return not any(c.isalnum() for c in around)


def mark_words(starts: list[int], quoted: list[tuple[int, int]]) -> list[int]:
    """For each word, the number of the quotation it stands in, or -1."""
    inside = [-1] * len(starts)
    for number, (start, end) in enumerate(quoted):
        for i in range(bisect_left(starts, start), bisect_left(starts, end)):
            inside[i] = number
    return inside
