"""Leaves out the lanes of written numbers that hardly count, so that a text takes less time.

    python leaner.py short|long NOTES … [--into FOLDER]

After learning, about half of the lanes are nearly always below nought or count for next to nothing. As many of them go
as can, while scores on the given notes move by less than a tenth; what they told is shared out among those that stay.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import torch
from longer import is_long
from notes import compact
from peer_course.language import lanes
from peer_course.language.likeness import Likeness, network
from peer_course.library import learned

MAY_MOVE = 0.06  # of a score, on average over all words
NOTES = 2_000


@dataclass
class Lanes:
    """What the lanes hold for every word of some notes (words, lanes), and how each counts: 1, or -1 for falling."""

    held: torch.Tensor
    counts: torch.Tensor
    marked: torch.Tensor  # the words that are like marked ones

    @property
    def told(self) -> torch.Tensor:
        """What each lane adds to the score of each word: nothing below nought."""
        return self.held.clamp(min=0) * self.counts

    @property
    def told_of_topics(self) -> torch.Tensor:
        """What each lane tells of topics, for marked words alone: a tenth below nought."""
        held = self.held[self.marked]
        return torch.where(held > 0, held, held / 10)


def read(kind: str, about: dict, paths) -> Lanes:
    """Read what lanes hold from every so many of the notes, as many as are enough."""
    net = network(kind == "long")
    some = [note for path in paths for note in compact(path) if is_long(note) == (kind == "long")]
    held, marked = [], []
    for note in some[::max(1, len(some) // NOTES)]:
        like = Likeness(note.passage, note.marks, net)
        held += [list(lanes.unpack(packed, net.width)[:-1]) for packed in like.hidden(0, len(note.passage))]
        marked += [score > net.found_above for score in like.scores]
    counts = torch.tensor([1.0] * about["rising"] + [-1.0] * about["falling"], dtype=torch.float64)
    return Lanes(torch.tensor(held, dtype=torch.float64) / net.unit, counts, torch.tensor(marked))


def best_fit(known: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """By what each column of what is known counts, so that all together come closest to what is wanted."""
    square = known.T @ known + 1e-6 * len(known) * torch.eye(known.shape[1], dtype=torch.float64)
    return torch.linalg.solve(square, known.T @ wanted)


def with_one(columns: torch.Tensor) -> torch.Tensor:
    """The columns, and one more that is always one."""
    return torch.cat([columns, torch.ones(len(columns), 1, dtype=torch.float64)], 1)


def shared_out(found: Lanes, kept: list[int], left: list[int]) -> tuple[torch.Tensor, float, float]:
    """By how much the lanes that are kept count more, what is added to every score, and by how much scores move."""
    lost, known = found.told[:, left].sum(1), with_one(found.told[:, kept])
    more = best_fit(known, lost).clamp(min=-0.5)  # a lane may count less, but never the other way
    return 1 + more[:-1], float(more[-1]), float((lost - known @ more).std())


def topics_from(about: dict, found: Lanes, kept: list[int], times: torch.Tensor) -> list:
    """The topics as they are told best by the lanes that are kept."""
    names, by_itself, weights = zip(*about["topics"], strict=True)
    wanted = found.told_of_topics @ torch.tensor(weights, dtype=torch.float64).T + torch.tensor(by_itself)
    fit = best_fit(with_one(found.told_of_topics[:, kept] * times), wanted)
    return [[name, round(told[-1], 3), [round(weight, 3) for weight in told[:-1]]]
            for name, told in zip(names, fit.T.tolist(), strict=True)]


def fewest(found: Lanes) -> list[int]:
    """The lanes without which scores would move by more than they may, in their order."""
    by_weight = found.told.std(0).argsort(descending=True).tolist()
    few, many = 1, len(by_weight)
    while few < many:
        middle = (few + many) // 2
        moved = shared_out(found, sorted(by_weight[:middle]), by_weight[middle:])[2]
        few, many = (few, middle) if moved <= MAY_MOVE else (middle + 1, many)
    return sorted(by_weight[:many])


def without(about: dict, found: Lanes, kept: list[int]) -> dict:
    """The written numbers with these lanes alone."""
    left = [lane for lane in range(len(found.counts)) if lane not in kept]
    times, added, _ = shared_out(found, kept, left)

    def cut(row):
        return [round(row[lane] * float(more)) for lane, more in zip(kept, times, strict=True)] + [row[-1]]

    bias = cut(about["bias"])
    bias[-1] += round(about["unit"] * added)
    return about | {
        "places": [[cut(row) for row in place] for place in about["places"]], "bias": bias,
        "of_sentence": [cut(row) for row in about["of_sentence"]], "of_note": [cut(row) for row in about["of_note"]],
        "rising": sum(lane < about["rising"] for lane in kept),
        "falling": sum(lane >= about["rising"] for lane in kept),
        "topics": topics_from(about, found, kept, times),
    }


def main() -> None:
    """Read the numbers that the package holds, and write them with fewer lanes."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("kind", choices=["short", "long"])
    asked.add_argument("notes", nargs="+", type=Path)
    asked.add_argument("--into", type=Path, default=learned.FOLDER)
    args = asked.parse_args()
    about = learned.weights(args.kind)
    found = read(args.kind, about, args.notes)
    kept = fewest(found)
    print(f"{len(kept)} of {len(found.counts)} lanes stay.")
    args.into.mkdir(parents=True, exist_ok=True)
    (args.into / f"weights-{args.kind}.json").write_text(
        json.dumps(without(about, found, kept), separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
