"""Plain pages for a notebook's output: HTML without a script, such as a map, support or a kind notice."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Page:
    """A piece of HTML for the notebook, with the same in plain text."""

    html: str
    text: str

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": self.text}


def notice(*sentences: str) -> Page:
    """Return calm sentences in place of something that cannot be shown."""
    return Page("".join(f"<p>{escape(s)}</p>" for s in sentences), " ".join(sentences))
