"""What the server itself refuses, asked over a socket."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import pytest

from gridhall.cli.processes import limits
from gridhall.testing.live import served


def tell(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [str(len(environ["wsgi.input"].read())).encode()]


def ask(request: bytes) -> list[str]:
    """The status of the answer, and its body; who sends far too much may be cut off without one."""
    with served(tell, **limits(1)) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as sent:
        answer = b""
        with suppress(ConnectionResetError, BrokenPipeError):
            sent.sendall(request)
            while received := sent.recv(65536):
                answer += received
    head, _blank, body = answer.decode().partition("\r\n\r\n")
    assert "server:" not in head.lower()
    return [head.split(" ")[1], body.split("\n")[0]] if head else ["cut off", ""]


LAST = b"Host: x\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST / HTTP/1.1\r\n" + LAST + b"Content-Length: 3\r\n\r\nabc", "200"),
        (b"POST / HTTP/1.1\r\n" + LAST + b"Content-Length: 1000001\r\n\r\n", "413"),
        (b"GET / HTTP/1.1\r\n" + LAST + b"Cookie: " + b"x" * 33_000 + b"\r\n\r\n", "431"),
        (b"POST / HTTP/1.1\r\n" + LAST + b"Content-Length: 1\r\nTransfer-Encoding: x\r\n\r\na", "501"),
        (b"POST / HTTP/1.1\r\n" + LAST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"),
    ],
    ids=["small", "a body beyond all sizes", "a head likewise", "unknown encoding", "two lengths"],
)
def test_a_request_that_is_too_large_or_means_two_things_is_refused(request_: bytes, status: str) -> None:
    assert ask(request_)[0] in (status, "cut off")


def test_a_body_in_pieces_counts_as_a_whole() -> None:
    head = b"POST / HTTP/1.1\r\n" + LAST + b"Transfer-Encoding: chunked\r\n\r\n"
    assert ask(head + b"3\r\nabc\r\n0\r\n\r\n") == ["200", "3"]
    assert ask(head + (b"80000\r\n" + b"x" * 0x80000 + b"\r\n") * 2 + b"0\r\n\r\n")[0] in ("413", "cut off")
