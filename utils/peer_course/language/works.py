"""The context for talk about films, books, goods and public affairs, where harsh or cosy words are of no client."""

from peer_course.language.grammar import OTHER, PERSON, THING, subject
from peer_course.language.lexicon import CLASSES
from peer_course.language.named import context
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, word_set

_WORKS = word_set("film films movie movies comedy comedies thriller thrillers screenplay plot director "
                  "directors cinema cinematic documentary documentaries sequel sequels remake remakes "
                  "genre hollywood filmmaker filmmakers filmmaking dialogue soundtrack album albums "
                  "novel novels viewer viewers moviegoers cinematography satire parody animation "
                  "animated storyline storytelling sitcom sitcoms blockbuster imax flick flicks "
                  "playwright biopic premise subplot subplots biography biographies fable whodunit "
                  "slapstick firmware router mp3 software movie's film's story's screenwriter "
                  "screenwriters watchable unfunny forgettable cliche cliches engrossing suspense "
                  "formulaic heartwarming sophomoric hokey comedic cinematographer cinema's moviemaking "
                  "audiences soundtracks swashbuckler multiplex characters cinematically cinephiles "
                  "actorly moviegoing gadget touchpad headphones bluetooth megapixel speakerphone "
                  "president congress senate senator senators republican republicans democrat democrats "
                  "parliament election elections voters troops economy presidential "
                  "congressional politicians lawmakers")
_TELLING = _WORKS | {"its"}
_SAYINGS = word_set("lose loses lost losing thicken thickens")
_TOWARDS = word_set("to at towards toward with during after before through over about watch watches watched watching "
                    "saw missed left refused enjoyed wants")
_OF_SOMEBODY = word_set("he she him her his himself herself client patient tenant resident pt") | CLASSES["i"]


@context("about-a-work")
def about_a_work(passage: Passage, first: int, last: int) -> bool:
    """A film, a book, a product or a law is what the sentence judges, and nobody stands before the word."""
    if _TELLING.isdisjoint(passage.words_near(first, 20, 20)):
        return False
    here = [k for k in passage.near(first, 20, 20) if not first <= k <= last and not any(
        passage.gaps[n] >= CLAUSE for n in range(min(k, last) + 1, max(k, first) + 1))]
    if "its" in (passage.words[k] for k in here):
        return not any(passage.words[k] in _OF_SOMEBODY or passage.names[k] for k in here)
    if not any(_is_a_work(passage, k) for k in here):
        return False
    doer = subject(passage, first)
    return doer in (OTHER, THING) or (doer != PERSON and not _somebody_before(passage, first))


def _is_a_work(passage: Passage, k: int) -> bool:
    """A plot that was lost is a saying; rude to the director is about whoever was rude."""
    if passage.words[k] in _WORKS and any(passage.words[n] in _TOWARDS for n in passage.near(k, 3, -1)):
        return False
    if passage.words[k] == "characters" and passage.words[k - 1] in ("our", "my", "real", "proper", "local"):
        return False
    return passage.words[k] in _WORKS and not (
        passage.words[k].startswith("plot") and any(passage.words[n] in _SAYINGS for n in passage.near(k, 3, 1)))


def _somebody_before(passage: Passage, first: int) -> bool:
    for k in range(first - 1, max(passage.first[first], first - 10) - 1, -1):
        if passage.gaps[k + 1] >= CLAUSE:
            return False
        if passage.words[k] in _OF_SOMEBODY:
            return True
    return False
