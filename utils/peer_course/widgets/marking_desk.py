"""The widget of the marking desk: carries messages between the page and a Desk, nothing else."""

from pathlib import Path
from typing import Protocol

import anywidget
import traitlets

from .. import library
from ..kinds.paper import escape

STATIC = Path(__file__).parent / "static"
PARTS = ("post", "text", "form", "list")
SCRIPTS = ("common.js", *(f"marking_desk_{part}.js" for part in PARTS), "marking_desk.js")
STYLES = ("exercise.css", "marking_desk.css")


class Answers(Protocol):
    """What the widget asks of a desk: what does not change, and an answer to each message."""

    def spec(self) -> dict:
        """Return title, words, tasks, marker, contact and problem."""

    def hear(self, message: dict) -> dict:
        """Return the answer to one message of the page."""


class MarkingDesk(anywidget.AnyWidget):
    """The marking desk in a notebook. `spec` is given once and holds nothing that a learner wrote."""

    _esm = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)
    _css = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Answers):
        self._desk = desk
        super().__init__(spec=desk.spec())
        self.on_msg(self._hear)

    def _hear(self, _widget, message, _buffers):
        self.send(answer(self._desk, message))

    def _repr_mimebundle_(self, **kwargs):
        """Return the live desk together with a sentence for paper and for pages without a kernel."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/html"] = f"<p>{escape(library.words()('desk.page.asleep'))}</p>"
        data["text/plain"] = self.spec["title"]
        return data, metadata


def answer(desk: Answers, message: dict) -> dict:
    """Return what goes back to the page: the desk's answer, with the number and the page that it belongs to."""
    try:
        found = desk.hear(message)
    except Exception as e:  # A page that waits for ever would leave a tutor in doubt about their words.
        sentence = library.words()("desk.page.trouble", why=f"{type(e).__name__}: {e}")
        found = {"say": sentence, "trouble": True}
    # Two windows can show one desk; an answer is for the one that asked.
    return {**found, "do": message.get("do"), "seq": message.get("seq"), "page": message.get("page")}


def show(desk: Answers) -> MarkingDesk:
    """Return the live view of a desk."""
    return MarkingDesk(desk)
