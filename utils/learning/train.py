"""Teaches the network of the language review from labelled notes, and writes its numbers.

    python train.py --vectors wink-embeddings.json NOTES … [--apart WRITER,…] [--into FOLDER]

NOTES are files in the compact form (*.txt) or JSON lines (*.jsonl). Notes of the writers given with --apart are not
learned from; what is found in them is printed. Needs torch, numpy and wordfreq (see README.md).
"""

import argparse
import collections
import json
import random
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import torch
from from_course import examples, prose, to_rewrite
from network import Net
from notes import compact, json_lines, sentences
from peer_course.checks import content
from peer_course.language.marks import MARKS
from peer_course.language.neighbours import around, numbers
from peer_course.language.rules import rulebook
from torch.nn import functional
from writing import write

KEPT_WORDS = 15_600  # times 64 numbers, so that the file stays below a megabyte
NEIGHBOURS_FROM = 4  # in how many notes two or three words have to stand together
KEPT_NEIGHBOURS = 199_000  # of five bytes each, for the same reason
STEADY = 0.9995
# How often a note is shown in each turn, by its writer or the first letter of the writer's name. Short sentences that
# the rules and their tests promise are few, and to be kept, so they are shown more often, and so are the notes of later
# writers, which are most like real ones or were written against the review; of the many others three of five are.
TIMES = {"rules": 6, "short": 6, "course": 3, "tuning": 2, "t": 1.5, "u": 2, "v": 2, "w": 2, "x": 1.5, "z": 1.5,
         "zi": 2, "zj": 2, "zk": 2}
OTHERS = 0.6


def read_vectors(path: Path, words: int = 57_000):
    """Word vectors of others for the most used English words: {word: row}, tensor (rows + 2, 100)."""
    from wordfreq import top_n_list

    vectors = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    used = [word for word in top_n_list("en", 60_000) if word in vectors][:words]
    table = torch.zeros(len(used) + 2, 100)
    table[2:] = torch.tensor([vectors[word][:100] for word in used])
    return {word: n + 2 for n, word in enumerate(used)}, table


def shown(notes, often: float | None = None):
    """The notes of one turn, each so often, or as often as its writer's share says."""
    for one in notes:
        name = one.writer.split("-")[0]
        times = often or TIMES.get(name, TIMES.get(name[0], OTHERS))
        yield from [one] * (int(times) + (random.random() < times % 1))


def cropped(notes, share):
    """The notes, some of them as one of their sentences only."""
    return [random.choice(sentences(one)) if random.random() < share else one for one in notes]


def padded(rows, longest, with_what):
    """A tensor of rows that are filled up to the same length."""
    return torch.tensor([list(row) + [with_what] * (longest - len(row)) for row in rows])


@dataclass
class Words:
    """Rows of words: in the vectors of others (`known`), in those that are learned (`own`), of words side by side.

    `beside` goes by their numbers in rising order, row 1 first, and so they are written; `counts` says how often a word
    was met.
    """

    known: dict[str, int]
    own: dict[str, int]
    beside: dict[int, int]
    counts: collections.Counter

    @classmethod
    def of(cls, notes, known):
        """Gather what notes hold; words that were met once, and neighbours met in few notes, stay unknown."""
        counts = collections.Counter(word for one in notes for word in one.words)
        together = collections.Counter(number for one in notes for number in set(chain(*numbers(one.words))))
        return cls(known, {word: n + 2 for n, word in enumerate(word for word, count in counts.items() if count > 1)},
                   {number: n + 1 for n, number in enumerate(sorted(
                       number for number, count in together.most_common(KEPT_NEIGHBOURS) if count >= NEIGHBOURS_FROM))},
                   counts)

    def neighbours(self, one):
        """For each word of a note the rows of the neighbours it belongs to."""
        return around(*([self.beside.get(number, 0) for number in some] for some in numbers(one.words)))


