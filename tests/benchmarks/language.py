"""What the recovery-language review finds and where it cries wolf, on labelled notes, beside plain word lists.

    python tests/benchmarks/language.py [--alex PROGRAM] [HALF …]

HALF: tuning, first-look, reporting, fresh, latest, newest, unseen, untouched, long, unseen-long, untouched-long (default: all
but the first two; no rule was written from the others).
Prints precision, recall and F1 with 95 % intervals (Wilson), by topic; notes of level `notice` apart; what a second
reader marked who saw only the texts; and the sets of short notes, and of long ones, together; and softer words in rewrites. With --alex, the open-source checker of
insensitive words (npm package `alex`) runs on the same notes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path

from figures import row
from peer_course.language import compare, review, rules
from peer_course.language.passage import Passage
from peer_course.language.reviewing import ruled

LABELLED = Path(__file__).resolve().parents[1] / "content" / "labelled"
SETS = ["untouched", "unseen", "newest", "latest", "fresh", "reporting", "untouched-long", "unseen-long", "long"]
RUNS = 25


def notes(half: str) -> list[dict]:
    lines = (LABELLED / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def wilson(hits: int, of: int) -> str:
    """The share in per cent with its 95 % interval (Wilson 1927)."""
    if not of:
        return "—"
    z, p = 1.96, hits / of
    middle, spread = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((middle + sign * spread) / (1 + z * z / of) for sign in (-1, 1))
    return f"{100 * p:5.1f} [{100 * max(0, low):.0f}–{100 * min(1, high):.0f}]"


def marks(note: dict, of: str = "loaded") -> list[tuple[int, int]]:
    """Where the words stand that the writer marked ("loaded"), or a second reader who saw only the text ("second")."""
    return [(note["text"].index(words), note["text"].index(words) + len(words)) for words in note[of]]


def overlaps(span, spans) -> bool:
    return any(a < span[1] and b > span[0] for a, b in spans)


def ours(texts: list[str], least: tuple[str, ...] = ("talk-about-it", "please-change")) -> list[list[tuple[int, int]]]:
    return [[(f.start, f.end) for f in review(text) if f.level in least] for text in texts]


def rules_alone(texts: list[str]) -> list[list[tuple[int, int]]]:
    """What the rules find in their contexts, without likeness to marked notes."""
    book, found = rules.rulebook(), []
    for text in texts:
        passage = Passage(text)
        found.append([(passage.starts[hit.shown_first], passage.ends[hit.shown_last])
                      for level, hit, _ in ruled(passage, book) if level != "notice"])
    return found


def bare_list(texts: list[str]) -> list[list[tuple[int, int]]]:
    """The same words and phrases as a plain list: no context is looked at."""
    book, found = rules.rulebook(), []
    for text in texts:
        passage = Passage(text)
        found.append([(passage.starts[hit.shown_first], passage.ends[hit.shown_last])
                      for hit in book.matcher.find(passage)
                      if hit.owner[1] == "look_for" and book.rules[hit.owner[0]].level != "notice"])
    return found


def alex(texts: list[str], program: str) -> list[list[tuple[int, int]]]:
    """What alex marks; its places are line and column of a text file."""
    with tempfile.TemporaryDirectory() as folder:
        for n, text in enumerate(texts):
            Path(folder, f"{n:04}.txt").write_text(text.replace("\n", " "), encoding="utf-8")
        done = subprocess.run([program, "--text", folder], capture_output=True, text=True, check=False)
    found: list[list[tuple[int, int]]] = [[] for _ in texts]
    at = None
    for line in (done.stdout + done.stderr).splitlines():
        name = re.search(r"(\d{4})\.txt", line)
        place = re.match(r"\s+\d+:(\d+)-\d+:(\d+)\s+warning", line)
        at = int(name[1]) if name else at
        if place and at is not None:
            found[at].append((int(place[1]) - 1, int(place[2]) - 1))
    return found


def report(name: str, labelled: list[dict], spans: list[list[tuple[int, int]]], by_topic: bool = False) -> None:
    marked = [marks(note) for note in labelled]
    found = sum(overlaps(m, s) for ms, s in zip(marked, spans, strict=True) for m in ms)
    total = sum(map(len, marked))
    right = sum(overlaps(s, ms) for ms, ss in zip(marked, spans, strict=True) for s in ss)
    said = sum(map(len, spans))
    harmless = [bool(s) for note, s in zip(labelled, spans, strict=True) if not note["loaded"]]
    precision, recall = right / max(1, said), found / max(1, total)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  {name:<34} found {wilson(found, total)}   alarmed {wilson(sum(harmless), len(harmless))}   "
          f"precision {wilson(right, said)}   F1 {f1:.2f}")
    topics = sorted({n["topic"] for n in labelled})
    for topic in topics if by_topic and len(topics) > 1 else ():
        part = [(n, s) for n, s in zip(labelled, spans, strict=True) if n["topic"] == topic]
        report(f"  {topic}", [n for n, _ in part], [s for _, s in part])


def softenings() -> None:
    """How often a softer word for a hard fact is pointed at, and how often a fair rewrite is."""
    print("\nRewrites: softer words for a hard fact or a judgement")
    for name in ("softened-unseen", "softened"):
        soft = fair = found = needless = 0
        for pair in notes(name):
            told = bool(compare(pair["text"], pair["rewrite"]).softened)
            if pair["softer"]:
                soft, found = soft + 1, found + told
            else:
                fair, needless = fair + 1, needless + told
        print(f"  {name:<34} found {wilson(found, soft)} of {soft}   needless in fair rewrites {wilson(needless, fair)} of {fair}")


def timing() -> None:
    text = " ".join(note["text"] for note in notes("tuning"))
    text = " ".join(text.split()[:300])
    code = "import time; t = time.perf_counter(); from peer_course.language import review; a = time.perf_counter(); " \
           "review('She refused again.'); print(a - t, time.perf_counter() - a)"
    with tempfile.TemporaryDirectory() as folder:
        # Modules are compiled once, as they are after an installation.
        as_installed = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        _, *firsts = [tuple(map(float, subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                                                      env=as_installed, check=True).stdout.split()))
                      for _ in range(RUNS + 1)]
    beside = [1000 * timeit.timeit("for i in range(10_000_000): n += i", "n = 0", number=1) for _ in range(5)]
    warm = []
    for _ in range(RUNS):
        start = time.perf_counter()
        review(text)
        warm.append(1000 * (time.perf_counter() - start))
    print("\nTime")
    row("beside it: ten million additions in a bare loop", beside, " ms", 0)
    row("300 words, warm", warm, " ms")
    row("first call in a new process", [1000 * call for _, call in firsts], " ms", 0)
    row("import", [1000 * imported for imported, _ in firsts], " ms", 1)
    for size in (250_000, 500_000, 1_000_000):
        long = (text + "\n") * (size // len(text) + 1)
        start = time.perf_counter()
        review(long[:size])
        print(f"  {size:>9,} characters{'':<35} {time.perf_counter() - start:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("halves", nargs="*", default=SETS)
    parser.add_argument("--alex", help="the program of the npm package alex")
    asked = parser.parse_args()
    together: dict[str, list[tuple[dict, list[tuple[int, int]]]]] = {"short": [], "long": []}
    for half in asked.halves:
        labelled = notes(half)
        texts = [note["text"] for note in labelled]
        print(f"\n{half}: {len(labelled)} notes, {sum(len(n['loaded']) for n in labelled)} loaded phrases, "
              f"{sum(not n['loaded'] for n in labelled)} harmless notes. Per cent, 95 % intervals.")
        found = ours(texts)
        if half in SETS:
            together["long" if "long" in half else "short"] += zip(labelled, found, strict=True)
        report("the review", labelled, found, by_topic=True)
        report("the review, `notice` included", labelled, ours(texts, ("notice", "talk-about-it", "please-change")))
        report("the rules alone", labelled, rules_alone(texts))
        report("the rules' words as a bare list", labelled, bare_list(texts))
        if asked.alex:
            report("alex", labelled, alex(texts, asked.alex))
        if all("second" in note for note in labelled):
            report("a second reader", labelled, [marks(note, "second") for note in labelled])
    for kind, pairs in together.items():
        if pairs:
            labelled, found = map(list, zip(*pairs, strict=True))
            print(f"\nThe sets of {kind} notes together: {len(pairs)}, {sum(len(n['loaded']) for n in labelled)} loaded phrases.")
            report("the review", labelled, found)
    softenings()
    timing()


if __name__ == "__main__":
    main()
