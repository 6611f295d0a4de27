"""How a field of the model is written in a content file. Nothing here reads a file."""

from dataclasses import MISSING, field


def prose(optional: bool = False):
    """Return a field for text that people read: a block scalar in the file, never empty."""
    return field(metadata={"as": "prose"}, **_default(optional, ""))


def word(optional: bool = False, one_of: tuple[str, ...] = ()):
    """Return a field for one plain word, such as an id or a level."""
    return field(metadata={"as": "word", "one_of": one_of}, **_default(optional, ""))


def number(optional: bool = False, default: int = 0):
    """Return a field for a whole number."""
    return field(metadata={"as": "number"}, **_default(optional, default))


def flag():
    """Return a field for yes or no, written `true` or `false`; left out means no."""
    return field(metadata={"as": "flag"}, default=False)


def words(optional: bool = True):
    """Return a field for a list of plain words."""
    return field(metadata={"as": "words"}, **_default(optional, ()))


def prose_by_id(optional: bool = True):
    """Return a field that maps ids to text."""
    return field(metadata={"as": "prose_by_id"}, **_default(optional, {}, shared=False))


def parts(shape: type, optional: bool = False, at_least: int = 1):
    """Return a field for a list of smaller things of one shape."""
    return field(metadata={"as": "parts", "shape": shape, "at_least": at_least}, **_default(optional, ()))


def part(shape: type, optional: bool = False):
    """Return a field for one smaller thing of its own shape."""
    return field(metadata={"as": "part", "shape": shape}, **_default(optional, None))


def _default(optional: bool, value, shared: bool = True) -> dict:
    if not optional:
        return {"default": MISSING}
    return {"default": value} if shared else {"default_factory": type(value)}
