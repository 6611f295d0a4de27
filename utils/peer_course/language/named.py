"""The register of named contexts. A context is a question about words first to last of a passage."""

from collections.abc import Callable

from peer_course.language.passage import Passage

Context = Callable[[Passage, int, int], bool]
CONTEXTS: dict[str, Context] = {}


def context(name: str):
    """Register a context under the name that rule files use."""
    def keep(function: Context) -> Context:
        CONTEXTS[name] = function
        return function
    return keep
