"""My answers: read them back, take them along, delete them. Shows only what lies in the person's own store."""

import datetime
import os
from html import escape
from pathlib import Path

import anywidget
import traitlets

from .. import answers, kinds, library

STATIC = Path(__file__).parent / "static"


def entries() -> list[dict]:
    """Return every answer in words: key, title, when, and pairs of a label and a text."""
    words, found = library.words(), []
    for key, saved in answers.everything().items():
        title, told = _told(key, saved.answer, words)
        if ".kept-" in key:
            title += f" ({words('my_answers.beside')})"
        found.append({"key": key, "title": title, "when": _day(saved.when), "told": told})
    return found


def _told(key: str, answer: dict, words) -> tuple[str, list[tuple[str, str]]]:
    slug, _, moment = key.partition(".")
    try:
        exercise = library.exercise(slug)
    except library.Unknown:
        # The exercise is gone from the course; the person's words are not.
        return slug, [(str(name), str(value)) for name, value in answer.items()]
    name = next((m.name for m in getattr(exercise, "moments", ()) if m.id == moment.partition(".")[0]), "")
    told = kinds.told(exercise, answer)
    if answer.get("passed"):
        told = [("", words("my_answers.passed")), *told]
    return exercise.title + (f" ({name})" if name else ""), told


def _day(when: str) -> str:
    try:
        at = datetime.datetime.fromisoformat(when)
    except ValueError:
        return ""
    return f"{at.day} {at:%B %Y, %H:%M}"


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
