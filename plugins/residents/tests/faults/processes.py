"""Real processes of a deployment, which a test kills."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridhall.testing import Stage

T = TypeVar("T")


@dataclass
class Processes:
    """``gridhall`` commands, started for one test; those that still run are killed after it."""

    stage: Stage
    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command."""
        config = self.folder / "gridhall.toml"
        paths = {"var": self.stage.settings.var, "tenants": self.stage.settings.tenants}
        paths |= {"themes": self.stage.settings.themes}
        config.write_text("".join(f"{key} = {json.dumps(str(path))}\n" for key, path in paths.items()))
        command = [sys.executable, "-m", "gridhall.cli", "--config", str(config), *words]
        number = len(self.started)
        with (
            (self.folder / f"{number}.out").open("wb") as out,
            (self.folder / f"{number}.err").open("wb") as err,
        ):
            process = subprocess.Popen(command, stdout=out, stderr=err)
        self.started.append(process)
        return process

    def said(self, process: subprocess.Popen[bytes]) -> tuple[str, str]:
        """What a command wrote to standard output and standard error."""
        number = self.started.index(process)
        return tuple((self.folder / f"{number}.{end}").read_text() for end in ("out", "err"))  # type: ignore[return-value]

    def serve(self) -> tuple[subprocess.Popen[bytes], int]:
        """Serve the portal; the process and its port."""
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = int(found.getsockname()[1])
        process = self.start("serve", "--host", "127.0.0.1", "--port", str(port))
        wait_until(lambda: answers(port), lambda answered: answered)
        return process, port

    def kill_all(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def wait_until(look: Callable[[], T], good: Callable[[T], bool], seconds: float = 60) -> T:
    deadline = time.monotonic() + seconds
    while not good(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.03)
    return found


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory runs out."""
    process.kill()
    process.wait()


def kill_server(folder: str) -> None:
    """Kill the embedded server as a power cut would; who connects next starts it again."""
    postmaster = int((Path(folder) / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
