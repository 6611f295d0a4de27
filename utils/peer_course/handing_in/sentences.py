"""What the hand-in says to a learner: the sentences stand in content/words.yml, under `handed`."""

from .. import library


def say(name: str, **fields: str) -> str:
    """Return one sentence with its gaps filled."""
    return library.words()(f"handed.{name}", **fields)
