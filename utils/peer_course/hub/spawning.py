"""What each person's server is told by the hub, and the spawners that start it.

Learner or tutor is decided here, by the settings file. The server itself is made ready by `seat`, as the person.
What must not live here: the look of the pages, or whether accounts are apart (`accounts`).
"""

from __future__ import annotations

import os
import resource
import sys

from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner

from .. import handover
from .settings_file import Settings

TUTORS = f"formgrade-{handover.COURSE}"
LEARNERS = f"nbgrader-{handover.COURSE}"
COMMAND = [sys.executable, "-m", "peer_course.hub.seat"]


class NotOnTheCourse(Exception):
    """Somebody signed in who is neither tutor nor learner; JupyterHub shows `jupyterhub_message` on its page."""

    jupyterhub_message = "You are signed in, and not on this course yet. Please ask your tutor or administrator."


def profile(settings: Settings, name: str) -> str:
    """Return `teach` or `learn`, by the settings file. Raises NotOnTheCourse for everybody else."""
    # Not by the hub's groups: those only grow, and somebody taken off the list would keep their place.
    if name in settings.tutors:
        return "teach"
    if name in settings.learners:
        return "learn"
    raise NotOnTheCourse


def told(settings: Settings, which: str) -> dict[str, str]:
    """Return the variables of a person's server; a learner's name no place of the tutors'."""
    found = {
        "PEER_COURSE_PROFILE": which,
        "PEER_COURSE_SHARED": str(settings.course),
        "PEER_COURSE_EXCHANGE": str(settings.exchange),
        "PEER_COURSE_CONTENT": str(settings.content),
        "PEER_COURSE_IDLE_KERNEL_MINUTES": str(settings.idle_kernel_minutes),
    }
    return found | {"PEER_COURSE_TUTORS": str(settings.tutors_folder)} if which == "teach" else found


def before_start(settings: Settings):
    """Return JupyterHub's `pre_spawn_hook`: it gives a server its variables, and a learner's its limit."""
    def prepare(spawner) -> None:
        which = profile(settings, spawner.user.name)
        spawner.environment = {**spawner.environment, **told(settings, which)}
        spawner.mem_limit = settings.memory if which == "learn" else None
        if settings.spawner == "docker" and which == "teach":
            spawner.volumes = {**spawner.volumes, str(settings.tutors_folder): str(settings.tutors_folder)}
            spawner.extra_host_config = {**spawner.extra_host_config, "group_add": [_tutors_group()]}
    return prepare


def limited(then, memory: int | None):
    """Return what a new process does before it becomes a server: closed files, and a limit of `memory` bytes.

    Linux counts this for each process (the server, and each kernel), not for a person as a whole.
    """
    def before() -> None:
        os.umask(0o077)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump of memory would hold words
        if memory:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        then()
    return before


def _tutors_group() -> str:
    import grp

    from .accounts import GROUP
    return str(grp.getgrnam(GROUP).gr_gid)


class OwnAccount(LocalProcessSpawner):
    """A server under the person's own system account."""

    def make_preexec_fn(self, name):
        """JupyterHub's own, which changes to the account, with the limits before it."""
        return limited(super().make_preexec_fn(name), self.mem_limit)


class TrialSpawner(SimpleLocalProcessSpawner):
    """Everybody under the account that runs the trial, with a folder each. Not private."""

    def make_preexec_fn(self, name):
        """The same limits as for a real cohort."""
        return limited(super().make_preexec_fn(name), self.mem_limit)
