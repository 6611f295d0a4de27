"""Erase what one person handed in, and the feedback to it, from ngshare: run it where ngshare runs.

    python /opt/ngshare/erase.py NAME          says what there is
    python /opt/ngshare/erase.py NAME --yes    deletes it

ngshare itself forgets rows and leaves the files; files that no row names any more are removed here as well.
Only ngshare's own tables are used. Copies kept elsewhere are not reached: see the README.
"""

import argparse
import sys
import time
from pathlib import Path

import erased
from ngshare.database import File, Submission, User
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

SETTLED = 600  # seconds; a younger file may belong to a hand-in that is arriving


def erase(place: Path, *names: str) -> tuple[int, int]:
    """Delete people, their hand-ins and all files nobody needs any more; returns how many of the last two."""
    engine = _engine(place)
    with Session(engine) as db:
        sent = db.query(Submission).filter(Submission.student_id.in_(names)).all()
        theirs = {file.actual_name for one in sent for file in (*one.files, *one.feedbacks)}
        for one in sent:
            one.delete(db)
        for person in db.query(User).filter(User.id.in_(names)):
            db.delete(person)
        db.commit()
        known = {actual_name for (actual_name,) in db.query(File.actual_name)}
    gone = [path for path in (place / "files").iterdir() if path.name not in known
            and (path.name in theirs or time.time() - path.stat().st_mtime > SETTLED)]
    for path in gone:
        path.unlink()
    # Deleted rows stay readable in the file until it is written anew.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as raw:
        raw.execute(text("VACUUM"))
    return len(sent), len(gone)


def again(place: Path) -> int:
    """Erase whom the marks name, after an older copy was put back; returns how many people that were."""
    marks = erased.read(place)
    with Session(_engine(place)) as db:
        names = [name for (name,) in db.query(User.id) if erased.was(marks, name)]
    if names:
        erase(place, *names)
    return len(names)


def _engine(place: Path):
    return create_engine(f"sqlite:///{place / 'ngshare.db'}")


def main() -> int:
    """Change nothing unless told to go on."""
    parser = argparse.ArgumentParser(description="Erase one person's hand-ins from ngshare.")
    parser.add_argument("name", help="the name they sign in with")
    parser.add_argument("--yes", action="store_true", help="delete; without it nothing is changed")
    parser.add_argument("--place", type=Path, default=Path("/srv/ngshare"))
    asked = parser.parse_args()
    if not asked.yes:
        with Session(_engine(asked.place)) as db:
            sent = db.query(Submission).filter(Submission.student_id == asked.name).count()
        print(f"{sent} hand-ins are here under that name. Nothing was changed; add --yes to delete them.")
        return 0
    sent, files = erase(asked.place, asked.name)
    erased.note(asked.place, asked.name)
    print(f"Deleted here: {sent} hand-ins, {files} files. What copies kept elsewhere hold is not reached by this.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
