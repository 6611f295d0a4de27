"""Hand-ins without outputs and widget states: those can hold what was never meant to be sent.

Not here: what is left out (`canonical`), and the way a hand-in takes (`submit`, `ngshare`).
"""

from pathlib import Path

from .. import canonical

# Bytes that are no UTF-8 come out as they went in.
AS_IT_IS = {"encoding": "utf-8", "errors": "surrogateescape"}


def strip_all(folder: Path) -> None:
    """Rewrite every notebook below a folder in its canonical form; what is not a notebook stays as it is."""
    for path in folder.rglob("*.ipynb"):
        path.chmod(path.stat().st_mode | 0o200)
        path.write_text(canonical.stripped(path.read_text(**AS_IT_IS)), **AS_IT_IS)
