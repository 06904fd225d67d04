"""``gridhall serve`` and ``gridhall worker``: the two processes of a deployment. Start as many as needed."""

import signal
import warnings
from types import FrameType
from typing import Any

import click

from gridhall.cli.context import deployment

# What only one of the two needs is imported there: the other commands start faster without.


@click.command()
@click.option("--host", help="Where to listen; otherwise as gridhall.toml says.")
@click.option("--port", type=click.IntRange(1, 65535), help="Likewise.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the portal of every city, until SIGTERM or Ctrl-C."""
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")  # Pyramid's; nobody here can act

    import waitress  # noqa: PLC0415

    from gridhall.app import make_app  # noqa: PLC0415

    here = deployment()
    here.check()
    web = here.settings.web
    app = make_app(here.settings, host=here.host, databases=here.databases)
    address = (host or web.host, port or web.port)
    try:
        server = waitress.create_server(
            app, host=address[0], port=address[1], threads=web.threads, **proxy_options(web.proxy)
        )
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {address[0]}:{address[1]}: {error.strerror}. Choose another with --port."
        ) from error
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
    run(here.settings, concurrency=concurrency, host=here.host)


def proxy_options(proxy: str | None) -> dict[str, Any]:
    """How waitress learns who asks: from the proxy's X-Forwarded-For, and from nobody else's.

    Headers that are not trusted stay where they are, unread: that they are there tells ``/metrics`` that a
    proxy stands between.
    """
    options: dict[str, Any] = {"clear_untrusted_proxy_headers": False}
    if proxy is not None:
        options |= {
            "trusted_proxy": proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for"},
        }
    return options


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
