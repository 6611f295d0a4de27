"""The shapes of the course, its tasks, rubrics, sources and support. No reading, no deciding."""

from dataclasses import dataclass, field

from .fields import flag, number, part, parts, prose, word, words


@dataclass(frozen=True, kw_only=True)
class Session:
    """One session on the map of the course; the slug is the name of its notebook."""

    slug: str = word()
    title: str = prose()
    aim: str = prose()
    minutes: int = number()
    intensity: str = word(one_of=("low", "medium", "high"))
    ahead: str = prose(optional=True)
    sources: tuple[str, ...] = words()


@dataclass(frozen=True, kw_only=True)
class Task:
    """A reflective task: who reads it, and by when a reply can be promised."""

    slug: str = word()
    session: str = word()
    title: str = prose()
    expected: bool = flag()
    would_like_by: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Tutor:
    """Who reads what is handed in, how to reach them, and whom they call themselves when a text worries them.

    Empty until the cohort is set up.
    """

    name: str = prose(optional=True)
    contact: str = prose(optional=True)
    worry: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Course:
    """The map of the course, in order."""

    title: str = prose()
    about: str = prose()
    sessions: tuple[Session, ...] = parts(Session)
    tasks: tuple[Task, ...] = parts(Task, optional=True)
    tutor: Tutor | None = part(Tutor, optional=True)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from."""

    title: str = prose()
    where: str = prose()
    used_for: str = prose()


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """A help line; `checked` stays empty until a named person has checked number and hours."""

    id: str = word()
    name: str = prose()
    reach: str = prose()
    when: str = prose()
    checked: str = field(default="", metadata={"as": "date"})
    checked_by: str = prose(optional=True)


@dataclass(frozen=True, kw_only=True)
class Support:
    """Everything shown beside a box for free text and at the end of a session."""

    beside: str = prose()
    unwatched: str = prose()
    intro: str = prose()
    unchecked: str = prose()
    checked: str = prose()
    lines: tuple[HelpLine, ...] = parts(HelpLine)
    pause: str = prose()


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of a criterion, described in words."""

    id: str = word()
    name: str = prose()
    about: str = prose()


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing a tutor reads for; `answer` names the answer cell it belongs to, if there are several."""

    id: str = word()
    name: str = prose()
    answer: str = word(optional=True)
    levels: tuple[Level, ...] = parts(Level, at_least=2)
    guidance: str = prose()


@dataclass(frozen=True, kw_only=True)
class Comment:
    """A comment that a tutor can take and change."""

    id: str = word()
    text: str = prose()


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text written for this course that shows one level, and why."""

    id: str = word()
    level: str = word()
    text: str = prose()
    why: str = prose()


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """What a tutor reads for in one task, and what someone alone can read for themselves."""

    task: str = word()
    title: str = prose()
    criteria: tuple[Criterion, ...] = parts(Criterion, at_least=3)
    comments: tuple[Comment, ...] = parts(Comment, at_least=12)
    examples: tuple[Example, ...] = parts(Example, at_least=2)
    checklist: tuple[Comment, ...] = parts(Comment, at_least=3)
