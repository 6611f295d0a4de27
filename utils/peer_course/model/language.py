"""Shapes of the language review: rules, findings, facts, softenings and voice.

Only frozen dataclasses live here. Nothing in this file reads, decides or shows anything.
"""

from dataclasses import dataclass

LEVELS = ("notice", "talk-about-it", "please-change")
MOVES = ("describe", "attribute", "explain", "count")
FACT_KINDS = ("who", "what", "when", "where", "number", "said_by", "next_step")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One other way to put it, with the repair move it shows (one of MOVES)."""

    move: str
    say: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the review looks for, as a tutor wrote it in content/language."""

    id: str
    topic: str
    level: str
    why: str
    ask: str
    instead: tuple[Alternative, ...]
    look_for: tuple[str, ...] = ()
    shape: str = ""
    leave_alone: tuple[str, ...] = ()
    notice_when: tuple[str, ...] = ()
    fine_in: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    not_everyone_agrees: str = ""
    sources: tuple[str, ...] = ()
    must_flag: tuple[str, ...] = ()
    must_not_flag: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text worth a second look: text[start:end] == words.

    alike: no rule names the words; they are like words that readers marked in notes.
    """

    start: int
    end: int
    words: str
    rule: str
    topic: str
    level: str
    why: str
    instead: tuple[str, ...]
    ask: str
    moves: tuple[str, ...] = ()
    not_everyone_agrees: str = ""
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact a note holds; kind is one of FACT_KINDS."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What became of the facts; kept and lost are worded as in the first note, new as in the rewrite."""

    kept: tuple[Fact, ...] = ()
    lost: tuple[Fact, ...] = ()
    new: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Softening:
    """A hard fact that became a cosy word, or a loaded guess that became a nicer guess."""

    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class SofteningRule:
    """Plain words (was) that must not turn into others (now), as written in content/language.

    Where other plain words that keep the fact are listed (still), whatever else takes its place is softer too.
    """

    id: str
    was: tuple[str, ...]
    still: tuple[str, ...]
    now: tuple[str, ...]
    why: str
    must_flag: tuple[tuple[str, str], ...]
    must_not_flag: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whether the person's own view, reason or words appear, and where."""

    present: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a rewrite kept, lost, softened and gave voice to."""

    findings: tuple[Finding, ...]
    facts: Facts
    softened: tuple[Softening, ...]
    voice: Voice
