"""Whether the content files can be read, and whether what they point at exists."""

import datetime
from pathlib import Path

from ..library.compile import Document, read
from ..library.compile import documents as names
from ..library.shape import Problem

FRESH_FOR = datetime.timedelta(days=180)
NEEDED = ("course", "support", "words", "sources")


def documents(root: Path) -> dict[str, Document]:
    """Return every content file, read."""
    folder = root / "content"
    found = {name: read(folder, name) for name in names(folder)}
    for name in NEEDED:
        if name not in found:
            found[name] = Document(name, problems=[Problem(f"content/{name}.yml", 0, "this file is missing.")])
    return found


def links(data: dict, read_documents: dict[str, Document]) -> list[Problem]:
    """Return exercises, rubrics and rules that name a session, source or task that does not exist."""
    sessions = {"00-start-here"} | {s["slug"] for s in data["course"]["sessions"]}
    tasks = {t["slug"] for t in data["course"].get("tasks", [])}
    found = []
    for name, one in data.items():
        folder, _, stem = name.rpartition("/")
        line = _lines(read_documents[name])
        if folder == "exercises":
            if one["session"] not in sessions:
                found.append(Problem(f"content/{name}.yml", line("session"),
                                     f"there is no session `{one['session']}` in course.yml."))
            found += [Problem(f"content/{name}.yml", line("sources"), f"there is no source `{key}` in sources.yml.")
                      for key in one.get("sources", []) if key not in data["sources"]]
        if folder == "rubrics" and stem not in tasks:
            found.append(Problem(f"content/{name}.yml", 0, f"there is no task `{stem}` in course.yml."))
    return found + _sources(data)


def _sources(data: dict) -> list[Problem]:
    """Every source that a session or exercise names exists, and every source is named somewhere."""
    named = {key for s in data["course"]["sessions"] for key in s.get("sources", [])}
    found = [Problem("content/course.yml", 0, f"there is no source `{key}` in sources.yml.")
             for key in sorted(named - set(data["sources"]))]
    for name, one in data.items():
        if name.startswith("exercises/"):
            named.update(one.get("sources", []))
        elif name.startswith("language/"):
            named.update(key for rule in one.get("rules") or () for key in rule.get("sources") or ())
    return found + [Problem("content/sources.yml", 0, f"nothing names the source `{key}`. Name it in an exercise, in "
                            "a rule or under `sources` of a session in course.yml, or take it out.")
                    for key in data["sources"] if key not in named]


def stale_help_lines(support: dict, today: datetime.date) -> list[Problem]:
    """Return the help lines that are unchecked, checked by nobody, or checked too long ago."""
    found = []
    for line in support["lines"]:
        date, by = line.get("checked"), line.get("checked_by")
        if not date or not by:
            say = f"“{line['name']}” has not been checked. A named person rings or looks, then enters date and name."
        elif today - datetime.date.fromisoformat(date) > FRESH_FOR:
            say = f"“{line['name']}” was last checked on {date}. That is more than 180 days ago."
        else:
            continue
        found.append(Problem("content/support.yml", 0, say))
    return found


def _lines(document: Document):
    return lambda key: document.lines.get((key,), 0)
