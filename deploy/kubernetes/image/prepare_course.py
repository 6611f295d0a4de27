"""Put the course's files into the tutors' folder and the folder of its words; runs in the image, as a Job.

A file that nobody changed is brought up to date. One that a tutor changed stays, and the new one lies beside it
with ".new" at the end. Nothing else in the two folders is looked at.
"""

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path

TUTORS = ("nbgrader_config.py", "notebooks", "tutors", "source", "release", "docs")
LEDGER = ".from-the-image.json"


def prepare(course: Path, parts: tuple[str, ...], place: Path) -> list[Path]:
    """Bring `place` up to date with these parts of the course; returns the files that tutors keep changed."""
    ledger = place / LEDGER
    given = json.loads(ledger.read_text(encoding="utf-8")) if ledger.is_file() else {}
    kept = []
    for source in _files(course, parts):
        name = source.relative_to(course).as_posix()
        target, new = place / name, _sum(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or _sum(target) == given.get(name):
            shutil.copyfile(source, target)
        elif _sum(target) != new and given.get(name) != new:
            shutil.copyfile(source, target.with_name(target.name + ".new"))
            kept.append(target)
        given[name] = new
    ledger.write_text(json.dumps(given, indent=0), encoding="utf-8")
    return kept


def _files(course: Path, parts: tuple[str, ...]) -> list[Path]:
    found = [path for part in parts for path in ([course / part] if (course / part).is_file()
                                                 else (course / part).rglob("*"))]
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Prepare both folders and name what was kept as the tutors have it."""
    parser = argparse.ArgumentParser(description="Put the course's files where tutors and learners find them.")
    parser.add_argument("--course", type=Path, default=Path("/srv/peer-course/course"))
    parser.add_argument("--tutors", type=Path, default=Path("/srv/peer-course/tutors"))
    parser.add_argument("--content", type=Path, default=Path("/srv/peer-course/content"))
    asked = parser.parse_args()
    kept = prepare(asked.course, TUTORS, asked.tutors)
    words = asked.course / "content"
    kept += prepare(words, tuple(path.name for path in words.iterdir()), asked.content)
    for path in kept:
        print(f"Changed by a tutor, so it stays; the new one is beside it: {path}")
    print("The course is in place.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
