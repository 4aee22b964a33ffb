"""A wire to a server that others use too: python -m tests.flows.wire PORT TARGET..

Its process may be stopped or killed: who is connected through it then sees a server that hangs, or dies.
"""

import asyncio
import sys
from contextlib import suppress


async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """One direction, until either end is closed."""
    with suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()


async def serve(port: int, target: int) -> None:
    """Until killed."""

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    server = await asyncio.start_server(connect, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
