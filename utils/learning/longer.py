"""Teaches the network for longer texts, in the same way as train.py the one for texts of a few sentences.

    python longer.py --vectors wink-embeddings.json NOTES … [--apart WRITER,…] [--into FOLDER]

In a note of a few sentences everything is about the same thing, and what is said besides tells much about a word. In a
longer one most sentences judge nobody. So short notes are put together here to longer texts, beside notes that were
written as long ones.
"""

import random

from notes import together
from peer_course.language.likeness import LONG_FROM
from train import asked, run, shown

AS_IT_STANDS = 0.6  # how often a long note is not put together with others
LONG_TIMES = 3  # how often a long note is shown in each turn
SHORT_SHARE = 0.4  # of the other notes that a turn would show, how many are
STILL_SHORT = 0.3  # how often a text is shown that is too short all the same


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


def of_a_turn(notes):
    """The texts of one turn."""
    short = [one for one in shown(one for one in notes if not is_long(one)) if random.random() < SHORT_SHARE]
    return longer([*short, *shown((one for one in notes if is_long(one)), LONG_TIMES)])


def in_threes(notes):
    """What is kept apart, as long texts: long notes as they stand, others three by three."""
    short = [one for one in notes if not is_long(one)]
    random.shuffle(short)
    groups = [together(short[n:n + 3]) for n in range(0, len(short), 3)]
    return [one for one in notes + groups if is_long(one)]


def main() -> None:
    run(asked(__doc__).parse_args(), of_a_turn, in_threes, "long", size=16)


if __name__ == "__main__":
    main()
