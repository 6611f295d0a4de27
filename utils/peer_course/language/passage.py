"""A text, read once: its words, sentences, names and quotations, ready for rules and contexts to ask.

Everything is a list as long as the list of words; nothing here knows what is loaded.
"""

from peer_course.language import lexicon, quotes, tokens
from peer_course.language.tokens import PLAIN, SENTENCE, word_set

_NOT_NAMES = (word_set("pt pts dna a&e gp dwp pip cpn ot mha cmht ect nhs ok bpd pd eupd adhd ocd ptsd id "
                        "debrief interpreter assessment breakfast lunch dinner supper mood sleep tablets meds "
                        "behaviour nothing nobody everyone someone people mr mrs ms dr miss sir discharge support "
                        "client patient english scottish british polish christmas easter").union(
    lexicon.STOP, *(lexicon.CLASSES[c] for c in ("client", "thing", "weekday", "month", "number", "speech"))))
_VERB_AFTER = lexicon.CLASSES["be"] | lexicon.CLASSES["have"] | lexicon.CLASSES["aux"] | lexicon.CLASSES["speech"]


class Passage:
    """A read text; `words` are folded, `starts` and `ends` point into `text` as given; grammar keeps `subjects`."""

    __slots__ = ("text", "words", "starts", "ends", "gaps", "first", "last", "names", "inside", "quoted",
                 "subjects")

    def __init__(self, text: str):
        self.text = text
        found = tokens.spans(text)
        self.starts = [f[0] for f in found]
        self.ends = [f[1] for f in found]
        self.words = [f[2] for f in found]
        self.gaps = self._gaps()
        self.first, self.last = self._sentences()
        self.quoted = quotes.quotations(text)
        self.inside = quotes.mark_words(self.starts, self.quoted)
        self.names = self._names()
        self.subjects: dict[int, tuple[str, int]] = {}

    def _gaps(self) -> list[int]:
        gaps, end, before = [], 0, ""
        for start, stop, word in zip(self.starts, self.ends, self.words, strict=True):
            gaps.append(tokens.gap_between(self.text, end, start, before) if gaps else SENTENCE)
            end, before = stop, word
        return gaps

    def _sentences(self) -> tuple[list[int], list[int]]:
        """For each word, the index of the first and of the last word of its sentence."""
        first = []
        for i, gap in enumerate(self.gaps):
            first.append(i if gap == SENTENCE else first[-1])
        last = [0] * len(first)
        for i in range(len(first) - 1, -1, -1):
            ends_here = i + 1 == len(first) or self.gaps[i + 1] == SENTENCE
            last[i] = i if ends_here else last[i + 1]
        return first, last

    def _names(self) -> list[bool]:
        """Which words look like a person's or a place's name."""
        names, sure = [], set()
        for i, word in enumerate(self.words):
            capital = self.text[self.starts[i]].isupper() and word not in _NOT_NAMES and word[0].isalpha()
            long_capitals = capital and self.raw(i).isupper() and len(word) > 1
            inner = capital and not long_capitals and self.first[i] != i and self.gaps[i] <= tokens.COMMA
            if inner:
                sure.add(word)
            names.append(inner or (capital and not long_capitals and self._opens_with_name(i)))
        for i, word in enumerate(self.words):
            names[i] = names[i] or (word in sure and self.text[self.starts[i]].isupper())
        return names

    def _opens_with_name(self, i: int) -> bool:
        word = self.words[i]
        if i + 1 >= len(self.words) or self.gaps[i + 1] != PLAIN or word.endswith(("ed", "ing", "ly")):
            return False
        after = self.words[i + 1]
        return after in _VERB_AFTER or after.endswith(("ed", "s", "ly")) or after in IRREGULAR

    def raw(self, i: int) -> str:
        """The word as it stands in the text."""
        return self.text[self.starts[i]:self.ends[i]]

    def words_of(self, first: int, last: int) -> str:
        """The text from the first to the last of these words, as given."""
        return self.text[self.starts[first]:self.ends[last]]

    def near(self, i: int, before: int, after: int) -> range:
        """The words of the same sentence that stand close to word i."""
        return range(max(self.first[i], i - before), min(self.last[i], i + after) + 1)

    def words_near(self, i: int, before: int, after: int) -> list[str]:
        """The same words themselves."""
        return self.words[max(self.first[i], i - before):min(self.last[i], i + after) + 1]

    def __len__(self) -> int:
        return len(self.words)


IRREGULAR = word_set("went came left made took got told kept ate slept sat spoke ran threw hit cut put rang "
                       "wrote gave saw met began fell drank drove lost found thought chose won stood held "
                       "never only still again")
