"""``gridhall serve`` and ``gridhall worker``: the two processes of a deployment. Start as many as needed."""

import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from gridhall.cli.context import deployment

# What only one of the two needs is imported there: the other commands start faster without.


@click.command()
@click.option("--host", help="Where to listen; otherwise as gridhall.toml says.")
@click.option("--port", type=click.IntRange(1, 65535), help="Likewise.")
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Likewise, for Prometheus.")
def serve(host: str | None, port: int | None, metrics_port: int | None) -> None:
    """Serve the portal of every city, until SIGTERM or Ctrl-C."""
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")  # Pyramid's; nobody here can act

    import waitress  # noqa: PLC0415

    from gridhall.app import make_app  # noqa: PLC0415
    from gridhall.web import logs  # noqa: PLC0415
    from gridhall.web.metrics import Metrics  # noqa: PLC0415

    here = deployment()
    here.check()
    web, metrics = here.settings.web, Metrics()
    app = make_app(here.settings, host=here.host, databases=here.databases, metrics=metrics)
    logs.take_over()
    _keep_uploads_in(here.settings.var)
    address = (host or web.host, port or web.port)
    with _listening(*address, "--port"):
        server = waitress.create_server(
            app,
            host=address[0],
            port=address[1],
            threads=web.threads,
            **limits(web.upload_mb),
            **proxy_options(web.proxy),
        )
    if counted := metrics_port or web.metrics_port:
        with _listening(web.metrics_host, counted, "--metrics-port"):
            metrics.serve(web.metrics_host, counted)
    signal.signal(signal.SIGTERM, _leave)
    click.echo(f"serving on http://{address[0]}:{address[1]}", err=True)
    server.run()  # until SystemExit or Ctrl-C; then it finishes what it is answering


@click.command()
@click.option("--concurrency", type=click.IntRange(1), default=4, show_default=True, help="Jobs at once.")
def worker(concurrency: int) -> None:
    """Do the background work of every city, until SIGTERM or Ctrl-C."""
    from gridhall.jobs.worker import run  # noqa: PLC0415
    from gridhall.web import logs  # noqa: PLC0415

    here = deployment()
    here.check()
    logs.configure()
    logs.take_over()
    run(here.settings, concurrency=concurrency, host=here.host)


def proxy_options(proxy: str | None) -> dict[str, Any]:
    """How waitress learns who asks: from the proxy's X-Forwarded-For, and from nobody else's.

    Where no proxy is trusted, what such headers say is taken away.
    """
    options: dict[str, Any] = {"clear_untrusted_proxy_headers": True}
    if proxy is not None:
        options |= {
            "trusted_proxy": proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for"},
        }
    return options


def limits(upload_mb: int) -> dict[str, Any]:
    """What waitress refuses by itself: requests beyond all sizes, connections that say nothing.

    It reads a request whole before a thread answers it, so a slow client holds no thread.
    """
    return {
        "max_request_header_size": 32_768,
        "max_request_body_size": upload_mb * 1_000_000,
        "channel_timeout": 60,
        "connection_limit": 500,
        "asyncore_use_poll": True,
        "ident": None,  # which server this is concerns nobody
    }


def _keep_uploads_in(var: Path) -> None:
    """Let what is uploaded wait below var/, not in a folder of the machine that others use, too."""
    folder = var / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)


@contextmanager
def _listening(host: str, port: int, option: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port}: {error.strerror}. Choose another with {option}."
        ) from error


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
