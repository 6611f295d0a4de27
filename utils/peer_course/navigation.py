"""The cells of a session that are written from content: the way round the course, its map, and the glossary.

They are Markdown with relative links, so they work in JupyterLab, in Notebook and on a code-hosting
site alike. Nothing else of a notebook is made here.
"""

import json
from pathlib import Path

from . import canonical, library

START = "00-start-here"
WOVEN = {"nav", "map", "glossary"}


def written(tag: str, slug: str, there: list[str]) -> str:
    """Return the text of a generated cell (one of WOVEN) for one notebook.

    `there` are the slugs of the notebooks that exist.
    """
    if tag == "glossary":
        return _glossary()
    return _map(there) if tag == "map" else _nav(slug, there)


def weave(path: Path) -> bool:
    """Write the generated cells of one notebook anew, in its tidy form, and tell whether it changed."""
    before = path.read_text(encoding="utf-8")
    there = [p.stem for p in path.parent.glob("*.ipynb")]
    nb = canonical.strip(json.loads(before))
    for cell in nb["cells"]:
        for tag in WOVEN & set(cell["metadata"].get("tags", ())):
            cell["source"] = written(tag, path.stem, there)
    after = canonical.dumps(nb)
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def _sessions() -> dict[str, dict]:
    return {s["slug"]: s for s in library.document("course")["sessions"]}


def _nav(slug: str, there: list[str]) -> str:
    words, sessions = library.words(), _sessions()
    order = [START, *(s for s in sessions if s in there)]
    here = order.index(slug) if slug in order else 0
    links = [f"[{words('map.home')}]({START}.ipynb)"] if slug != START else []
    if here > 1:
        links.append(_link(words("map.previous", title=sessions[order[here - 1]]["title"]), order[here - 1]))
    if here + 1 < len(order):
        links.append(_link(words("map.next", title=sessions[order[here + 1]]["title"]), order[here + 1]))
    return " · ".join(links)


def _map(there: list[str]) -> str:
    words, course = library.words(), library.document("course")
    lines = [f"## {words('map.heading')}", "", course["about"], ""]
    for number, session in enumerate(course["sessions"], 1):
        slug = session["slug"]
        title = _link(session["title"], slug) if slug in there else session["title"]
        minutes = words("map.minutes", minutes=session["minutes"])
        status = minutes if slug in there else f"{minutes}, {words('map.coming')}"
        ahead = f" {words('map.ahead')} {session['ahead']}" if session.get("ahead") else ""
        lines.append(f"{number}. **{title}** ({status}). {session['aim']}{ahead}")
    return "\n".join(lines)


def _glossary() -> str:
    entries = sorted(library.document("glossary").values(), key=lambda entry: entry["term"].casefold())
    return "\n".join(f"- **{entry['term']}**: {' '.join(entry['about'].split())}" for entry in entries)


def _link(text: str, slug: str) -> str:
    return f"[{text}]({slug}.ipynb)"
