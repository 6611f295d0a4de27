"""What `nbgrader list` and JupyterLab's list of assignments say of feedback, which waits in the hand-ins here."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeList

from .. import handover
from ..marking import arrivals
from . import walls
from .feedback import places


class List(walls.MayEnter, ExchangeList):
    """List as nbgrader does, and find feedback where it lies here."""

    def parse_assignments(self):
        """Return nbgrader's list, with what it says of feedback put right."""
        found = super().parse_assignments()
        if self.inbound or self.cached:
            for hand_in in (one for task in found for one in task["submissions"] if one["status"] == "submitted"):
                self._put_right(hand_in)
        return found

    def _put_right(self, hand_in: dict) -> None:
        for notebook in hand_in["notebooks"]:
            held = self._waiting(hand_in, notebook["notebook_id"])
            if held is not None:
                notebook["has_exchange_feedback"] = True
                mine = notebook["local_feedback_path"]
                notebook["feedback_updated"] = bool(mine) and Path(mine).read_bytes() != held
        waits = [one["has_exchange_feedback"] for one in hand_in["notebooks"]]
        hand_in["has_exchange_feedback"] = bool(waits) and all(waits)
        hand_in["feedback_updated"] = any(one["feedback_updated"] for one in hand_in["notebooks"])

    def _waiting(self, hand_in: dict, notebook: str) -> bytes | None:
        folder = Path(hand_in["path"])
        if self.cached:
            folder = places(Path(self.root, hand_in["course_id"]), folder, notebook)[0].parent
        return arrivals.read_file(folder, handover.feedback_page(notebook))
