"""The page on which a person reads what a tutor's side holds of them: plain HTML, no script, nothing from elsewhere.

Pure: data in, HTML out. Everything that anybody wrote is shown as the characters that were typed.
"""

import json
from html import escape
from pathlib import Path
from urllib.parse import quote

from ..handover import COURSE
from .inert import as_typed

HEAD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What is held about you</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 45rem; margin: 1rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border-left: .25rem solid; padding-left: .75rem; }
body { overflow-wrap: anywhere; }
dd { margin-left: 0; }
a { display: inline-block; max-width: 100%; min-height: 1.5rem; color: inherit; }
dt { font-weight: bold; }
</style>
</head>
<body>
<main>
<h1>What is held about you</h1>
"""
ABOUT = ("This is everything that the tutor’s side of the course holds about the person with the account “{learner}”, "
         "as found on {day}. The folder <code>files</code> beside this page has the files themselves, and "
         "<code>data.json</code> has the same data for programs. Points are only how nbgrader keeps what was said in "
         "words. If something here is not right, please tell your tutor.")
ENDED = {"marked": "read by the rubric", "talk": "not yet: please talk to me",
         "conversation": "assessed in conversation", "passed": "passed on", "": "not finished"}


def page(data: dict, files: Path) -> str:
    """Return the page. `files` is the folder of the copied files, whose notebooks are shown as text."""
    parts = [HEAD, _p(ABOUT.format(learner=escape(data["learner"]), day=escape(data["written"][:10])))]
    parts += _person(data["gradebook"].get("person", {}))
    parts += _writing(data["files"], files)
    parts += _markings(data)
    parts += _gradebook(data["gradebook"].get("hand_ins", []))
    parts += _events(data)
    parts += _files(data["files"])
    parts += _missing(data["missing"])
    return "".join(parts) + "</main>\n</body>\n</html>\n"


def _person(person: dict) -> list[str]:
    return ["<h2>You, in the gradebook</h2>", _pairs(person.items())] if person else []


def _writing(names: list[str], files: Path) -> list[str]:
    shown = [name for name in names if name.endswith(".ipynb") and ".ipynb_checkpoints" not in name]
    found = ["<h2>What you handed in</h2>"]
    for name in shown:
        found.append(f"<h3>{escape(name)}</h3>")
        found += [f"<pre>{escape(text)}</pre>" for text in _cells(files / name)]
    return found if shown else []


def _cells(path: Path) -> list[str]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [cell.get("source", "") for cell in cells
                   if not cell.get("metadata", {}).get("nbgrader", {}).get("locked")]
        texts = ["".join(source) if isinstance(source, list) else str(source) for source in sources]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ["This file could not be read as a notebook. It is in the folder all the same."]
    return [as_typed(text) for text in texts if text.strip()]


def _markings(data: dict) -> list[str]:
    found = ["<h2>What was written about it</h2>"] if data["markings"] or data["kept"] else []
    for one in data["markings"]:
        found += [f"<h3>{escape(one['task'])}, read by {escape(one['marker'] or 'somebody')} "
                  f"({escape(one['role'])} reading)</h3>",
                  _pairs([("Handed in", one["handed_in"]), ("How it ended", ENDED.get(one["outcome"], one["outcome"])),
                          *((f"Level for {name}", level) for name, level in one["levels"].items()),
                          *((f"Comment on {name}", text) for name, text in one["comments"].items()),
                          *((f"Comment on “{mark['quote']}”", mark["text"]) for mark in one["remarks"]),
                          ("One thing done well", one["well"]), ("One next step", one["next_step"])])]
    if data["kept"]:
        found.append(_p(f"{len(data['kept'])} earlier version(s) are kept too; they are in <code>data.json</code>."))
    return found


def _gradebook(hand_ins: list[dict]) -> list[str]:
    found = ["<h2>In nbgrader’s gradebook</h2>"] if hand_ins else []
    for one in hand_ins:
        comments = [(f"Comment on {each['answer']}", each["by_a_person"] or each["by_itself"])
                    for each in one["comments"]]
        points = [(f"Points for {each['answer']}", each["points_by_a_person"]) for each in one["answers"]]
        found += [f"<h3>{escape(one['task'])}</h3>", _pairs([("Handed in", one["handed_in"]), *points, *comments])]
    return found


def _events(data: dict) -> list[str]:
    rows = [f"{one['at']}: {one['who']} · {one['what']} · {one['task']} {one['detail']}" for one in data["events"]]
    rows += [f"In the list {one['list']}: {', '.join(row)}" for one in data["lists"] for row in one["rows"]]
    rows += [f"Named in the note “{name}”" for name in data["notes"]]
    return ["<h2>What else was noted</h2>", _list(escape(row) for row in rows)] if rows else []


def _files(names: list[str]) -> list[str]:
    shown = [f'<a href="files/{quote(name)}">{escape(name)}</a>' if _opens_safely(name) else escape(name)
             for name in names]
    return ["<h2>All files</h2>", _list(shown)] if shown else []


def _missing(names: list[str]) -> list[str]:
    if not names:
        return []
    return ["<h2>What could not be copied</h2>", _p("This is held as well, and could not be opened. Please ask your "
            "tutor about it."), _list(escape(name) for name in names)]


def _opens_safely(name: str) -> bool:
    """Whether a browser shows the file without running anything: text, or a feedback page that the course wrote."""
    where = name.split("/")[1:3]
    ours = where[:1] == ["feedback"] or where == [COURSE, "feedback"]
    return name.endswith((".ipynb", ".txt")) or (name.endswith(".html") and ours)


def _pairs(pairs) -> str:
    held = [(name, value) for name, value in pairs if value not in (None, "")]
    rows = "".join(f"<dt>{escape(str(name))}</dt><dd><pre>{escape(str(value))}</pre></dd>" for name, value in held)
    return f"<dl>{rows}</dl>" if rows else _p("Nothing is written here.")


def _list(rows) -> str:
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _p(text: str) -> str:
    return f"<p>{text}</p>\n"
