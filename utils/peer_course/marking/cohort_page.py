"""Tables and charts of the cohort page as HTML: everything escaped, no script, and no chart without its table.

Here: how it looks. Not here: what is counted (`cohort`).
"""

import base64
import io
from html import escape

from .csv_out import CONTROL

# Dark on light in both looks, told apart by hatching as well as by colour.
COLOURS = ("#1b4f72", "#b9770e", "#7fb3d5", "#5b2c6f", "#d5d8dc")
HATCHES = ("", "//", "..", "xx", "--")


def plain(text) -> str:
    """Return text for a page: escaped, and without characters that hide or turn round what stands beside them."""
    return escape(CONTROL.sub(" ", "" if text is None else str(text)))


def section(heading: str, about: str, *parts: str) -> str:
    """Return a part of the page; `parts` are HTML already."""
    return f"<section><h2>{plain(heading)}</h2><p>{plain(about)}</p>{''.join(parts)}</section>"


def said(sentence: str) -> str:
    """Return one sentence."""
    return f"<p>{plain(sentence)}</p>"


def table(frame, caption: str) -> str:
    """Return a data frame as a table with a caption; its first column names the rows."""
    head = "".join(_cell("col", name) for name in frame.columns)
    body = "".join("<tr>" + _cell("row", row[0]) + "".join(_cell("", value) for value in row[1:]) + "</tr>"
                   for row in frame.itertuples(index=False, name=None))
    return f"<table><caption>{plain(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(names: str, value) -> str:
    """Return a cell; `names` says whether it names a column (col) or a row."""
    look = 'style="text-align: left; padding-right: 1em; vertical-align: top"'
    return f'<th scope="{names}" {look}>{plain(value)}</th>' if names else f"<td {look}>{plain(value)}</td>"


def bars(frame, description: str) -> str:
    """Return a picture of stacked bars, one for each row of a frame of counts, with its description in words."""
    from matplotlib.figure import Figure

    # No pyplot: it keeps every picture, and would change how the tutor's own pictures look.
    figure = Figure(figsize=(8, 1.2 + 0.45 * len(frame)), layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    left = [0] * len(frame)
    for number, name in enumerate(frame.columns):
        counts = list(frame[name])
        axes.barh([_label(row) for row in frame.index], counts, left=left, label=_label(name), edgecolor="black",
                  color=COLOURS[number % len(COLOURS)], hatch=HATCHES[number % len(HATCHES)])
        left = [before + count for before, count in zip(left, counts, strict=True)]
    axes.invert_yaxis()
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=max(1, len(frame.columns)), frameon=False)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=110)
    code = base64.b64encode(picture.getvalue()).decode("ascii")
    return f'<img alt="{plain(description)}" src="data:image/png;base64,{code}" style="max-width: 100%">'


def _label(text: str) -> str:
    # A dollar sign would begin a formula, and an underscore hides a legend.
    text = CONTROL.sub(" ", str(text)).replace("$", r"\$").lstrip("_")
    return text if len(text) <= 60 else text[:59] + "…"
