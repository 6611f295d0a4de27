"""Tell ngshare who teaches and who learns on the course: run it where ngshare runs, with the cohort's file.

    python /opt/ngshare/people.py < cohort.yaml

Reads `custom.people`, the same list that the hub reads. Can be run again at any time; whoever left the list can
no longer reach the course, and what they handed in stays until it is erased (`erase`).
"""

import argparse
import sys
from pathlib import Path

import yaml
from ngshare.database import Base, Course, User
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

COURSE = "peer_support"


def read(text: str) -> tuple[list[str], list[str]]:
    """Return tutors and learners of a cohort's file; ends with a sentence when they are not there."""
    found = yaml.safe_load(text) or {}
    people = (found.get("custom") or {}).get("people") or {}
    tutors, learners = people.get("tutors") or [], people.get("learners") or []
    if not tutors or not all(isinstance(name, str) and name for name in (*tutors, *learners)):
        raise SystemExit("custom.people needs `tutors` and `learners`, each a list of the names people sign in with.")
    both = sorted({*tutors} & {*learners})
    if both:
        raise SystemExit(f"Named as tutor and as learner: {', '.join(both)}. Please keep each name in one list.")
    return tutors, learners


def enrol(db: Session, tutors: list[str], learners: list[str]) -> None:
    """Make the course if need be, and its lists exactly these."""
    def user(name: str) -> User:
        found = db.get(User, name) or User(name)
        db.add(found)
        return found

    course = db.query(Course).filter(Course.id == COURSE).one_or_none() or Course(COURSE)
    db.add(course)
    for there, wanted in ((course.instructors, tutors), (course.students, learners)):
        for one in [one for one in there if one.id not in wanted]:
            there.remove(one)
    db.flush()
    for there, wanted in ((course.instructors, tutors), (course.students, learners)):
        known = {one.id for one in there}
        for name in wanted:
            if name not in known:
                there.append(user(name))
    db.commit()


def main() -> int:
    """Read the list from standard input and write it into ngshare's own tables."""
    parser = argparse.ArgumentParser(description="Tell ngshare who is on the course.")
    parser.add_argument("--place", type=Path, default=Path("/srv/ngshare"))
    asked = parser.parse_args()
    tutors, learners = read(sys.stdin.read())
    engine = create_engine(f"sqlite:///{asked.place / 'ngshare.db'}")
    Base.metadata.create_all(engine)
    with Session(engine) as db:
        enrol(db, tutors, learners)
    print(f"On the course now: {len(tutors)} tutors and {len(learners)} learners.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
