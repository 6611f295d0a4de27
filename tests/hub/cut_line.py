"""A line between a browser and a hub that a test can cut: every connection dropped, or silently standing still.

    with line_to(port) as line:
        page.goto(line.url)
        line.drop()      # or line.stall()
        line.mend()

What must not live here: any test, or anything about the hub.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading

PIECE = 65536  # bytes


class Line:
    """Passes bytes between a port of its own and another port of this computer."""

    def __init__(self, to: int):
        self.to, self.port = to, 0
        self._loop = asyncio.new_event_loop()
        self._dropped, self._open = False, set()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10), "The line did not open."

    def drop(self) -> None:
        """Break every connection, and every new one at once, as when a cable is pulled and the computer notices."""
        self._do(self._drop)

    def stall(self) -> None:
        """Pass nothing more, and tell nobody, as in a tunnel: connections stay open and new ones hang."""
        self._do(self._flows.clear)

    def mend(self) -> None:
        """Pass everything again; what stood still goes on where it was."""
        self._do(self._mend)

    def end(self) -> None:
        self._do(self._drop)
        self._do(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, what) -> None:
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (what(), done.set()))
        assert done.wait(10), "The line did not do what it was told."

    def _drop(self) -> None:
        self._dropped = True
        for writer in self._open:
            writer.transport.abort()

    def _mend(self) -> None:
        self._dropped = False
        self._flows.set()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._flows = asyncio.Event()
        self._flows.set()
        server = self._loop.run_until_complete(asyncio.start_server(self._join, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _join(self, reader, writer) -> None:
        if self._dropped:
            writer.transport.abort()
            return
        self._open.add(writer)
        beyond = None
        with contextlib.suppress(OSError):
            await self._flows.wait()
            from_hub, beyond = await asyncio.open_connection("127.0.0.1", self.to)
            self._open.add(beyond)
            await asyncio.gather(self._carry(reader, beyond), self._carry(from_hub, writer))
        for one in filter(None, (writer, beyond)):
            self._open.discard(one)
            one.transport.abort()

    async def _carry(self, reader, writer) -> None:
        """Pass bytes one way; when one side ends, the other is told so."""
        while piece := await reader.read(PIECE):
            await self._flows.wait()
            writer.write(piece)
            await writer.drain()
        await self._flows.wait()
        writer.close()


@contextlib.contextmanager
def line_to(port: int):
    """A line to a port of this computer, ended whatever happens."""
    line = Line(port)
    line.start()
    try:
        yield line
    finally:
        line.end()
