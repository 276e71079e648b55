"""How the app is served: uvicorn, told to say goodbye to open streams before it stops."""

import socket

import uvicorn
from fastapi import FastAPI

from api.deps import House

GRACEFUL_SECONDS = 15


class Server(uvicorn.Server):
    """Streams never end by themselves, so a stop would wait for them: the hub ends them first."""

    def __init__(self, app: FastAPI, *, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=GRACEFUL_SECONDS,
                proxy_headers=True,
            )
        )
        self._house: House = app.state.house

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._house.hub.close()
        await super().shutdown(sockets)
