"""JupyterHub reads its settings here; `peer-course hub` names this file. What it says lives in the package."""

from peer_course.hub import config

config.from_environment(get_config())  # noqa: F821 (JupyterHub provides get_config)
