"""Reads labelled notes: a line a note, `L topic | text with [[marked]] words` or `H kind | text`, or JSON lines."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from peer_course.language.likeness import plain
from peer_course.language.passage import Passage
from peer_course.language.reviewing import seen
from peer_course.language.rules import rulebook

_LINE = re.compile(r"([LH]) ([a-z-]+) \| (.+)")
# What the writers of the notes called their topics, and the topic of the rule files that explains them.
TOPICS = {"blame-compliance": "blame", "doubt-casting": "doubt", "motive-guess": "motive", "praise": "cosy",
          "person-as-diagnosis": "person", "person-as-thing": "person", "stereotype": "person", "deficit": "deficit",
          "pattern-implying": "pattern", "pessimism": "prediction", "paternalism-power": "power",
          "opinion-as-fact": "opinion", "violence-label": "violence", "suicide-self-harm-wording": "suicide",
          "jargon-objectifying": "jargon", "sensational": "opinion", "euphemism": "power", "structure": "opinion"}


@dataclass
class Note:
    """A note as the network sees it; `stretches` are the marked (first word, last word), `topics` one for each."""

    words: list[str]
    marks: list[tuple[int, ...]]
    sentence: list[int]
    stretches: list[tuple[int, int]]
    topics: list[str]
    writer: str
    passage: Passage


def note(text: str, spans, topic: str, writer: str) -> Note:
    """Read one text with its marked (start, end) places."""
    passage, sentence = Passage(text), []
    for i, first in enumerate(passage.first):
        sentence.append(sentence[-1] + (first == i) if sentence else 0)
    held = [[i for i in range(len(passage)) if passage.starts[i] < end and passage.ends[i] > start]
            for start, end in spans]
    every = range(len(passage))
    stretches = [(words[0], words[-1]) for words in held if words]
    topic = TOPICS.get(topic, topic)
    return Note([plain(passage, i) for i in every], seen(passage, rulebook()), sentence, stretches,
                [topic if topic in TOPICS.values() else ""] * len(stretches), writer, passage)


def sentences(whole: Note) -> list[Note]:
    """The sentences of a note, each as a note of its own; a short text is read as surely as a long one."""
    found = []
    for first, last in sorted(set(zip(whole.passage.first, whole.passage.last, strict=True))):
        held = [(a - first, b - first, topic) for (a, b), topic in zip(whole.stretches, whole.topics, strict=True)
                if a <= last and b >= first]
        if any(a < 0 or b > last - first for a, b, _ in held):
            continue  # what was marked goes on in the next sentence
        here = slice(first, last + 1)
        found.append(Note(whole.words[here], whole.marks[here], [0] * (last + 1 - first),
                          [(a, b) for a, b, _ in held], [topic for *_, topic in held], whole.writer, whole.passage))
    return found or [whole]


def together(some: list[Note]) -> Note:
    """Several notes as one long one."""
    whole = Note([], [], [], [], [], some[0].writer, some[0].passage)
    for one in some:
        words, sentences_before = len(whole.words), whole.sentence[-1] + 1 if whole.sentence else 0
        whole.words.extend(one.words)
        whole.marks.extend(one.marks)
        whole.sentence.extend(sentences_before + n for n in one.sentence)
        whole.stretches.extend((words + first, words + last) for first, last in one.stretches)
        whole.topics.extend(one.topics)
    return whole


def pieces(line: str) -> tuple[str, str, list[str]] | None:
    """The letter, the topic and the text of a line, cut at its marks; every second piece is marked."""
    match = _LINE.fullmatch(line.strip())
    cut = re.split(r"\[\[|\]\]", match[3]) if match else []
    good = len(cut) % 2 == 1 and (match[1] == "L") == (len(cut) > 1)
    return (match[1], match[2], cut) if good else None


def compact(path: Path) -> list[Note]:
    """The notes of one writer in the compact form. Raises ValueError with the line that cannot be read."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        read = pieces(line)
        if not read:
            raise ValueError(f"{path.name}, line {number}: write “L topic | text with [[marked]] words”, "
                             "or “H kind | text” with none.")
        text, spans = "", []
        for n, piece in enumerate(read[2]):
            spans += [(len(text), len(text) + len(piece))] if n % 2 else []
            text += piece
        found.append(note(text, spans, read[1], path.stem))
    return found


def json_lines(path: Path) -> list[Note]:
    """The notes of a file of JSON lines with text, topic and loaded phrases."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        spans = [(one["text"].index(words), one["text"].index(words) + len(words)) for words in one["loaded"]]
        found.append(note(one["text"], spans, one["topic"], f"{path.stem}-{one['id'][0]}"))
    return found

