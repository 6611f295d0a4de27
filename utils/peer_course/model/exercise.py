"""What all exercises have in common."""

from dataclasses import dataclass, field

from .fields import number, prose, prose_by_id, word, words

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
class Starter:
    """A short text to borrow or to look with: the beginning of a sentence, a suggestion, a question."""

    id: str = word()
    text: str = prose()
