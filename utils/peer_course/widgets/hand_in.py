"""The widget of the hand-in panel: carries messages between the page and a Panel, nothing else."""

import threading
from pathlib import Path

import anywidget
import traitlets

from .handing import Panel

STATIC = Path(__file__).parent / "static"


class HandIn(anywidget.AnyWidget):
    """The hand-in panel in a notebook. `spec` is given once; `state` says where things stand."""

    _esm = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("common.js", "hand_in.js"))
    _css = (STATIC / "exercise.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, panel: Panel):
        self._panel = panel
        super().__init__(spec=panel.spec(), state=panel.state())
        self.on_msg(self._hear)

    def _hear(self, _widget, message, _buffers):
        # nbgrader's commands take seconds; the kernel stays free, so that other pages go on saving.
        threading.Thread(target=self._answer, args=(message,), daemon=True).start()

    def _answer(self, message):
        try:
            answer = self._panel.hear(message)
        except Exception:  # A panel that waits for ever would frighten; the words are in the task's own file.
            answer = {"state": self._panel.state(self.spec["words"]["trouble"])}
        self.state = answer.pop("state")
        self.send({"to": message["do"], **answer})

    def _repr_mimebundle_(self, **kwargs):
        """Return the live panel together with a form for paper and for pages without a kernel."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/html"] = self._panel.printable()
        data["text/plain"] = self.spec["title"]
        return data, metadata


def show(panel: Panel) -> HandIn:
    """Return the live view of a panel."""
    return HandIn(panel)
