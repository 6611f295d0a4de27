"""nbgrader reads its settings here when it is started from this folder; they live in the package."""

from pathlib import Path

from peer_course import nbgrader_settings

nbgrader_settings.apply(get_config(), Path(__file__).resolve().parent)  # noqa: F821 (nbgrader provides get_config)
