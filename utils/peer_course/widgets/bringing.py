"""What a person may bring into a plan: the titles of their earlier answers, session by session. No word of them."""

from .. import library

# What somebody wrote in their own words comes first in each session.
WRITTEN = ("journal", "timeline")


def offered(past, words) -> dict:
    """Return groups of what may be brought, each with a name and entries (key and title), and the titles of all.

    `past` holds (key, title, pairs told). The trials of the start page are not offered; what somebody
    brought of them before keeps its title.
    """
    sessions = [session["slug"] for session in library.document("course")["sessions"]]
    found: dict[str, list] = {}
    for key, title, _ in past:
        session, kind = _place(key)
        if not session or session in sessions:
            found.setdefault(session, []).append((kind not in WRITTEN, title, key))
    groups = [{"name": _name(session, words), "entries": [{"key": key, "title": title}
               for _, title, key in sorted(found[session])]} for session in (*sessions, "") if session in found]
    return {"titles": {key: title for key, title, _ in past}, "groups": groups}


def _place(key: str) -> tuple[str, str]:
    try:
        exercise = library.exercise(key.partition(".")[0])
    except library.Unknown:
        # The exercise is gone from the course; the person's words are not.
        return "", ""
    return exercise.session, exercise.kind


def _name(session: str, words) -> str:
    titles = {one["slug"]: one["title"] for one in library.document("course")["sessions"]}
    if not session:
        return words("planner.earlier")
    return words("planner.session", number=list(titles).index(session) + 1, title=titles[session])
