"""Two processes of the portal: what is taken away in one is gone in the other."""

from __future__ import annotations

import base64
import os
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from gridhall.models import Post
from gridhall.services.sessions import hash_token
from gridhall.web.csrf import token_of

from .people import EVERYTHING, add_person
from .serving import Process, free_port, write_config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gridhall.testing import SampleCity, Stage

pytestmark = pytest.mark.slow


def files_of(stage: Stage) -> dict[str, Path]:
    return {"tenants": stage.settings.tenants, "themes": stage.settings.themes}


@pytest.fixture
def config(stage: Stage, tmp_path: Path) -> Path:
    return write_config(tmp_path, {"var": stage.settings.var, **files_of(stage)})


@pytest.fixture
def pair(config: Path) -> Iterator[tuple[Process, Process]]:
    started = [Process.start(config), Process.start(config)]
    try:
        yield started[0].wait(), started[1].wait()
    finally:
        for process in started:
            process.stop()


class Person:
    """Somebody who has signed in, wherever."""

    def __init__(self, city: SampleCity, login: str) -> None:
        self.city, self.token = city, city.session(login)

    def get(self, process: Process, path: str) -> int:
        return process.ask(path, host=self.city.host, cookie=f"gridhall={self.token}")

    def post(self, process: Process, path: str, **fields: str) -> int:
        keys = self.city.platform.keys(self.city.city)
        fields["csrf_token"] = token_of(keys, "session", hash_token(self.token).hex())
        return process.ask(path, host=self.city.host, cookie=f"gridhall={self.token}", fields=fields)


def test_what_one_process_takes_away_is_gone_in_the_other(
    pair: tuple[Process, Process], city: SampleCity, other_city: SampleCity
) -> None:
    one, other = pair
    login = add_person(city, EVERYTHING, city.node("Northport"))
    assert login is not None
    ann, system = Person(city, login), Person(city, city.administrator("system"))
    elsewhere = Person(other_city, str(add_person(other_city, EVERYTHING, other_city.node("Southport"))))

    assert [ann.get(process, "/residents") for process in pair] == [200, 200]
    assert system.post(one, "/settings/plugins/residents/switch") == 303
    time.sleep(1)  # as long as it may take
    assert [ann.get(process, "/residents") for process in pair] == [404, 404]
    assert [ann.get(process, "/static/residents/record.css") for process in pair] == [404, 404]
    assert [elsewhere.get(process, "/residents") for process in pair] == [200, 200]
    assert system.post(other, "/settings/plugins/residents/switch", enable="1") == 303
    time.sleep(1)
    assert [ann.get(process, "/residents") for process in pair] == [200, 200]

    with city.scope() as scope:
        scope.db.scalars(scope.select(Post)).one().until = scope.today
    assert [ann.get(process, "/residents") for process in pair] == [403, 403]
    assert [ann.get(process, "/account") for process in pair] == [200, 200]
    assert ann.post(one, "/sign-out") == 303
    assert [ann.get(process, "/account") for process in pair] == [303, 303]


def test_counts_are_told_at_their_own_port_alone(config: Path, city: SampleCity) -> None:
    port = free_port()
    process = Process.start(config, "--metrics-port", str(port))
    try:
        process.wait()
        assert process.ask("/sign-in", host=city.host) == 200
        assert [process.ask("/metrics", host=host) for host in ("localhost", city.host)] == [404, 404]
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            told = answer.read().decode()
        assert f'{{city="{city.slug}",route="sign_in",status="200"}} 1.0' in told
    finally:
        process.stop()
    assert "/metrics" not in process.log.read_text()
    assert '"route": "sign_in"' in process.log.read_text()


def test_without_its_database_a_process_lives_and_is_not_ready(
    stage: Stage, city: SampleCity, tmp_path: Path
) -> None:
    key = tmp_path / "master.key"
    key.write_bytes(base64.b64encode(os.urandom(32)))
    key.chmod(0o600)
    away = f'[databases.main]\nurl = "postgresql://x@127.0.0.1:{free_port()}/x"\n'
    paths = {"var": tmp_path / "var", "master_key_file": key, **files_of(stage)}
    process = Process.start(write_config(tmp_path, paths, away))
    try:
        process.wait()
        assert [process.ask(path) for path in ("/healthz", "/readyz")] == [200, 503]
        assert process.ask("/account", host=city.host, cookie="gridhall=x") == 503
    finally:
        process.stop()
