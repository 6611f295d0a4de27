"""The page that leads back to where a person was. It looks at their own answers only."""

from html import escape
from pathlib import Path

from .. import answers, kinds, library
from .page import Page


def page(folder: Path | None = None) -> Page:
    """Return where the person was last, with a link, and how far they are in each session they began.

    `folder` is where the session notebooks lie (default: the notebook's own folder).
    """
    words = library.words()
    titles = {s["slug"]: s["title"] for s in library.document("course")["sessions"]}
    there = [slug for slug in titles if ((folder or Path.cwd()) / f"{slug}.ipynb").exists()]
    begun = _begun(there)
    if not begun:
        lead, slug = words("map.carry_on_new"), there[0] if there else ""
    else:
        slug = next(iter(begun))
        lead = words("map.carry_on_text", title=titles[slug])
    if not slug:
        return Page("", "")
    link = f'<a href="{slug}.ipynb">{escape(words("map.open", title=titles[slug]))}</a>'
    rows = "".join(f"<li>{escape(titles[s])}: {escape(words('map.done', done=done, of=of))}</li>"
                   for s, (done, of) in sorted(begun.items()))
    html = f"<p><strong>{escape(words('map.carry_on'))}</strong></p><p>{escape(lead)} {link}</p>"
    return Page(html + (f"<ul>{rows}</ul>" if rows else ""), lead)


def _begun(sessions: list[str]) -> dict[str, tuple[int, int]]:
    """Return done and all exercises of each session with an answer in it, the latest first."""
    exercises = {slug: library.exercise(slug) for slug in library.slugs()}
    found: dict[str, tuple[int, int]] = {}
    held = answers.everything()
    for key in held:
        session = getattr(exercises.get(key.partition(".")[0]), "session", None)
        if session in sessions and session not in found:
            own = [e for e in exercises.values() if e.session == session]
            done = sum(any(kinds.is_complete(e, held[k].answer) for k in held if k.partition(".")[0] == e.slug)
                       for e in own)
            found[session] = (done, len(own))
    return found
