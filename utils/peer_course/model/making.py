"""The shapes of exercises in which a person makes something of their own; never judged, never counted."""

from dataclasses import dataclass

from .exercise import Exercise, Named, Starter
from .fields import number, parts, prose, word


@dataclass(frozen=True, kw_only=True)
class Route:
    """One of the equal ways into a personal prompt."""

    id: str = word()
    name: str = prose()
    prompt: str = prose()


@dataclass(frozen=True, kw_only=True)
class Journal(Exercise):
    """A private page with routes to choose from and sentence starters."""

    routes: tuple[Route, ...] = parts(Route, at_least=2)
    starters: tuple[Starter, ...] = parts(Starter, optional=True, at_least=0)


@dataclass(frozen=True, kw_only=True)
class Timeline(Exercise):
    """A private line of events, each at one of the author's levels; drawn, and the same as a list."""

    routes: tuple[Route, ...] = parts(Route, at_least=2)
    levels: tuple[Named, ...] = parts(Named, at_least=3)
    look: tuple[Starter, ...] = parts(Starter, optional=True, at_least=0)


@dataclass(frozen=True, kw_only=True)
class CardPart:
    """One part of a card to build: a prompt, and things to take over with a tick."""

    id: str = word()
    name: str = prose()
    prompt: str = prose()
    suggestions: tuple[Starter, ...] = parts(Starter, optional=True, at_least=0)


@dataclass(frozen=True, kw_only=True)
class Builder(Exercise):
    """A card that a person builds and prints: an agreement, a plan, a support card."""

    card: str = prose()
    parts: tuple[CardPart, ...] = parts(CardPart)
    close: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Something to tick, with what may be said to a person who ticked it."""

    id: str = word()
    text: str = prose()
    say: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class TickGroup:
    """A heading with things to tick below it."""

    id: str = word()
    name: str = prose()
    items: tuple[Tick, ...] = parts(Tick)


@dataclass(frozen=True, kw_only=True)
class Ticks(Exercise):
    """A private list to tick: hopes, worries, what to bring.

    Ticking nothing is an answer too; `nothing` replies to it, where the usual sentence does not do.
    """

    groups: tuple[TickGroup, ...] = parts(TickGroup)
    other: str = prose(optional=True)
    close: str = prose()
    nothing: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """One part of a piece of writing: what belongs there, and about how many words."""

    id: str = word()
    name: str = prose()
    prompt: str = prose()
    words: int = number()


@dataclass(frozen=True, kw_only=True)
class Planner(Exercise):
    """An outline built of notes and of those earlier answers that a person chooses to bring."""

    parts: tuple[PlanPart, ...] = parts(PlanPart, at_least=2)
    close: str = prose()
