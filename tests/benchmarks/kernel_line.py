"""A kernel's WebSocket as JupyterLab uses it: runs cells, and sends what a widget's page would send.

Messages go in Jupyter's binary form, v1.kernel.websocket.jupyter.org. A thread reads what comes, and answers the
server's pings while nobody waits. What must not live here: what is answered (`hub_answers`), or who does it.
"""

from __future__ import annotations

import contextlib
import json
import queue
import struct
import threading
import time
import uuid
from dataclasses import dataclass, field

import websocket

FORM = "v1.kernel.websocket.jupyter.org"
PATIENCE = 120.0
PARTS = ("header", "parent_header", "metadata", "content")


class Trouble(RuntimeError):
    """Something that a person at this page would have noticed; the message says what."""


def packed(channel: str, message: dict) -> bytes:
    """Return a message in the binary form: how many places, where each part begins, the parts."""
    parts = [channel.encode(), *(json.dumps(message[name]).encode() for name in PARTS)]
    places = [8 * (2 + len(parts))]
    for part in parts:
        places.append(places[-1] + len(part))
    return struct.pack(f"<{1 + len(places)}Q", len(places), *places) + b"".join(parts)


def unpacked(frame: bytes) -> dict:
    """Return a message of the binary form as a dict, its channel with it; buffers are left out."""
    number = struct.unpack_from("<Q", frame)[0]
    places = struct.unpack_from(f"<{number}Q", frame, 8)
    parts = [frame[begin:end] for begin, end in zip(places, places[1:], strict=False)]
    return {"channel": parts[0].decode()} | {name: json.loads(part) for name, part in zip(PARTS, parts[1:5], strict=True)}


@dataclass
class Model:
    """A widget of ours that a cell has made: the kernel's name for it, and what the page was given."""

    comm: str
    state: dict = field(repr=False)

    @property
    def is_exercise(self) -> bool:
        return {"spec", "held"} <= self.state.keys() and "kind" in self.state["spec"]


class KernelLine:
    """One open page's connection to its kernel."""

    def __init__(self, address: str, cookie: str, origin: str):
        # The page's own name at the kernel; the server tells two pages of one kernel apart by it.
        self._session = uuid.uuid4().hex
        self._socket = websocket.create_connection(f"{address}?session_id={self._session}", cookie=cookie, origin=origin,
                                                   subprotocols=[FORM], timeout=PATIENCE)
        self._socket.settimeout(None)
        if self._socket.getsubprotocol() != FORM:
            raise Trouble("the server does not speak the binary form of messages")
        self._heard: queue.SimpleQueue = queue.SimpleQueue()
        self._closing = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        try:
            while True:
                frame = self._socket.recv()
                if not frame:
                    raise websocket.WebSocketConnectionClosedException("the server hung up")
                self._heard.put(unpacked(frame))
        except Exception as e:  # Whatever ends the line, whoever waits is told.
            if not self._closing:
                self._heard.put(Trouble(f"the line to the kernel broke: {type(e).__name__}: {e}"))

    def send(self, kind: str, content: dict, channel: str = "shell") -> str:
        """Send one message; returns its number."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "", "session": self._session, "version": "5.3",
                  "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self._socket.send_binary(packed(channel, message))
        return number

    def answers(self, number: str, seconds: float = PATIENCE):
        """Yield what comes in answer to one message. Raises Trouble when nothing more comes in time."""
        until = time.monotonic() + seconds
        while True:
            try:
                message = self._heard.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                raise Trouble(f"no answer of the kernel within {seconds:.0f} s") from None
            if isinstance(message, Trouble):
                raise message
            if message["parent_header"].get("msg_id") == number:
                yield message

    def ready(self) -> None:
        """Ask the kernel who it is and which widgets it has, as JupyterLab does when a page opens."""
        for kind, content in (("kernel_info_request", {}), ("comm_info_request", {"target_name": "jupyter.widget"})):
            number = self.send(kind, content)
            next(one for one in self.answers(number) if one["channel"] == "shell")

    def run(self, text: str) -> list[Model]:
        """Run one cell; returns the widgets it made. Raises Trouble when it fails."""
        number, made, left = self.send("execute_request", {
            "code": text, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": False}), [], {"idle", "reply"}
        for one in self.answers(number):
            kind, content = one["header"]["msg_type"], one["content"]
            if kind == "comm_open" and content["target_name"] == "jupyter.widget":
                made.append(Model(content["comm_id"], content["data"]["state"]))
            elif kind == "error":
                raise Trouble(f"a cell failed: {content['ename']}: {content['evalue']}")
            elif kind == "execute_reply":
                left.discard("reply")
            elif kind == "status" and content["execution_state"] == "idle":
                left.discard("idle")
            if not left:
                return made
        return made

    def tell(self, model: Model, message: dict) -> float:
        """Send what the page of an exercise sends, and wait until Python says that it is kept; returns seconds.

        When the message asks for the reply, that is waited for as well, after the time was taken.
        """
        begun, kept = time.perf_counter(), 0.0
        number = self.send("comm_msg", {"comm_id": model.comm, "data": {"method": "custom", "content": message}})
        for one in self.answers(number):
            if one["header"]["msg_type"] != "comm_msg":
                continue
            data = one["content"]["data"]
            held, said = data.get("state", {}).get("held"), data.get("content", {})
            if held and (held["writer"], held["seq"]) == (message["writer"], message["seq"]):
                kept, model.state["held"] = time.perf_counter() - begun, held
            if said.get("do") == "trouble":
                raise Trouble(f"not saved: {said['say']}")
            if kept and (message["do"] == "save" or said.get("do") == "reply"):
                return kept
        return kept

    def close(self) -> None:
        """Hang up; the kernel goes on, as it does when a page is closed."""
        self._closing = True
        with contextlib.suppress(Exception):
            self._socket.close(timeout=1)
        self._reader.join(2)
