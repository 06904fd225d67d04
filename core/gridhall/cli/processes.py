"""``gridhall serve`` and ``gridhall worker``: the two processes of a deployment. Start as many as needed."""

import logging
import signal
import sys
from types import FrameType

import click

from gridhall.cli import logs
from gridhall.cli.context import deployment


@click.command()
@click.option("--host", help="Where to listen; otherwise as gridhall.toml says.")
@click.option("--port", type=click.IntRange(1, 65535), help="Likewise.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the portal of every city, until SIGTERM or Ctrl-C."""
    import waitress  # noqa: PLC0415 - the other commands start faster without the web

    from gridhall.app import make_app  # noqa: PLC0415 - likewise

    logs.configure(level=logging.INFO, as_json=not sys.stderr.isatty())
    here = deployment()
    web = here.settings.web
    address = (host or web.host, port or web.port)
    signal.signal(signal.SIGTERM, _leave)
    app = make_app(here.settings)
    try:
        waitress.serve(app, host=address[0], port=address[1], threads=web.threads, _quiet=True)
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {address[0]}:{address[1]}: {error.strerror}. Choose another with --port."
        ) from error


@click.command()
@click.option("--concurrency", type=click.IntRange(1), default=4, show_default=True, help="Jobs at once.")
def worker(concurrency: int) -> None:
    """Do the background work of every city, until SIGTERM or Ctrl-C."""
    from gridhall.jobs.worker import run  # noqa: PLC0415 - the other commands start faster without it

    logs.configure(level=logging.INFO, as_json=not sys.stderr.isatty())
    run(deployment().settings, concurrency=concurrency)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Let waitress finish what it is answering; it does so on SystemExit."""
    raise SystemExit(0)
