"""Where the course's words and a person's own files lie. Nothing here reads or writes a file."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
COMPILED = PACKAGE / "compiled"


def home() -> Path:
    """Return the folder for a person's own answers and settings (PEER_COURSE_HOME moves it)."""
    chosen = os.environ.get("PEER_COURSE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # takes a while to load, and a review has no need of it

    return user_data_path("peer-course", appauthor=False)


def private(folder: Path) -> Path:
    """Make a folder below home, with all above it that is missing, for its owner's eyes only; return it."""
    missing = [folder, *folder.parents]
    for one in reversed(missing[: next(i for i, path in enumerate(missing) if path.is_dir())]):
        one.mkdir(mode=0o700, exist_ok=True)
    return folder


def content() -> Path:
    """Return the folder of the course's words (PEER_COURSE_CONTENT moves it); it may not exist."""
    chosen = os.environ.get("PEER_COURSE_CONTENT")
    return Path(chosen).expanduser().resolve() if chosen else ROOT / "content"


def work() -> Path:
    """Return the folder where fetched tasks lie (PEER_COURSE_WORK moves it)."""
    chosen = os.environ.get("PEER_COURSE_WORK")
    return Path(chosen).expanduser() if chosen else ROOT / "my-work"


def compiled_folders(source: Path) -> Iterator[Path]:
    """Yield where the compiled form of a content folder may lie, best first.

    The package's own folder serves the course's own content; a shared, read-only installation
    and a tutor's content folder are compiled into the person's own folder instead.
    """
    if source == ROOT / "content":
        yield COMPILED
    yield home() / "compiled" / hashlib.sha256(str(source).encode()).hexdigest()[:12]
