"""Runs web and worker as processes of their own, and stops both."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

from gridhall.settings import Settings

HOST = "127.0.0.1"
START_S = 60.0
STOP_S = 20.0
LOOK_EVERY_S = 0.25


class Processes:
    """What runs for the demo."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *words: str) -> None:
        """Start ``gridhall NAME`` with its log in a file; Ctrl-C in our terminal is not for it."""
        with self._log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "gridhall.cli", *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_served(self, port: int) -> None:
        """Wait for the portal's first answer."""
        deadline = time.monotonic() + START_S
        while not _answers(port):
            self._require_running()
            if time.monotonic() > deadline:
                raise click.ClickException(f"the portal does not answer. Read {self._log('serve')}")
            time.sleep(LOOK_EVERY_S)

    def wait(self) -> None:
        """Wait until somebody asks us to end."""
        while True:
            self._require_running()
            time.sleep(LOOK_EVERY_S)

    def stop(self) -> None:
        """Ask all to end, and wait; what does not is ended."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_S
        for process in self._running.values():
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _require_running(self) -> None:
        for name, process in self._running.items():
            if process.poll() is not None:
                raise click.ClickException(
                    f"gridhall {name} ended with status {process.returncode}. Read {self._log(name)}"
                )

    def _log(self, name: str) -> Path:
        return self._folder / f"{name}.log"


@contextmanager
def processes(settings: Settings, port: int) -> Iterator[Processes]:
    """Web and worker, until the block ends: by Ctrl-C, a signal, or because one of them ended."""
    folder = settings.var / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "gridhall.toml"
    config.write_text(_config(settings, port), encoding="utf-8")
    running = Processes(folder)
    try:
        running.start("serve", "--config", str(config), "serve")
        running.start("worker", "--config", str(config), "worker")
        running.wait_until_served(port)
        yield running
    except KeyboardInterrupt:
        click.echo("\nstopping; the data are kept for the next start")
    finally:
        running.stop()


def end_on_signals() -> None:
    """Let SIGTERM and a closed terminal end the demo as Ctrl-C does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)


def require_free(port: int) -> None:
    """Refuse a port that somebody listens on, before the long work.

    :raises click.ClickException: it is taken
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise click.ClickException(
                f"port {port} cannot be used: {error.strerror}. Stop what runs there, or take another: --port"
            ) from error


def _config(settings: Settings, port: int) -> str:
    """A gridhall.toml for the two: this deployment, as a demo."""
    paths = {"var": settings.var, "tenants": settings.tenants, "themes": settings.themes}
    if settings.master_key_file is not None:
        paths["master_key_file"] = settings.master_key_file
    lines = [f"{key} = {_quoted(str(path))}" for key, path in paths.items()]
    return "\n".join((*lines, "demo = true", "[web]", f"host = {_quoted(HOST)}", f"port = {port}", ""))


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as answer:
            return int(answer.status) == 200  # noqa: PLR2004 - HTTP's OK
    except (URLError, OSError):
        return False


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
