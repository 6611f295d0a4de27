"""Handing in: the learner's words only, whole or not at all, and closed to everybody but them and the tutors.

Not here: what a learner sees of it (`handing_in`), and taking it in (`collect`).
"""

import os
import shutil
from pathlib import Path

from nbgrader.exchange.default import ExchangeSubmit

from .. import handover
from . import walls
from .stripping import strip_all

# Collect looks for names that start with a learner's name, so what starts with a dot has not arrived yet.
ARRIVING = "."


class Submit(walls.MayEnter, ExchangeSubmit):
    """Hand in the learner's words only, under the name they have on the hub."""

    def init_dest(self):
        """Prefer the hub's name: in containers everybody has the same system account."""
        name = os.environ.get("JUPYTERHUB_USER")
        if name and self.coursedir.student_id == "*":
            self.coursedir.student_id = name
        super().init_dest()

    def copy_files(self):
        """Copy inside closed and hidden folders first: nobody ever collects half a hand-in, or sees it on its way."""
        inbound, copies, name = Path(self.inbound_path), Path(self.cache_path), self.assignment_filename
        mode = walls.mode_of_hand_in(inbound)
        fault = walls.fault_of_owner(inbound) if mode else walls.OPEN_GROUP.format(inbound=inbound)
        if fault:
            self.fail(f"Permission denied, others could read this: {fault}")
        arriving, keeping = inbound / (ARRIVING + name), copies / (ARRIVING + name)
        before = os.umask(0o007)
        try:
            # Made closed rather than closed afterwards: a change of mode would lose the tutors' group.
            arriving.mkdir(0o770)
            keeping.mkdir(0o700, parents=True)
            self.inbound_path, self.cache_path = str(arriving), str(keeping)
            super().copy_files()
            self._put(arriving / name, mode, inbound, copies)
        except (OSError, shutil.Error, RuntimeError) as e:
            self.fail(f"Not handed in, nothing was left behind: {e}")
        finally:
            os.umask(before)
            self.inbound_path, self.cache_path = str(inbound), str(copies)
            shutil.rmtree(arriving, ignore_errors=True)
            shutil.rmtree(keeping, ignore_errors=True)

    def _put(self, whole: Path, mode: int, inbound: Path, copies: Path) -> None:
        """Bring the hand-in and nbgrader's copy of it to their places, both or neither."""
        copy = next(Path(self.cache_path).iterdir())
        (copy / handover.SENT_AS).write_text(whole.name + "\n", encoding="utf-8")
        copy.chmod(0o700)
        whole.chmod(mode)
        kept = copy.rename(copies / copy.name)
        try:
            whole.rename(inbound / whole.name)
        except OSError:
            shutil.rmtree(kept, ignore_errors=True)
            raise

    def set_perms(self, dest, fileperms, dirperms):
        """Set permissions as nbgrader does, and let tutors delete what lies in folders within."""
        super().set_perms(dest, fileperms, walls.HAND_IN)

    def do_copy(self, src, dest, log=None):
        """Copy, and leave outputs and widget states behind: they can hold what was never meant to be sent."""
        super().do_copy(src, dest, log)
        strip_all(Path(dest))
