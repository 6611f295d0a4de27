"""The shapes of exercises and of the replies to them. No reading, no deciding, no showing."""

from dataclasses import dataclass, field

from .fields import number, parts, prose, prose_by_id, word, words

INTENSITIES = ("low", "medium", "high")


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise as its author wrote it; the slug is the name of its file."""

    slug: str = field(default="", metadata={"as": "given"})
    kind: str = word()
    session: str = word()
    title: str = prose()
    ask: str = prose()
    minutes: int = number()
    intensity: str = word(one_of=INTENSITIES)
    sources: tuple[str, ...] = words()
    words_kept: dict[str, str] = prose_by_id()


@dataclass(frozen=True, kw_only=True)
class Named:
    """An id with a name and, if needed, a line about it."""

    id: str = word()
    name: str = prose()
    about: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement to sort, with a reason for every place where it may well go."""

    id: str = word()
    text: str = prose()
    fits: dict[str, str] = prose_by_id(optional=False)
    elsewhere: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Sort(Exercise):
    """Statements and the places to put them; `hand` is how many are dealt at a time (0: all)."""

    places: tuple[Named, ...] = parts(Named, at_least=2)
    items: tuple[Statement, ...] = parts(Statement, at_least=3)
    hand: int = number(optional=True)


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose, with what is said to a person who chose it."""

    id: str = word()
    text: str = prose()
    reply: str = prose()


@dataclass(frozen=True, kw_only=True)
class Choose(Exercise):
    """A situation and its options; every option has a reply of its own."""

    scene: str = prose(optional=True)
    pick: str = word(one_of=("one", "several"))
    options: tuple[Option, ...] = parts(Option, at_least=2)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to put in order, with why it matters."""

    id: str = word()
    text: str = prose()
    say: str = prose()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One step that belongs before another, and why."""

    first: str = word()
    then: str = word()
    why: str = prose()


@dataclass(frozen=True, kw_only=True)
class Order(Exercise):
    """Steps to put in order; any order that keeps all rules is a good one."""

    items: tuple[Step, ...] = parts(Step, at_least=3)
    rules: tuple[Rule, ...] = parts(Rule)
    close: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class View:
    """A statement that people agree or disagree with: what is known, and another view."""

    id: str = word()
    text: str = prose()
    say: str = prose()
    another: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Scale(Exercise):
    """Views to place on a scale, once at each moment; the moments are compared, never rated."""

    points: tuple[Named, ...] = parts(Named, at_least=3)
    statements: tuple[View, ...] = parts(View)
    moments: tuple[Named, ...] = parts(Named)


@dataclass(frozen=True, kw_only=True)
class NoteFact:
    """One fact of a note; it counts as kept when every entry of `look_for` is found in the rewrite."""

    id: str = word()
    text: str = prose()
    look_for: tuple[str, ...] = words(optional=False)


@dataclass(frozen=True, kw_only=True)
class Note:
    """A biased note about an invented person, its facts, the person's words and one possible rewrite."""

    id: str = word()
    about: str = prose()
    note: str = prose()
    facts: tuple[NoteFact, ...] = parts(NoteFact, at_least=2)
    person: str = prose(optional=True)
    one_way: str = prose()
    why: str = prose()


@dataclass(frozen=True, kw_only=True)
class Rewrite(Exercise):
    """Biased notes to write anew."""

    notes: tuple[Note, ...] = parts(Note)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One of the equal ways into a personal prompt."""

    id: str = word()
    name: str = prose()
    prompt: str = prose()


@dataclass(frozen=True, kw_only=True)
class Starter:
    """The beginning of a sentence, to borrow."""

    id: str = word()
    text: str = prose()


@dataclass(frozen=True, kw_only=True)
class Journal(Exercise):
    """A private page with routes to choose from and sentence starters."""

    routes: tuple[Route, ...] = parts(Route, at_least=2)
    starters: tuple[Starter, ...] = parts(Starter, optional=True, at_least=0)


KINDS: dict[str, type[Exercise]] = {
    "sort": Sort,
    "choose": Choose,
    "order": Order,
    "scale": Scale,
    "rewrite": Rewrite,
    "journal": Journal,
}


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
