"""Notes that need no writer: the course's own prose is harmless, and every rule brings its examples."""

import re
from pathlib import Path

from notes import Note, note
from peer_course.checks import own_prose
from peer_course.language.passage import Passage
from peer_course.language.reviewing import ruled
from peer_course.language.rules import LIKENESS, Rulebook

_MOST_WORDS = 60
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=[#>|*-])")


def prose(root: Path, data: dict, documents: dict) -> list[Note]:
    """The course's own texts in pieces of a few sentences, without those that hold a word kept on purpose."""
    found, seen = [], set()
    for file, _, text, kept in own_prose.all_texts(root, data, documents):
        for piece in _pieces(text):
            if piece not in seen and not any(word in piece.casefold() for word in kept):
                seen.add(piece)
                found.append(note(piece, [], "", f"course-{file.split('/')[0]}"))
    return found


def _pieces(text: str):
    held: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if held and sum(len(one.split()) for one in held) + len(sentence.split()) > _MOST_WORDS:
            yield " ".join(held)
            held = []
        held += [sentence.strip()] if sentence.strip() else []
    if held:
        yield " ".join(held)


def examples(book: Rulebook) -> list[Note]:
    """What the rules say must be flagged, marked where a rule finds it; and what must not be."""
    found = []
    for rule in book.rules.values():
        if rule.shape == LIKENESS:
            continue
        for text in rule.must_flag if rule.level != "notice" else ():
            found += _marked_by_rules(text, book, rule.topic)
        for text in (*rule.must_not_flag, *(one.say for one in rule.instead)):
            found.append(note(text, [], "", "rules"))
    return found


def to_rewrite(data: dict, book: Rulebook) -> list[Note]:
    """The notes that learners rewrite in the course, marked where a rule finds something."""
    return [one for name, exercise in data.items() if name.startswith("exercises/") and exercise["kind"] == "rewrite"
            for given in exercise["notes"] for one in _marked_by_rules(given["note"], book)]


def _marked_by_rules(text: str, book: Rulebook, topic: str = "") -> list[Note]:
    passage = Passage(text)
    spans = [(passage.starts[hit.shown_first], passage.ends[hit.shown_last])
             for _, hit, by in ruled(passage, book) if by.level != "notice"]
    return [note(text, spans, topic, "rules")] if spans else []
