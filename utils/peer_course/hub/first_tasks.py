"""Makes ready and releases every task of the course that one stands in: `python -m peer_course.hub.first_tasks`.

The same as nbgrader's generate_assignment and release_assignment, task by task, in one process.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Release each task; returns 1, with nbgrader's own log, when one could not be released."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    from peer_course import nbgrader_settings

    config = Config()
    nbgrader_settings.apply(config, Path.cwd())
    api, well = NbGraderAPI(config=config), True
    for task in sorted(path.name for path in Path("source").iterdir() if path.is_dir() and path.name[0] not in "._"):
        for step in (api.generate_assignment, api.release_assignment):
            done = step(task)
            if not done["success"]:
                print(task, done.get("log") or done.get("error"), flush=True)
                well = False
                break
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
