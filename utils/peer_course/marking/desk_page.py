"""Between a marking as it is kept and as the page of the desk holds it.

What comes from the page is taken apart strictly: known levels and outcomes, texts as texts, passages that are
found again in the learner's words. Words are never dropped. Not here: who may save what (`desk`).
"""

from dataclasses import asdict, replace

from .. import library
from ..model.course import Rubric
from . import records
from .mirror import Standing
from .reading import Piece
from .records import Marking, Remark


def shown(marking: Marking) -> dict:
    """Return a marking as the page holds it."""
    return {"outcome": marking.outcome, "levels": marking.levels, "comments": marking.comments,
            "remarks": [asdict(one) for one in marking.remarks], "well": marking.well,
            "next_step": marking.next_step, "revision": marking.revision, "finished": marking.finished,
            "window": marking.window}


def criteria(rubric: Rubric) -> list[dict]:
    """Return the criteria of a task with every level's description."""
    return [{"id": c.id, "name": c.name, "answer": c.answer or "", "guidance": c.guidance,
             "levels": [{"id": one.id, "name": one.name, "about": one.about} for one in c.levels]}
            for c in rubric.criteria]


def pieces(found: list[Piece]) -> list[dict]:
    """Return the learner's words for the page; words outside the boxes get a label of their own."""
    outside = library.words()("desk.extra")
    return [asdict(one) | ({"label": outside} if one.extra else {}) for one in found]


def standing(there: Standing, found: list[Piece]) -> str:
    """Return what stands in the gradebook in words, box by box; "" when nothing does."""
    say, labels = library.words(), {one.answer: one.label for one in found}
    parts = [say("desk.standing_points", answer=labels.get(answer) or answer, points=f"{points:g}")
             for answer, points in there.points.items()]
    parts += [say("desk.standing_comment", answer=labels.get(answer) or answer, text=text)
              for answer, text in there.comments.items()]
    return " ".join(parts)


def heard(marking: Marking, data: dict, rubric: Rubric, found: list[Piece]) -> Marking:
    """Return a marking with what the page sent in place of what it held; a draft again if anything changed.

    `found` may be empty when the learner's text cannot be read just now; passages then keep their places.
    """
    known = {c.id: {one.id for one in c.levels} for c in rubric.criteria}
    levels = {c: level for c, level in _texts(data.get("levels")).items() if level in known.get(c, ())}
    changed = replace(
        marking, outcome=data.get("outcome") if data.get("outcome") in records.OUTCOMES else "", levels=levels,
        comments={answer: text for answer, text in _texts(data.get("comments")).items() if text},
        remarks=tuple(_placed(one, found) for one in data.get("remarks") or () if isinstance(one, dict)),
        well=plain(data.get("well")), next_step=plain(data.get("next_step")))
    return marking if changed == marking else replace(changed, finished="")


def copied(earlier: Marking, handed_in: str, marker: str, found: list[Piece]) -> Marking:
    """Return a fresh draft for a new version, begun with what was written about an earlier one."""
    remarks = tuple(_placed(asdict(one), found) for one in earlier.remarks)
    return replace(earlier, handed_in=handed_in, marker=marker, remarks=remarks, finished="", begun="", changed="",
                   revision=0, taken="")


def _placed(data: dict, found: list[Piece]) -> Remark:
    """Return a remark at the place its quote has now; at 0 to 0 when the quote is no longer there."""
    answer, quote = plain(data.get("answer")), plain(data.get("quote"))
    start, end = _number(data.get("start")), _number(data.get("end"))
    home = next((one for one in found if one.answer == answer), None)
    if found and (home is None or home.text[start:end] != quote):
        answer, start, end = _found_again(answer, quote, start, home, found)
    return Remark(answer=answer, start=start, end=end, quote=quote, text=plain(data.get("text")))


def _found_again(answer: str, quote: str, near: int, home: Piece | None, found: list[Piece]) -> tuple[str, int, int]:
    """Return the piece and the place where a quote stands now."""
    # Words outside the boxes are named by their place on the page: one more above them, and they have another name.
    moved = [one for one in found if one.extra] + [one for one in found if not one.extra]
    for one in ([home] if home else []) + (moved if home is None or home.extra else []):
        start, end = _again(one.text, quote, near)
        if end:
            return one.answer, start, end
    return answer, 0, 0


def _again(text: str, quote: str, near: int) -> tuple[int, int]:
    """Return where a quote stands, nearest to a place, when it is there at all."""
    places, at = [], text.find(quote) if quote else -1
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    start = min(places, key=lambda place: abs(place - near), default=None)
    return (0, 0) if start is None else (start, start + len(quote))


def plain(value) -> str:
    """Return words of the page as a file can hold them; nothing for what is no text."""
    # A lone half of a character, as a browser can cut it, cannot be written to a file.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _texts(value) -> dict[str, str]:
    return {plain(k): plain(v) for k, v in value.items()} if isinstance(value, dict) else {}


def _number(value) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
