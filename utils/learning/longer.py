"""Teaches the weights for longer texts, which go by the same word vectors as those for texts of a few sentences.

    python longer.py NOTES … --into FOLDER [--apart WRITER,…]

FOLDER is where train.py has written its numbers; weights-long.json is added there. In a note of a few sentences
everything is about the same thing, and what is said besides tells much about a word. In a longer one most sentences
judge nobody. So short notes are put together here to longer texts, beside notes that were written as long ones.
"""

import json
import random
from pathlib import Path

import torch
from network import Net
from notes import together
from peer_course.language.likeness import LONG_FROM
from train import asked, read, report, scores, shown, teach
from writing import LIMITS_OF_LONGER, write_weights

AS_IT_STANDS = 0.6  # how often a long note is not put together with others
STILL_SHORT = 0.3  # how often a text is shown that is too short all the same


def vectors(folder: Path):
    """(row of each word, tensor of vectors with a row of noughts first, what one is in whole numbers, topics)."""
    about = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
    whole = torch.frombuffer(bytearray((folder / "words.bin").read_bytes()), dtype=torch.int8)
    table = whole.view(-1, about["dims"]).float() / about["one"]
    nothing = torch.zeros(1, about["dims"])
    return ({word: n + 1 for n, word in enumerate(words)}, torch.cat([nothing, table]), about["one"],
            [topic[0] for topic in about["topics"]])


def network(table: torch.Tensor, topics: list[str], settings) -> Net:
    """A network whose word vectors are given and stay as they are."""
    nothing, dims = torch.zeros(2, 1), table.shape[1]
    net = Net(nothing, len(table), len(topics), dims, settings.hidden, settings.pooled, settings.drop)
    net.own = torch.nn.Embedding.from_pretrained(table, freeze=True)
    return net


def is_long(note) -> bool:
    """Whether a note is a longer text for the review."""
    return note.sentence[-1] + 1 >= LONG_FROM


def longer(notes):
    """The long notes, most of them as they stand, and all others as parts of longer texts."""
    some, parts = [], []
    for one in notes:
        (some if is_long(one) and random.random() < AS_IT_STANDS else parts).append(one)
    random.shuffle(parts)
    while parts:
        some.append(together([parts.pop() for _ in range(min(random.randint(3, 6), len(parts)))]))
    return [one for one in some if is_long(one) or random.random() < STILL_SHORT]


def in_threes(notes):
    """What is kept apart, as long texts: long notes as they stand, others three by three."""
    short = [one for one in notes if not is_long(one)]
    random.shuffle(short)
    groups = [together(short[n:n + 3]) for n in range(0, len(short), 3)]
    return [one for one in notes + groups if is_long(one)]


def main() -> None:
    settings = asked(__doc__, turns=8).parse_args()
    torch.manual_seed(0)
    random.seed(0)
    learned, apart = read(settings)
    own, table, one, topics = vectors(settings.into)
    net = teach(network(table, topics, settings), lambda: longer(shown(learned)), {}, own, topics, settings, size=16)
    print(len(learned), "notes learned from", flush=True)
    for writer, notes in apart.items():
        some = in_threes(notes)
        print(writer, report(some, scores(net, some, {}, own, topics)))
    write_weights(net, settings.into / "weights-long.json", one, topics, LIMITS_OF_LONGER)


if __name__ == "__main__":
    main()
