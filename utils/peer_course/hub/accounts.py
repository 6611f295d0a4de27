"""Whether people's writing is kept apart on this machine; a cohort is not started before it is.

Looks, and changes nothing. What must not live here: making accounts, or JupyterHub.
"""

from __future__ import annotations

from .settings_file import Settings


def refuse_unless_apart(settings: Settings) -> None:
    """Raise NotReady, with a line for each thing to put right, unless everybody has a closed account of their own."""
