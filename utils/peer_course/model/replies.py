"""The shape of what a person reads after an exercise."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One thing said in a reply: a short mark in words, what it is about, and the text.

    A line with a `key` can be answered by the person; the page knows how for its kind.
    """

    text: str
    about: str = ""
    mark: str = ""
    key: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of a reply with its lines."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Reply:
    """What a person reads after an exercise; `summary` is also read out by a screen reader."""

    summary: str
    sections: tuple[Section, ...] = ()
