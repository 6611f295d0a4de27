"""Everything that `peer-course check` looks at, as sentences an author can act on. Changes nothing."""

from pathlib import Path

from ..language.rules import RuleError
from ..library.shape import Problem
from . import content, ids, language, own_prose, plain_text, sentences, sessions, wording


def everything(root: Path) -> list[Problem]:
    """Return all problems of a course folder, in a fixed order.

    What depends on readable content is looked at only when all content files can be read: one
    mistake should not be reported twenty times.
    """
    documents = content.documents(root)
    broken = [problem for document in documents.values() for problem in document.problems]
    if broken:
        return broken
    data = {name: document.data for name, document in documents.items()}
    holes = sentences.problems(data["words"], documents["words"].lines)
    if holes:
        return holes
    return (content.links(data, documents) + ids.missing(root, data) + sessions.problems(root, data)
            + wording.problems(root, data, documents) + plain_text.problems(root, data, documents)
            + _words(root, data, documents))


def _words(root: Path, data: dict, documents: dict) -> list[Problem]:
    try:
        book = language.rulebook(data)
    except RuleError as e:
        return [Problem("content/language", 0, str(e))]
    return language.problems(data, book) + own_prose.problems(root, data, documents, book)


def unchecked_help_lines(root: Path, today) -> list[Problem]:
    """Return help lines that nobody has checked, or not for 180 days: no release goes out with them."""
    return content.stale_help_lines(content.documents(root)["support"].data, today)
