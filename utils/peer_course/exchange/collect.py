"""Taking in what people handed in: from whom it says it is, and with no link that leads out of it.

One odd hand-in never stops the others. Not here: where a hand-in is put (`submit`), what is done with it (`marking`).
"""

import datetime
import re
import secrets
import shutil
import tempfile
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from .. import handover
from ..marking import arrivals
from . import NO_ROOM, walls

SECRET = re.compile(r"[0-9a-f]{128}\Z")
NO_TIME = datetime.datetime(1970, 1, 1)


class Collect(walls.MayEnter, ExchangeCollect):
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
            return f"it was put there by {walls.name_of(owner)}"
        return reason

    def _is_anothers(self, owner: int, learner: str) -> bool:
        return self.asks_for_owner and walls.is_anothers(owner, learner, Path(self.inbound_path))


def _rewrite(path: Path, text: str) -> None:
    """Replace a file whatever its permissions are; the folder is ours to write in."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")
