"""My answers: read them back, take them along, delete them. Shows only what lies in the person's own store."""

import datetime
import os
from html import escape
from pathlib import Path

import anywidget
import traitlets

from .. import answers, library
from .retold import entries

STATIC = Path(__file__).parent / "static"


def as_html() -> str:
    """Return all answers as one page to keep: headings, labels and texts, nothing else."""
    heading = escape(library.words()("my_answers.heading"))
    body = "".join(
        f"<section><h2>{escape(e['title'])}</h2><p>{escape(e['when'])}</p>" + "".join(
            f"<h3>{escape(label)}</h3>" * bool(label) + f"<p style='white-space:pre-wrap'>{escape(text)}</p>"
            for label, text in e["told"]) + "</section>" for e in entries())
    return (f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{heading}</title>"
            f"<meta name='viewport' content='width=device-width'><main><h1>{heading}</h1>{body}</main></html>")


def where() -> str:
    """Return a true sentence on where answers are kept in this place, and the folder."""
    on_hub = "JUPYTERHUB_USER" in os.environ
    return f"{library.words()('my_answers.where_hub' if on_hub else 'my_answers.where')} {answers.folder()}"


class MyAnswers(anywidget.AnyWidget):
    """The list of one's own answers."""

    _esm = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("common.js", "my_answers.js"))
    _css = (STATIC / "exercise.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)
    entries = traitlets.List().tag(sync=True)

    def __init__(self):
        words = library.words()
        aside = [words("my_answers.aside", name=path.name) for path in answers.set_aside()]
        super().__init__(spec={"words": words.group("my_answers"), "where": where(), "aside": aside},
                         entries=entries())
        self.on_msg(self._hear)

    def _hear(self, _widget, message, _buffers):
        say = ""
        try:
            if message["do"] == "export":
                name = f"my-answers-{datetime.date.today().isoformat()}.html"
                self.send({"do": "download", "name": name, "html": as_html()})
            if message["do"] == "delete":
                answers.remove(message["key"])
            if message["do"] == "delete_all":
                answers.remove_all()
            if message["do"].startswith("delete"):
                say = self.spec["words"]["deleted"]
        except OSError as e:
            say = library.words()("my_answers.not_possible", why=e.strerror or "")
        self.entries = entries()
        if say:
            self.send({"do": "say", "say": say})

    def _repr_mimebundle_(self, **kwargs):
        """Return the live list; the form for paper holds no answer."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        heading = self.spec["words"]["heading"]
        data["text/html"] = f"<section><h3>{escape(heading)}</h3></section>"
        data["text/plain"] = heading
        return data, metadata


def show() -> MyAnswers:
    """Return the live list of one's own answers."""
    return MyAnswers()