def batches(notes, size, shuffle, words, topics):
    """Yield (notes, tensors) of notes of about the same length."""
    order = list(range(len(notes)))
    if shuffle:
        order.sort(key=lambda n: len(notes[n].words) + random.random() * 8)
    cut = [order[n:n + size] for n in range(0, len(order), size)]
    if shuffle:
        random.shuffle(cut)
    for chosen in cut:
        some = [notes[n] for n in chosen]
        longest = max(len(one.words) for one in some)
        batch = {"known": padded(([words.known.get(word, 1) for word in one.words] for one in some), longest, 0),
                 "own": padded(([words.own.get(word, 1) for word in one.words] for one in some), longest, 0),
                 "neighbours": padded((words.neighbours(one) for one in some), longest, (0,) * 5),
                 "sentence": padded((one.sentence for one in some), longest, -9),
                 "there": padded(([1.0] * len(one.words) for one in some), longest, 0.0)}
        shape = batch["own"].shape
        batch |= {"marks": torch.zeros(*shape, MARKS), "loaded": torch.zeros(shape),
                  "stretch": torch.zeros(shape, dtype=int), "topic": torch.full(shape, -100)}
        seen = [(row, i, mark) for row, one in enumerate(some) for i, marks in enumerate(one.marks) for mark in marks]
        batch["marks"][tuple(torch.tensor(seen).T)] = 1
        for row, one in enumerate(some):
            for number, ((first, last), topic) in enumerate(zip(one.stretches, one.topics, strict=True), 1):
                batch["loaded"][row, first:last + 1] = 1
                batch["stretch"][row, first:last + 1] = number
                if topic:
                    batch["topic"][row, first:last + 1] = topics.index(topic)
        yield some, batch


def loss_of(net, batch, settings):
    """Every word counts, and besides the best word of each marked stretch and the worst of all others."""
    score, topic = net(batch)
    there, loaded = batch["there"], batch["loaded"]
    loss = (functional.binary_cross_entropy_with_logits(score, loaded, reduction="none") * there).sum() / there.sum()
    best, worst = [], functional.softplus(score.masked_fill((there == 0) | (loaded > 0), -30).max(1)[0])
    for number in range(1, int(batch["stretch"].max()) + 1):
        held = batch["stretch"] == number
        has = held.any(1)
        best.append(functional.softplus(-score.masked_fill(~held, -30)[has].max(1)[0]))
    harmless = batch["loaded"].sum(1) == 0
    zero = score.sum() * 0
    parts = [torch.cat(best).mean() if best else zero, worst[harmless].mean() if harmless.any() else zero,
             0.5 * worst[~harmless].mean() if (~harmless).any() else zero]
    loss = loss + settings.most * sum(parts)
    if (batch["topic"] >= 0).any():
        loss = loss + settings.topic * functional.cross_entropy(
            topic.reshape(-1, topic.shape[-1]), batch["topic"].reshape(-1), ignore_index=-100)
    return loss


def teach(net, of_a_turn, words, topics, settings, size):
    """Train a network with the notes that `of_a_turn` gives anew in each turn."""
    changing = [p for p in net.parameters() if p.requires_grad]
    step = torch.optim.AdamW(changing, lr=settings.rate, weight_decay=settings.decay)
    # The mean of the weights over the last thousands of steps is steadier than where the last step happens to end.
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(STEADY))
    for turn in range(settings.turns):
        net.train()
        for group in step.param_groups:
            group["lr"] = settings.rate * (1 - 0.95 * turn / settings.turns)
        for _, batch in batches(of_a_turn(), size, True, words, topics):
            # Now and then a word is taken as unknown, so that unknown words come as no surprise.
            hidden = (torch.rand(batch["own"].shape) < settings.unknown) & (batch["own"] > 0)
            batch["own"] = batch["own"].masked_fill(hidden, 1)
            loss = loss_of(net, batch, settings)
            step.zero_grad()
            loss.backward()
            step.step()
            mean.update_parameters(net)
    return mean.module.eval()


