"""nbgrader's exchange where ngshare carries the hand-ins: its own plug-ins, and ours where words could be lost.

Set through nbgrader's public ExchangeFactory. ngshare keeps learners apart by their sign-in; what comes from it
is looked at all the same. Not here: the exchange in a folder (`exchange`), and running the service.
"""

import base64
import secrets
import shutil
import tempfile
from fnmatch import fnmatch
from pathlib import Path

from ngshare_exchange import configureExchange
from ngshare_exchange.collect import ExchangeCollect
from ngshare_exchange.release_assignment import ExchangeReleaseAssignment
from ngshare_exchange.submit import ExchangeSubmit

from .. import handover
from ..exchange import NO_ROOM
from ..exchange.stripping import strip_all
from ..marking import arrivals


def apply(c) -> None:
    """Write into nbgrader's settings that hand-ins go through the service."""
    configureExchange(c, handover.service())
    c.ExchangeFactory.submit = Submit
    c.ExchangeFactory.collect = Collect
    c.ExchangeFactory.release_assignment = ReleaseAssignment
    # There is no folder between people, and ngshare's plug-ins would remark on a setting they do not know.
    c.Exchange.pop("root", None)


class Submit(ExchangeSubmit):
    """Hand in the learner's words only; the copy kept beside is exactly what was sent."""

    timestamp = None

    def copy_files(self):
        """Send a copy without outputs and widget states: they can hold what was never meant to be sent."""
        with tempfile.TemporaryDirectory(prefix="hand-in-") as folder:
            page = Path(folder, self.coursedir.assignment_id)
            self.do_copy(self.src_path, str(page))
            strip_all(page)
            self.src_path = str(page)
            super().copy_files()
        if self.timestamp is None:
            self.fail("Not handed in, nothing was left behind: the hand-in service did not take it.")


class Collect(ExchangeCollect):
    """Collect the expected files of people with a possible name; one odd hand-in never stops the others."""

    def init_src(self):
        """Find the newest hand-in of each person; what is refused is named and left where it is."""
        super().init_src()
        refused = [record for record in self.src_records if not arrivals.LEARNER.match(record["student_id"])]
        for record in refused:
            self._left(record["student_id"], arrivals.NOT_A_NAME)
        self.src_records = [record for record in self.src_records if record not in refused]

    def do_copy(self, src, dest):
        """Write what came of one hand-in into its folder, and the secret that feedback is released with."""
        try:
            files = self._expected(src)
            Path(dest).mkdir(parents=True)
            for name, content in files.items():
                Path(dest, name).write_bytes(content)
            Path(dest, handover.SECRET).write_text(secrets.token_hex(64), encoding="utf-8")
        except (OSError, ValueError, TypeError, KeyError) as e:
            shutil.rmtree(dest, ignore_errors=True)
            if getattr(e, "errno", None) in NO_ROOM:
                self.fail("The disk is full. What was collected before is kept. Please make room and collect again.")
            self._left(Path(dest).parent.name, e)

    def _expected(self, files: list[dict]) -> dict[str, bytes]:
        # The service puts its own timestamp.txt last, so one that a learner sent is not believed.
        wanted = {file["path"]: file["content"] for file in files
                  if Path(file["path"]).name == file["path"]
                  and any(fnmatch(file["path"], pattern) for pattern in self.coursedir.include)}
        if sum(len(content) for content in wanted.values()) * 3 // 4 > arrivals.LARGEST:
            raise ValueError(f"it is larger than {arrivals.LARGEST // 1_000_000} MB")
        return {name: base64.b64decode(content) for name, content in wanted.items()}

    def _left(self, learner: str, why: object) -> None:
        # Quoted, so that signs in a name do nothing in a terminal.
        self.log.error("Not collected, please look yourself: %r (%s)", learner, why)


class ReleaseAssignment(ExchangeReleaseAssignment):
    """Release a task, and say so only when it is there; never at the price of what people handed in."""

    def assignment_exists(self):
        """Refuse to replace a task that somebody handed in to: the service deletes the hand-ins with the old one."""
        task, course = self.coursedir.assignment_id, self.coursedir.course_id
        if self.force and self._is_there():
            sent = self.ngshare_api_get(f"/submissions/{course}/{task}")
            if sent is None or sent["submissions"]:
                self.fail(f"Not released again: people may have handed in to {task}, and the hand-in service would "
                          "delete that together with the old task. Please give the changed task a new name.")
        return super().assignment_exists()

    def copy_files(self):
        """Release, then look: the service was seen to say yes and to keep nothing."""
        super().copy_files()
        if not self._is_there():
            self.fail(f"{self.coursedir.assignment_id} was not released: the hand-in service does not have it. "
                      "Please tell whoever runs the hub.")

    def _is_there(self) -> bool:
        answer = self.ngshare_api_get(f"/assignments/{self.coursedir.course_id}")
        if answer is None:
            self.fail("The hand-in service does not answer. Please try again, or tell whoever runs the hub.")
        return self.coursedir.assignment_id in answer["assignments"]
