"""Shapes: things to notice that no list of words can name. Each yields (first word, last word).

A rule uses a shape by name, and keeps its own reasons, alternatives and examples in its file.
"""

from collections.abc import Callable, Iterator

from peer_course.language.lexicon import STOP
from peer_course.language.passage import Passage
from peer_course.language.scare_quotes import is_scare_quote, passage_words_of
from peer_course.language.tokens import word_set

SHAPES: dict[str, Callable[[Passage], Iterator[tuple[int, int]]]] = {}


def _scare_quotes(passage: Passage) -> Iterator[tuple[int, int]]:
    for number in range(len(passage.quoted)):
        if is_scare_quote(passage, number):
            yield passage_words_of(passage, number)


_HURT = word_set("pain painful pains ill illness unwell sick sickness panic attack attacks anxious anxiety "
                  "depressed depression suicidal voices flashback flashbacks trauma traumatised crisis emergency "
                  "distress distressed upset tired exhausted sleep allergy allergic seizure seizures fit fits "
                  "migraine dizzy unable cannot abuse abused bullied scared afraid unsafe threatened "
                  "back headache headaches flu bug stomach tummy poorly sore stress stressed symptoms symptom faint "
                  "fainted blackout blackouts nightmares dizziness injury injured hurt assault assaulted "
                  "attacked episode breakdown disability disabled appointment interview accident "
                  "forgot forgotten mugged stolen urgent needs asleep resting recovering relapse lost "
                  "breathless cold fever fall falls fell collapse collapsed collapses told heard saw seen memory "
                  "forgets remember remembers cannot can't couldn't trying tried looking busy helping working clean "
                  "sober missed overslept late disabled carer crisis dying hungry starving broke skint stalked "
                  "followed "
                  "watched poisoned stressed confused weak frail bad ptsd adhd autism autistic bipolar depression "
                  "trigger "
                  "triggered triggers needing help support needs medication allergies agony struggling overwhelmed "
                  "shaking "
                  "job work career business friend friends boyfriend girlfriend partner husband wife cousin pilot "
                  "soldier actor singer musician artist writer teacher engineer degree unbearable excruciating "
                  "horrendous terrible awful "
                  "hearing seeing broken jammed missing locked lunch dentist doctor meeting errand burnout nerves "
                  "nervous bereaved "
                  "grief grieving funeral emergency insomnia slept sleeping")


_TELLING = word_set("told heard saw seen")
_UNABLE = ({"could", "n't"}, {"ca", "n't"}, {"could", "not"})


def _doubted_words(passage: Passage) -> Iterator[tuple[int, int]]:
    for first, last in _scare_quotes(passage):
        said = set(passage.words[first:last + 1])
        if said in _UNABLE or (not _HURT.isdisjoint(said) and (first == last or not said <= _TELLING | STOP)):
            yield first, last


SHAPES["scare-quotes"] = _scare_quotes
SHAPES["doubted-words"] = _doubted_words