def scores(net, notes, words, topics):
    """One list of scores for each note."""
    found = []
    with torch.no_grad():
        for some, batch in batches(notes, 128, False, words, topics):
            for one, row in zip(some, net(batch)[0].tolist(), strict=True):
                found.append(row[:len(one.words)])
    return found


def report(notes, found) -> str:
    """What share of marked stretches is found where 1, 2, 3, 5 or 8 of 100 harmless notes are alarmed."""
    harmless = sorted((max(row, default=-9) for one, row in zip(notes, found, strict=True) if not one.stretches),
                      reverse=True)
    marked = [max(row[first:last + 1]) for one, row in zip(notes, found, strict=True)
              for first, last in one.stretches]
    lines = []
    for share in (1, 2, 3, 5, 8) if harmless else ():
        above = harmless[min(len(harmless) * share // 100, len(harmless) - 1)]
        lines.append(f"{share}: {100 * sum(m > above for m in marked) / max(1, len(marked)):.1f} (above {above:.2f})")
    return f"{len(notes)} notes; found at so many alarmed of 100: " + ", ".join(lines)


def own_notes():
    """The course's own prose and the examples of its rules."""
    root = Path(__file__).resolve().parents[2]
    documents = content.documents(root)
    data = {name: document.data for name, document in documents.items()}
    book = rulebook()
    return prose(root, data, documents) + examples(book) + to_rewrite(data, book)


def asked(about: str):
    """What may be typed after the program's name."""
    ask = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("notes", nargs="+", type=Path)
    ask.add_argument("--vectors", type=Path, required=True)
    ask.add_argument("--apart", default="")
    ask.add_argument("--into", type=Path)
    for name, value in (("dims", 64), ("hidden", 128), ("pooled", 64), ("turns", 7)):
        ask.add_argument(f"--{name}", type=int, default=value)
    for name, value in (("drop", 0.1), ("unknown", 0.15), ("rate", 3e-3), ("decay", 1e-3), ("most", 0.2),
                        ("topic", 0.1)):
        ask.add_argument(f"--{name}", type=float, default=value)
    return ask


def read(settings):
    """(notes to learn from, notes that are kept apart by writer)."""
    notes = [one for path in settings.notes for one in (compact if path.suffix == ".txt" else json_lines)(path)]
    notes = [one for one in notes + own_notes() if one.words]
    apart = sorted(set(settings.apart.split(",")) - {""})
    return ([one for one in notes if one.writer not in apart],
            {writer: [one for one in notes if one.writer == writer] for writer in apart})


def run(settings, of_a_turn, as_texts, kind: str, size: int) -> None:
    """Learn, print what is found in what was kept apart, and write the numbers of this kind ("short" or "long").

    `of_a_turn` gives the notes of one turn, `as_texts` makes of notes kept apart what is to be looked at.
    """
    torch.manual_seed(0)
    random.seed(0)
    learned, apart = read(settings)
    known, table = read_vectors(settings.vectors)
    words = Words.of(learned, known)
    topics = sorted({topic for one in learned for topic in one.topics} - {""})
    net = Net(table, len(words.own) + 2, len(words.beside), len(topics), settings)
    net = teach(net, lambda: of_a_turn(learned), words, topics, settings, size)
    print(len(learned), "notes learned from,", len(words.own), "words,", len(words.beside), "neighbours", flush=True)
    if settings.into:
        write(net, settings.into, kind, words, topics, KEPT_WORDS)
    for writer, notes in apart.items():
        some = as_texts(notes)
        print(writer, report(some, scores(net, some, words, topics)))


def main() -> None:
    ask = asked(__doc__)
    ask.add_argument("--crop", type=float, default=0.15)
    settings = ask.parse_args()
    run(settings, lambda notes: cropped(shown(notes), settings.crop), list, "short", size=32)


if __name__ == "__main__":
    main()
