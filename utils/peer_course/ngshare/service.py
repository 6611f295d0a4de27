"""What a learner's page asks the hand-in service: is a task released, is there feedback.

Only reading, with the standard library alone (this loads in a learner's kernel), and never for long: an answer
is kept for some seconds, and a service that does not answer is nobody's reason to wait.
"""

import json
import os
import time
from urllib.parse import quote, urlencode

from .. import handover

SECONDS = 3.0
KEPT = 20.0
_answers: dict[str, tuple[float, dict | None]] = {}


def released(task: str) -> bool:
    """Tell whether a task is released; True when the service does not answer, so that fetching says what is wrong."""
    answer = _ask(f"/assignments/{handover.COURSE}")
    return answer is None or task in answer.get("assignments", [])


def feedback_waits(task: str, timestamp: str) -> bool:
    """Tell whether there is feedback to what was handed in at that time."""
    me = quote(os.environ.get("JUPYTERHUB_USER", ""), safe="")
    when = urlencode({"list_only": "true", "timestamp": timestamp})
    answer = _ask(f"/feedback/{handover.COURSE}/{task}/{me}?{when}")
    return bool(answer and answer.get("files"))


def forget() -> None:
    """Ask anew next time."""
    _answers.clear()


def _ask(path: str) -> dict | None:
    address = handover.service() + path
    when, answer = _answers.get(address, (-KEPT, None))
    if time.monotonic() - when >= KEPT:
        answer = _asked(address)
        _answers[address] = (time.monotonic(), answer)
    return answer


def _asked(address: str) -> dict | None:
    from urllib.request import ProxyHandler, Request, build_opener  # heavy, and only needed here

    token = os.environ.get("JUPYTERHUB_API_TOKEN", "")
    request = Request(address, headers={"Authorization": f"token {token}"})
    # The service is inside the cluster: a proxy to the world has no part in it, and must not see the token.
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as response:
            answer = json.loads(response.read())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) and answer.get("success") else None
