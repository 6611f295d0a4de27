"""Put comments beside the passages they are about: a text in paragraphs, its marked passages, and their comments.

Pure functions on plain text. Here: where a passage stands, also when the text has moved since. Not here: HTML.
"""

import re
from dataclasses import dataclass

from .records import Remark

BETWEEN = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Numbered:
    """A comment with its number on the page."""

    number: int
    remark: Remark


@dataclass(frozen=True)
class Stretch:
    """Some words of a paragraph, marked or not; the numbers of the comments whose passages begin and end here."""

    words: str
    marked: bool = False
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a learner's text, and the comments on passages that end in it."""

    stretches: tuple[Stretch, ...]
    comments: tuple[Numbered, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A text with its comments; `loose` are those whose passage cannot be found in it any more."""

    paragraphs: tuple[Paragraph, ...]
    loose: tuple[Numbered, ...] = ()

    @property
    def last(self) -> int:
        """The highest number that was given, 0 if none."""
        numbers = [one.number for one in self.loose]
        numbers += [one.number for paragraph in self.paragraphs for one in paragraph.comments]
        return max(numbers, default=0)


def place(text: str, remark: Remark) -> tuple[int, int] | None:
    """Return where the words of a remark stand: as noted, else the same words nearest to there, else nowhere."""
    quote = remark.quote
    if not quote.strip():
        return None
    if 0 <= remark.start < remark.end and text[remark.start:remark.end] == quote:
        return remark.start, remark.end
    found = [match.start() for match in re.finditer(re.escape(quote), text)]
    if not found:
        return None
    start = min(found, key=lambda here: abs(here - remark.start))
    return start, start + len(quote)


def reading(text: str, remarks: list[Remark], after: int = 0) -> Reading:
    """Return a text with its comments, numbered from `after` + 1 in the order of their passages."""
    places = [(place(text, remark), remark) for remark in remarks]
    placed = sorted(((spot, remark) for spot, remark in places if spot), key=lambda one: one[0])
    loose = [remark for spot, remark in places if not spot]
    marked = [(spot, Numbered(after + n, remark)) for n, (spot, remark) in enumerate(placed, 1)]
    spans = _spans(text)
    # Where blank lines lie inside a passage, its comment comes after the last paragraph that it reaches.
    ends_in = {one.number: max(n for n, (a, b) in enumerate(spans) if a < spot[1] and spot[0] < b)
               for spot, one in marked}
    begun: set[int] = set()
    paragraphs = tuple(
        Paragraph(_stretches(text, span, marked, ends_in, n, begun),
                  tuple(one for _, one in marked if ends_in[one.number] == n))
        for n, span in enumerate(spans))
    return Reading(paragraphs, tuple(Numbered(after + len(marked) + n, one) for n, one in enumerate(loose, 1)))


def _spans(text: str) -> list[tuple[int, int]]:
    starts, ends = [0], []
    for gap in BETWEEN.finditer(text):
        ends.append(gap.start())
        starts.append(gap.end())
    spans = zip(starts, [*ends, len(text)], strict=True)
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _stretches(text: str, span: tuple[int, int], marked: list, ends_in: dict, here: int, begun: set) -> tuple:
    start, end = span
    cuts = {start, end} | {cut for spot, _ in marked for cut in spot if start < cut < end}
    points = sorted(cuts)
    found = []
    for a, b in zip(points, points[1:], strict=False):
        over = [(spot, one.number) for spot, one in marked if spot[0] < b and a < spot[1]]
        begins = tuple(number for _, number in over if number not in begun)
        begun.update(begins)
        ends = tuple(number for spot, number in over
                     if ends_in[number] == here and (spot[1] == b or (b == end and spot[1] > b)))
        found.append(Stretch(text[a:b], bool(over), begins, ends))
    return tuple(found)
