"""Pieces of HTML for exercises on paper: plain, escaped, readable without style or script."""

from html import escape

from ..model.exercise import Exercise

BOX = "☐"


def paragraphs(text: str) -> str:
    """Return prose as paragraphs; a blank line parts them."""
    return "".join(f"<p>{escape(' '.join(block.split()))}</p>" for block in text.split("\n\n") if block.strip())


def bullets(entries) -> str:
    """Return texts as a list."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in entries) + "</ul>"


def lines(words, count: int = 6) -> str:
    """Return empty lines to write on."""
    return f"<p>{escape(words('paper.write'))}</p>" + "<br><hr>" * count


def page(exercise: Exercise, words, body: str) -> str:
    """Return a whole exercise: title, instruction, how to pass, and the body of its kind."""
    meta = f"{words('exercise.minutes', minutes=exercise.minutes)} {words('pass.how')}"
    return (f"<section><h3>{escape(exercise.title)}</h3>{paragraphs(exercise.ask)}<p>{escape(meta)}</p>"
            f"{body}</section>")
