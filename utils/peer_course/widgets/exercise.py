"""The widget of an exercise: carries messages between the page and a Sitting, nothing else."""

from functools import lru_cache
from pathlib import Path

import anywidget
import traitlets

from .sitting import Sitting

STATIC = Path(__file__).parent / "static"
MAKE_A_PAGE = ("builder", "planner")


class ExerciseView(anywidget.AnyWidget):
    """An exercise in a notebook. `spec` is given once; `held` is the answer as Python holds it."""

    spec = traitlets.Dict().tag(sync=True)
    held = traitlets.Dict().tag(sync=True)

    def __init__(self, sitting: Sitting):
        self._sitting = sitting
        super().__init__(spec=sitting.spec(), held=sitting.held())
        self.on_msg(self._hear)

    def _hear(self, _widget, message, _buffers):
        held, back = self._sitting.hear(message)
        if held is not None:
            self.held = held
        for one in back:
            self.send(one)

    def _repr_mimebundle_(self, **kwargs):
        """Return the live view together with a form for paper, print and pages without a kernel."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/html"] = self._sitting.printable()
        data["text/plain"] = self._sitting.exercise.title
        return data, metadata


def script(kind: str) -> str:
    """Return the ES module of one kind: what all share, then its own part."""
    shared = ("common.js", "reply.js", *(("own_page.js",) if kind in MAKE_A_PAGE else ()))
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in (*shared, f"{kind}.js"))


@lru_cache
def view_of(kind: str) -> type[ExerciseView]:
    """Return the widget class of one kind."""
    style = (STATIC / "exercise.css").read_text(encoding="utf-8")
    return type(f"{kind.title()}View", (ExerciseView,), {"_esm": script(kind), "_css": style})


def show(sitting: Sitting) -> ExerciseView:
    """Return the live view of a sitting."""
    return view_of(sitting.exercise.kind)(sitting)
