"""A tutor's terminal in JupyterLab knows the commands that the guide names, without a path before them."""

import json
import time
import urllib.request

import pytest
import websocket
from lab_server import TOKEN, lab_server

pytestmark = pytest.mark.browser
PATIENCE = 40


@pytest.fixture(scope="module")
def teach(tmp_path_factory):
    """A tutor's server on an empty folder."""
    with lab_server(tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home"), profile="teach") as server:
        yield server


def asked(server, line: str, until: str) -> str:
    """What a new terminal shows after a line was typed into it, until a word comes or patience ends."""
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/api/terminals?token={TOKEN}", method="POST")
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        name = json.load(answer)["name"]
    address = f"ws://127.0.0.1:{server.port}/terminals/websocket/{name}?token={TOKEN}"
    terminal = websocket.create_connection(address, timeout=PATIENCE)
    seen, end = "", time.monotonic() + PATIENCE
    try:
        terminal.send(json.dumps(["stdin", line + "\r"]))
        while until not in seen and time.monotonic() < end:
            kind, *what = json.loads(terminal.recv())
            seen += "".join(what) if kind == "stdout" else ""
    finally:
        terminal.close()
    return seen


def test_the_commands_of_the_guide_are_found_by_their_names(teach):
    seen = asked(teach, "type peer-course nbgrader; echo the-$((1+1))nd", "the-2nd")
    assert "not found" not in seen and "the-2nd" in seen
    assert seen.count("peer-course is") == 1 and seen.count("nbgrader is") == 1
