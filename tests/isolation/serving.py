"""Real ``gridhall serve`` processes, asked over sockets."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from pathlib import Path

START_S = 60


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def write_config(folder: Path, paths: dict[str, Path], more: str = "") -> Path:
    config = folder / "gridhall.toml"
    lines = [f"{key} = {json.dumps(str(path))}\n" for key, path in paths.items()]
    config.write_text("".join(lines) + more, encoding="utf-8")
    return config


@dataclass
class Process:
    """One of them."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @classmethod
    def start(cls, config: Path, *options: str) -> Process:
        port = free_port()
        log = config.parent / f"serve-{port}.log"
        words = ["--config", str(config), "serve", "--port", str(port), *options]
        with log.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "gridhall.cli", *words],
                stdout=written,
                stderr=written,
                env={**os.environ, "GRIDHALL_CONFIG": ""},
            )
        return cls(process, port, log)

    def wait(self) -> Process:
        deadline = time.monotonic() + START_S
        while True:
            try:
                assert self.ask("/healthz") == 200
            except ConnectionRefusedError:
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.1)
            else:
                return self

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def ask(
        self, path: str, *, host: str = "localhost", cookie: str = "", fields: dict[str, str] | None = None
    ) -> int:
        """The status of an answer; with ``fields`` a form is sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": host, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        method = "GET" if fields is None else "POST"
        connection.request(method, path, urlencode(fields or {}) if fields is not None else None, headers)
        status = connection.getresponse().status
        connection.close()
        return status
