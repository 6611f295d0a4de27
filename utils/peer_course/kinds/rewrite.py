"""Write a biased note anew; the reply looks three times: facts, words, the person's voice."""

import re
from dataclasses import replace

from ..language import compare, first_five
from ..model.answering import Note, NoteFact, Rewrite
from ..model.replies import Line, Reply, Section
from . import paper

LONGEST = 20_000
# What the page calls things when the words were said aloud and not written in a note.
SAID = {"reply": "reply_saying", "which": "which_saying", "the_note": "the_saying", "look": "look_saying"}


def view(exercise: Rewrite, words) -> dict:
    group = words.group("rewrite")
    if exercise.spoken:
        group = group | {name: group[said] for name, said in SAID.items()}
    return {"notes": [{"id": n.id, "about": n.about, "note": n.note, "person": n.person,
                       "facts": [f.text for f in n.facts]} for n in exercise.notes],
            "words": group}


def empty(exercise: Rewrite) -> dict:
    return {"note": exercise.notes[0].id, "texts": {}, "one_way": {}}


def is_complete(exercise: Rewrite, answer: dict) -> bool:
    return any(answer.get("texts", {}).get(n.id, "").strip() for n in exercise.notes)


def reply(exercise: Rewrite, answer: dict, words, past=()) -> Reply:
    note = next((n for n in exercise.notes if n.id == answer.get("note")), exercise.notes[0])
    text = answer.get("texts", {}).get(note.id, "")
    end = (*(_one_way(note, words) if answer.get("one_way", {}).get(note.id) else ()), *_close(exercise, words))
    if not text.strip():
        return Reply(words("rewrite.nothing_yet_saying" if exercise.spoken else "rewrite.nothing_yet"), end)
    if len(text) > LONGEST:
        return Reply(words("rewrite.too_long", longest=LONGEST), end)
    found = compare(note.note, text)
    meant = answer.get("meant", {}).get(note.id, {})
    everything = bool(answer.get("everything", {}).get(note.id))
    kept = [f for f in note.facts if is_kept(f, text)]
    if exercise.spoken:
        # Likeness was learned from notes, so it tells nothing of what one person says to another.
        found = replace(found, findings=tuple(f for f in found.findings if not f.alike))
    lines = _words(found, meant, everything, words)
    if exercise.spoken:
        # That no loaded word was found would sound like praise, and these are words that may need a person today.
        review = (Section(words("rewrite.words_left_saying"), lines),) if lines else ()
        return Reply(words("rewrite.summary_saying"), (*_look(note, words), *review, *end))
    review = Section(words("rewrite.words_left"), lines or (Line(words("rewrite.no_words_left")),))
    return Reply(words("rewrite.summary", kept=len(kept), of=len(note.facts)),
                 (_facts(note, kept, words), review, _voice(found, words), *_look(note, words), *end))


def _look(note: Note, words) -> tuple[Section, ...]:
    lines = tuple(Line(one.text) for one in note.look)
    return (Section(words("rewrite.ask_yourself"), lines),) if lines else ()


def is_kept(fact: NoteFact, text: str) -> bool:
    """Return whether every entry of the fact is found in the text; `|` is or, `*` any ending."""
    return all(any(_found(phrase, text) for phrase in entry.split("|")) for entry in fact.look_for)


def _found(phrase: str, text: str) -> bool:
    pattern = re.escape(phrase.strip().lower()).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return re.search(rf"(?<!\w){pattern}(?!\w)", text.lower()) is not None


def _facts(note: Note, kept: list[NoteFact], words) -> Section:
    lines = [Line(f.text, mark=words("rewrite.fact_kept" if f in kept else "rewrite.fact_missing"))
             for f in note.facts]
    return Section(words("rewrite.facts"), tuple(lines))


def _words(found, meant: dict, everything: bool, words) -> tuple[Line, ...]:
    """List what is left, five at first; what the person means as it stands is kept with their reason."""
    open_ones = [f for f in found.findings if _key(f) not in meant]
    shown = open_ones if everything else first_five(open_ones)
    first_with = {f.why: f for f in reversed(shown)}  # a reason is given once, with the first words it is about
    lines = [Line(_about(f, first_with[f.why], words), mark=f"“{f.words}”", key=_key(f)) for f in shown]
    if len(shown) < len(open_ones):
        lines.append(Line(words("rewrite.more_words", count=len(open_ones) - len(shown)), key="more"))
    lines += [Line(s.why, mark=words("rewrite.softened", was=s.was, now=s.now)) for s in found.softened]
    lines += [Line(meant[_key(f)] or words("rewrite.no_reason"), mark=words("rewrite.meant", words=f.words))
              for f in found.findings if _key(f) in meant]
    return tuple(lines)


def _key(finding) -> str:
    """Name a finding by what it says, not by where it stands: the text around it may change."""
    return f"{finding.rule}: {finding.words.lower()}"


def _about(finding, first, words) -> str:
    """Why and what instead; where the same was said of earlier words, only that."""
    if first is not finding:
        return words("rewrite.as_with", words=first.words)
    instead = f"{words('rewrite.or')} ".join(f"“{say}”" for say in finding.instead[:2])
    said = [finding.why, finding.ask, words("rewrite.instead", words=instead) if instead else ""]
    return " ".join(part for part in said if part)


def _voice(found, words) -> Section:
    present = found.voice.present
    text = words("rewrite.voice_there") if present else words("rewrite.voice_missing")
    return Section(words("rewrite.voice"), (Line(text, mark=", ".join(f"“{w}”" for w in found.voice.words[:3])),))


def _close(exercise: Rewrite, words) -> tuple[Section, ...]:
    return (Section(words("rewrite.close"), (Line(exercise.close),)),) if exercise.close else ()


def _one_way(note: Note, words) -> tuple[Section, ...]:
    return (Section(words("rewrite.one_way"), (Line(note.one_way), Line(note.why, mark=words("rewrite.why")))),)


def told(exercise: Rewrite, answer: dict) -> list[tuple[str, str]]:
    abouts = {n.id: n.about for n in exercise.notes}
    return [(abouts.get(i, i), text) for i, text in answer.get("texts", {}).items() if text.strip()]


def printable(exercise: Rewrite, words) -> str:
    parts = []
    for n in exercise.notes:
        person = paper.paragraphs(n.person) if n.person else ""
        known = f"<p>{paper.escape(words('rewrite.fact_box'))}</p>{paper.bullets(f.text for f in n.facts)}"
        parts.append(f"<li><p><strong>{paper.escape(n.about)}</strong></p><blockquote>{paper.paragraphs(n.note)}"
                     f"</blockquote>{known if n.facts else ''}{person}{paper.lines(words, 5)}</li>")
    return f"<ol>{''.join(parts)}</ol>"
