"""One exercise on a bare page, with Python answering as it does in a notebook: no Jupyter, no kernel.

Only here is contrast judged: inside JupyterLab axe never looks at text.
"""

import json
from pathlib import Path

import axe_playwright_python
from peer_course import library
from peer_course.widgets.exercise import STATIC, script
from peer_course.widgets.sitting import Sitting

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
STYLE = (STATIC / "exercise.css").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A stand-in for the widget model: the four calls that a module may make, with Python behind `send`.
MODEL = """async ([esm, state]) => {
  const listeners = {};
  const tell = (event, value) => (listeners[event] || []).forEach((f) => f(value));
  const model = {
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; tell('change:' + name); },
    on: (event, f) => { (listeners[event] = listeners[event] || []).push(f); },
    off: (event, f) => { listeners[event] = (listeners[event] || []).filter((g) => g !== f); },
    send: async (message) => {
      const answer = JSON.parse(await window.python(JSON.stringify(message)));
      if (answer === null) return;
      for (const [name, value] of Object.entries(answer.set)) model.set(name, value);
      answer.back.forEach((one) => tell('msg:custom', one));
    },
  };
  const module = await import(URL.createObjectURL(new Blob([esm], { type: 'text/javascript' })));
  window.model = model;
  window.leave = module.default.render({ model, el: document.getElementById('page') });
}"""


class BarePage:
    """A page of the browser with one exercise on it; `dead` makes Python fall silent, as a killed kernel does."""

    def __init__(self, page, width: int = 1280, scheme: str = "light"):
        self.page, self.dead = page, False
        page.set_default_timeout(10_000)
        self.look(width, scheme)
        self.problems: list[str] = []
        page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        page.expose_function("python", lambda text: json.dumps(self._python(json.loads(text))))
        self.answer = lambda message: None

    def look(self, width: int, scheme: str):
        """Show the page in a width and a colour scheme."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)

    def _python(self, message):
        return None if self.dead else self.answer(message)

    def blank(self, body: str = "<div id='page'></div>"):
        """Show an empty page in the look of the course."""
        self.page.set_content(
            "<!doctype html><html lang='en'><meta name='color-scheme' content='light dark'><title>Page</title>"
            f"<style>{STYLE}</style><main><h1>A session</h1><h2>A part of it</h2>{body}</main></html>")

    def show(self, sitting: Sitting):
        """Show the exercise of a sitting."""
        def answer(message):
            held, back = sitting.hear(message)
            return {"set": {} if held is None else {"held": held}, "back": back}

        self.run(script(sitting.exercise.kind), {"spec": sitting.spec(), "held": sitting.held()}, answer)
        return self

    def run(self, esm: str, state: dict, answer):
        """Show any module of ours with its state and what Python says to its messages."""
        self.answer = answer
        self.blank()
        self.page.evaluate(MODEL, [esm, state])

    def again(self, sitting: Sitting):
        """Take the view away and show it anew on the same page, as running the cell again does."""
        self.page.evaluate("() => { window.leave(); document.getElementById('page').replaceChildren(); }")
        self.dead = False
        self.add(sitting)

    def add(self, sitting: Sitting):
        """Show an exercise on the page as it is."""
        def answer(message):
            held, back = sitting.hear(message)
            return {"set": {} if held is None else {"held": held}, "back": back}

        self.answer = answer
        self.page.evaluate(MODEL, [script(sitting.exercise.kind), {"spec": sitting.spec(), "held": sitting.held()}])

    def axe(self) -> list[str]:
        """Return what axe-core finds against WCAG 2.2 A and AA, and its best practice."""
        self.page.evaluate("source => { if (!window.axe) (0, eval)(source) }", AXE)
        found = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]

    def fits(self) -> bool:
        """Return whether the page needs no sideways scrolling."""
        return self.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def sitting(slug: str, moment: str = "") -> Sitting:
    """Return one person sitting with an exercise of the course."""
    return Sitting(library.exercise(slug), moment)
