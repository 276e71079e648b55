"""Servers under measurement, each in a process of its own on loopback, ended with the block."""

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import psutil
import uvicorn

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0
CPU_PATH = "/benchmark/cpu"
App = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Child:
    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cpu_ms(self) -> float:
        """Processor time this process has used so far, as it says itself."""
        return float(self.ask(CPU_PATH)["cpu_ms"])

    def ask(self, path: str) -> dict[str, Any]:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer

    def rss_kib(self) -> float:
        """Memory of this process and of those it has started."""
        process = psutil.Process(self.process.pid)
        return sum(one.memory_info().rss for one in (process, *process.children(True))) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(module: str, *arguments: str, env: dict[str, str] | None = None) -> Iterator[Child]:
    """``python -m <module> <port> <arguments…>``, answering before the block begins."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(port), *arguments],
        stdin=subprocess.PIPE,
        env=os.environ | {"OMP_NUM_THREADS": "1"} | (env or {}),
    )
    try:
        wait_until_open(port, process)
        yield Child(process, port)
    finally:
        end(process)


def wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise TimeoutError("the server does not answer")


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin:
        process.stdin.close()


async def read_body(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def answer(send: Any, body: bytes) -> None:
    head = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})


def serve_until_told(app: App, port: int) -> None:
    """Runs in the child: uvicorn as the product runs it, with the processor time on one path."""

    async def metered(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == CPU_PATH:
            await answer(send, json.dumps({"cpu_ms": time.process_time() * 1000}).encode())
            return
        await app(scope, receive, send)

    config = uvicorn.Config(
        metered,
        host=HOST,
        port=port,
        log_config=None,
        access_log=False,
        backlog=8192,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=2,
    )
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(uvicorn.Server(config).serve())


def raise_file_limit() -> int:
    """As many open files as the machine lets one process have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
