"""How hand-ins travel: our submit and collect, set through nbgrader's public ExchangeFactory.

Submit takes outputs out, arrives whole or not at all, and closes the folder to other learners. Collect looks
at what it takes: whose it is, and that no link leads out of it; one odd hand-in never stops the others.
Not here: what a learner sees (`handing_in`), what is done with the words (`marking`).
"""

import datetime
import errno
import json
import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect, ExchangeSubmit

from . import canonical, handover
from .marking import arrivals

# Collect looks for names that start with a learner's name, so what starts with a dot has not arrived yet.
ARRIVING = "."
SECRET = re.compile(r"[0-9a-f]{128}\Z")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_TIME = datetime.datetime(1970, 1, 1)


class Submit(ExchangeSubmit):
    """Hand in the learner's words only, under the name they have on the hub."""

    def init_dest(self):
        """Prefer the hub's name: in containers everybody has the same system account."""
        name = os.environ.get("JUPYTERHUB_USER")
        if name and self.coursedir.student_id == "*":
            self.coursedir.student_id = name
        super().init_dest()

    def copy_files(self):
        """Copy under a hidden name first, so that nobody ever collects half a hand-in."""
        name, self.assignment_filename = self.assignment_filename, ARRIVING + self.assignment_filename
        arriving = Path(self.inbound_path, self.assignment_filename)
        copies = Path(self.cache_path)
        copy = copies / self.assignment_filename.rsplit("+", 1)[0]
        try:
            super().copy_files()
            (copy / handover.SENT_AS).write_text(name + "\n", encoding="utf-8")
            # Only this person and the tutor's group, which inbound/ passes on, may enter.
            arriving.chmod(0o2770)
            copy.rename(copies / copy.name.removeprefix(ARRIVING))
            arriving.rename(arriving.with_name(name))
        except (OSError, shutil.Error, RuntimeError) as e:
            shutil.rmtree(arriving, ignore_errors=True)
            shutil.rmtree(copy, ignore_errors=True)
            self.fail(f"Not handed in, nothing was left behind: {e}")

    def do_copy(self, src, dest, log=None):
        """Copy, and leave outputs and widget states behind: they can hold what was never meant to be sent."""
        super().do_copy(src, dest, log)
        for path in Path(dest).rglob("*.ipynb"):
            path.chmod(path.stat().st_mode | 0o200)
            path.write_text(_stripped(path), encoding="utf-8")


class Collect(ExchangeCollect):
    """Collect what can be trusted to be from whom it says, and leave a mark that the learner can see."""

    def init_src(self):
        """Find the hand-ins; what is refused is named and left where it is."""
        self.asks_for_owner = self.check_owner
        super().init_src()
        self.src_records = [record for record in self.src_records if not record.get("refused")]

    def copy_files(self):
        """Copy; whose each hand-in is was looked at already, so nbgrader need not ask about cheating as well."""
        self.check_owner = False
        super().copy_files()

    def do_copy(self, src, dest, log=None):
        """Copy one hand-in, mend what nbgrader reads later, and leave a mark that it was collected.

        Its folder is the learner's and can change at any moment: files are opened once, and no link is followed.
        """
        source, dest = Path(src), Path(dest)
        try:
            with tempfile.TemporaryDirectory(prefix="collect-") as taken:
                owner = arrivals.take(source, Path(taken), self.coursedir.include)
                if self._is_anothers(owner, source.name.rsplit("+", 3)[0]):
                    raise arrivals.ChangedOnTheWay("it is somebody else's now")
                super().do_copy(taken, str(dest), log)
            self._complete(source, dest)
        except (OSError, RuntimeError, shutil.Error) as e:
            shutil.rmtree(dest, ignore_errors=True)
            if getattr(e, "errno", None) in NO_ROOM:
                self.fail("The disk is full. What was collected before is kept. Please make room and collect again.")
            self.log.error("Not collected, please look yourself: %r (%s)", source.name, e)

    def _complete(self, source: Path, dest: Path) -> None:
        _, _, timestamp, *_ = source.name.rsplit("+", 3)
        _rewrite(dest / handover.TIMESTAMP, timestamp)
        secret = dest / handover.SECRET
        if not secret.is_file() or not SECRET.match(secret.read_text(encoding="utf-8", errors="replace")):
            self.log.warning("%s came without a secret: its feedback cannot be fetched.", source.name)
            _rewrite(secret, secrets.token_hex(64))
        try:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            arrivals.leave_note(source, handover.COLLECTED, now)
        except OSError as e:
            self.log.warning("The learner will not see that %s was collected: %s", source.name, e)

    def _path_to_record(self, path):
        try:
            return super()._path_to_record(path)
        except (ValueError, OverflowError, ExchangeError):
            return {"username": Path(path).name.rsplit("+", 3)[0], "filename": Path(path).name,
                    "timestamp": NO_TIME, "refused": "its name holds no time"}

    def _sort_by_timestamp(self, records):
        """Give the hand-ins of one learner, newest first, refused ones last."""
        for record in records:
            reason = record.get("refused") or self._refusal(record)
            if reason:
                record["refused"] = reason
                # Quoted, so that signs in a name do nothing in a terminal.
                self.log.error("Not collected, please look yourself: %r (%s)", record["filename"], reason)
        return sorted(super()._sort_by_timestamp(records), key=lambda record: "refused" in record)

    def _refusal(self, record) -> str | None:
        path = Path(self.inbound_path, record["filename"])
        try:
            owner = path.lstat().st_uid
            reason = arrivals.refusal(record["username"], path)
        except OSError as e:
            return f"it cannot be read: {e.strerror}"
        if not reason and self._is_anothers(owner, record["username"]):
            return f"it was put there by {_name_of(owner)}"
        return reason

    def _is_anothers(self, owner: int, learner: str) -> bool:
        # Where everybody works under one account (a laptop, containers) the owner says nothing.
        return self.asks_for_owner and owner != os.getuid() and _name_of(owner) != learner


def _name_of(owner: int) -> str:
    import pwd  # Windows has none; there is no exchange either, but these settings are read

    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return "an account that is no longer there"


def _stripped(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    try:
        return canonical.dumps(canonical.strip(json.loads(text)))
    except (ValueError, AttributeError):
        return text


def _rewrite(path: Path, text: str) -> None:
    """Replace a file whatever its permissions are; the folder is ours to write in."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")
