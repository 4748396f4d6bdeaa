"""Uzak bir sunucu: iki yöne de gecikme koyan TCP aktarıcısı (HTTP de WebSocket de geçer)."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator


class Proxy:
    """`port`una gelen her bağlantıyı `target`a aktarır; `delay` (s, tek yön) istendiği an değişir."""

    def __init__(self, target: int) -> None:
        self.target, self.delay, self.port = target, 0.0, 0

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Her parçayı geldiği andan `delay` sonra, sırasıyla yazar: gecikme var, bant daralması yok."""
        clock = asyncio.get_running_loop().time
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def write() -> None:
            with contextlib.suppress(OSError):
                while True:
                    due, piece = await queue.get()
                    await asyncio.sleep(due - clock())
                    if not piece:
                        break
                    writer.write(piece)
                    await writer.drain()
            writer.close()

        writing = asyncio.create_task(write())
        with contextlib.suppress(OSError):
            while piece := await reader.read(1 << 16):
                queue.put_nowait((clock() + self.delay, piece))
        queue.put_nowait((clock() + self.delay, b""))
        await writing

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):  # kapanışta açık kalan bağlantı sessizce biter
            there = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(self._pump(reader, there[1]), self._pump(there[0], writer))

    async def _serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await over.wait()
        server.close()


@contextlib.contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    """`target` kapısının önünde duran aktarıcı; bloğun sonunda kapanır."""
    one, ready, loop, over = Proxy(target), threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def run() -> None:
        await one._serve(ready, over)
        left = asyncio.all_tasks() - {asyncio.current_task()}  # açık kalan bağlantılar
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), name="proxy", daemon=True)
    thread.start()
    ready.wait()
    try:
        yield one
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
        loop.close()
