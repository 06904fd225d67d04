"""Who asks, where a reverse proxy stands before the portal: the throttle goes by it."""

from __future__ import annotations

from typing import Any
from urllib.request import Request, urlopen

import pytest

from gridhall.cli.processes import proxy_options
from gridhall.testing.live import served


def tell(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answers who asked, as the application sees it."""
    start_response("200 OK", [])
    seen = (environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_FOR", ""), environ["wsgi.url_scheme"])
    return ["|".join(seen).encode()]


@pytest.mark.parametrize(
    ("proxy", "headers", "seen"),
    [
        (None, {}, "127.0.0.1||http"),
        (None, {"X-Forwarded-For": "203.0.113.7"}, "127.0.0.1||http"),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7|203.0.113.7|http"),
        ("127.0.0.1", {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}, "203.0.113.7|203.0.113.7|http"),
        ("127.0.0.1", {"X-Forwarded-Proto": "https"}, "127.0.0.1||http"),
        ("192.0.2.1", {"X-Forwarded-For": "203.0.113.7"}, "127.0.0.1||http"),
    ],
    ids=["direct", "claimed", "proxied", "claimed through the proxy", "another header", "not the proxy"],
)
def test_only_the_proxy_says_who_asks(proxy: str | None, headers: dict[str, str], seen: str) -> None:
    with (
        served(tell, **proxy_options(proxy)) as port,
        urlopen(Request(f"http://127.0.0.1:{port}/", headers=headers)) as answer,
    ):
        assert answer.read().decode() == seen
