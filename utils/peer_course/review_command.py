"""`peer-course review`: the recovery-language review of one's own text, on one's own machine.

The text is read, looked at and forgotten: nothing is sent, logged or kept. Not here: what counts as loaded.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from .language import compare, first_five, review
from .model.language import Comparison, Finding

LARGEST = 1_000_000


class Unreadable(Exception):
    """The text cannot be looked at; the message is a sentence that says why and what to do."""


def text_of(name: str) -> str:
    """Return the text of a file, or of standard input for `-`. Raises Unreadable.

    Line ends stay as they are, so that offsets count characters of the text as given.
    """
    what = "what was typed" if name == "-" else f"“{name}”"
    try:
        raw = sys.stdin.buffer.read(4 * LARGEST + 1) if name == "-" else _bytes(Path(name))
    except FileNotFoundError:
        raise Unreadable(f"There is no file {what}. Please check the name.") from None
    except IsADirectoryError:
        raise Unreadable(f"{what} is a folder. Please name one file in it.") from None
    except OSError as e:
        raise Unreadable(f"{what} could not be read ({e.strerror}).") from None
    if b"\0" in raw:
        raise Unreadable(f"{what} is not plain text. Copy the words out of it and try those.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(f"{what} is not saved as UTF-8 text. Save it again as UTF-8, or copy the words out.") from None
    if not text.strip():
        raise Unreadable(f"{what} is empty. There is nothing to look at.")
    if len(text) > LARGEST:
        raise Unreadable(f"{what} is longer than a million characters. Please look at a part of it.")
    return text


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4 * LARGEST + 1)


def as_json(text: str, original: str | None) -> str:
    """Return the findings as JSON: a list, or with a first note the whole comparison as one object."""
    if original is None:
        return json.dumps([asdict(f) for f in review(text)], ensure_ascii=False, indent=1)
    found = compare(original, text)
    whole = {
        "findings": [asdict(f) for f in found.findings],
        "facts": asdict(found.facts),
        "softened": [{"from": s.was, "to": s.now, "why": s.why} for s in found.softened],
        "voice": asdict(found.voice),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_text(text: str, original: str | None, everything: bool) -> str:
    """Return the findings to read: five at first, the most serious ones; all of them on request."""
    if original is None:
        return "\n".join(_findings(review(text), text, everything))
    found = compare(original, text)
    return "\n".join([*_findings(list(found.findings), text, everything), *_comparison(found)])


def _findings(findings: list[Finding], text: str, everything: bool) -> list[str]:
    if not findings:
        return ["No loaded word was found. This sees words, not tone, and not what was left out."]
    shown = findings if everything else first_five(findings)
    lines, first_with = [], {}
    for f in sorted(shown, key=lambda f: f.start):
        line = text.count("\n", 0, f.start) + 1
        lines += [f"“{f.words}” (line {line}, {f.level.replace('-', ' ')})"]
        if first_with.setdefault(f.why, f) is not f:
            lines += [f"  As with “{first_with[f.why].words}”.", ""]
            continue
        lines += [f"  {f.why}"]
        lines += [f"  {f.ask}"] if f.ask else []
        lines += [f"  Instead, perhaps: {say}" for say in f.instead]
        lines += [f"  Not everyone agrees: {f.not_everyone_agrees}"] if f.not_everyone_agrees else []
        lines.append("")
    if len(shown) < len(findings):
        lines.append(f"There are {len(findings) - len(shown)} more. Add --all to see them.")
    return lines


def _comparison(found: Comparison) -> list[str]:
    lines = [""]
    for name, said in (("lost", "In the first note, and not found now"), ("new", "New, not in the first note")):
        facts = getattr(found.facts, name)
        if facts:
            lines.append(f"{said}: " + "; ".join(f.words for f in facts) + ".")
    lines.append(f"Facts kept: {len(found.facts.kept)}.")
    lines += [f"“{s.was}” has become “{s.now}”. {s.why}" for s in found.softened]
    lines.append("The person can be heard." if found.voice.present else
                 "The person’s own view was not found. What did they say about it?")
    return lines
