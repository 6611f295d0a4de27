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
        text, ends, words = self.text, self.ends, self.words
        # Nearly all words stand a single space apart; to ask about each of those would take as long as the rest.
        apart = (PLAIN if text[end:start] == " " else tokens.gap_between(text, end, start, before)
                 for end, start, before in zip(ends, self.starts[1:], words, strict=False))
        return [SENTENCE, *apart] if words else []

    def _sentences(self) -> tuple[list[int], list[int]]:
        """For each word, the index of the first and of the last word of its sentence."""
        begins = [i for i, gap in enumerate(self.gaps) if gap == SENTENCE]
        first, last = [], []
        for begin, after in zip(begins, [*begins, len(self.gaps)][1:], strict=True):
            first += [begin] * (after - begin)
            last += [after - 1] * (after - begin)
        return first, last

    def _names(self) -> list[bool]:
        """Which words look like a person's or a place's name."""
        text, gaps, names = self.text, self.gaps, [False] * len(self.words)
        capitals = [i for i, start in enumerate(self.starts) if text[start].isupper()]
        sure = set()
        for i in capitals:
            word = self.words[i]
            if word in _NOT_NAMES or not word[0].isalpha() or (len(word) > 1 and self.raw(i).isupper()):
                continue
            if self.first[i] != i and gaps[i] <= tokens.COMMA:
                sure.add(word)
            else:
                names[i] = self._opens_with_name(i)
        for i in capitals:
            names[i] = names[i] or self.words[i] in sure
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
