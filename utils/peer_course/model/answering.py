"""The shapes of exercises that a person answers: sort, match, choose, order, scale, blend, scenario, rewrite."""

from dataclasses import dataclass

from .exercise import Exercise, Named, Starter
from .fields import flag, number, parts, prose, prose_by_id, word, words


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
class Match(Exercise):
    """Statements that may belong to several of the targets at once, with a reason for every good match."""

    targets: tuple[Named, ...] = parts(Named, at_least=2)
    items: tuple[Statement, ...] = parts(Statement, at_least=3)


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
class Blend(Exercise):
    """Statements to place between three views, by shares of a hundred; never marked."""

    views: tuple[Named, ...] = parts(Named, at_least=3)
    statements: tuple[View, ...] = parts(View)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Something to do or say: how the other person reacts, what may be going on, and the step it leads to.

    `stops_here` marks an end that is not a safe one: the reply says that this way stops, and points one step back.
    """

    id: str = word()
    text: str = prose()
    reaction: str = prose()
    say: str = prose()
    then: str = word(optional=True)
    stops_here: bool = flag()


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One moment of a scenario and what can be done in it."""

    id: str = word()
    scene: str = prose()
    options: tuple[Move, ...] = parts(Move, at_least=2)


@dataclass(frozen=True, kw_only=True)
class Scenario(Exercise):
    """A situation that branches; it begins with the first scene, and every step can be taken back."""

    person: str = prose()
    scenes: tuple[Scene, ...] = parts(Scene, at_least=2)
    close: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class NoteFact:
    """One fact of a note; it counts as kept when every entry of `look_for` is found in the rewrite."""

    id: str = word()
    text: str = prose()
    look_for: tuple[str, ...] = words(optional=False)


@dataclass(frozen=True, kw_only=True)
class Note:
    """A biased note about an invented person, or a sentence somebody said, with one possible other version.

    A note has facts that the other version keeps; a spoken sentence has none, but questions to look at it with.
    """

    id: str = word()
    about: str = prose()
    note: str = prose()
    facts: tuple[NoteFact, ...] = parts(NoteFact, optional=True, at_least=0)
    look: tuple[Starter, ...] = parts(Starter, optional=True, at_least=0)
    person: str = prose(optional=True)
    one_way: str = prose()
    why: str = prose()


@dataclass(frozen=True, kw_only=True)
class Rewrite(Exercise):
    """Notes to write anew, or (`spoken`) sentences to say another way; `close` ends every reply, whatever it says."""

    spoken: bool = flag()
    notes: tuple[Note, ...] = parts(Note)
    close: str = prose(optional=True)
