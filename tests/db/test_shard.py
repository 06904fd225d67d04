from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import procrastinate
import pytest
from psycopg import errors
from sqlalchemy import NullPool, create_engine, exc, text

from gridhall.db import WORKER_ROLE, conninfo, provision_shard
from gridhall.db.shard import worker_password

from .sites import MASTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from gridhall.db import EmbeddedServer

    from .sites import Site


@pytest.fixture
def queue(admin: Engine) -> Iterator[Callable[[], list[tuple[Any, ...]]]]:
    """An empty queue; shows what waits in the order in which a worker takes it."""

    def waiting() -> list[tuple[Any, ...]]:
        query = "SELECT args ->> 'city', priority, args ->> 'n' FROM gridhall.procrastinate_jobs"
        with admin.connect() as connection:
            rows = connection.execute(text(f"{query} WHERE status = 'todo' ORDER BY priority DESC, id"))
            return [tuple(row) for row in rows]

    yield waiting
    with admin.begin() as connection:
        connection.execute(text("TRUNCATE gridhall.procrastinate_jobs CASCADE"))


def enqueue(site: Site, args: str = "{}", key: str | None = None) -> int:
    with site.login.begin() as connection:
        query = text("SELECT gridhall.enqueue('task', CAST(:args AS jsonb), :key)")
        return int(connection.scalar(query, {"args": args, "key": key}))


def test_a_job_carries_the_city_that_is_logged_in(
    found: Callable[[str], Site], admin: Engine, queue: object
) -> None:
    del queue
    job = enqueue(found("alpha"), '{"city": "beta", "n": 1}', "k")
    with admin.connect() as connection:
        row = connection.execute(
            text(
                "SELECT queue_name, task_name, queueing_lock, args"
                " FROM gridhall.procrastinate_jobs WHERE id = :id"
            ),
            {"id": job},
        ).one()
    assert tuple(row) == ("city", "task", "alpha:k", {"city": "alpha", "n": 1})


def test_a_rolled_back_change_leaves_no_job(
    found: Callable[[str], Site], queue: Callable[[], list[tuple[Any, ...]]]
) -> None:
    with found("alpha").login.connect() as connection:
        connection.execute(text("SELECT gridhall.enqueue('task', '{}')"))
        connection.rollback()
    assert queue() == []


def test_cities_take_turns_and_each_keeps_its_order(
    found: Callable[[str], Site], queue: Callable[[], list[tuple[Any, ...]]]
) -> None:
    alpha, beta = found("alpha"), found("beta")
    for n in range(3):
        enqueue(alpha, f'{{"n": {n}}}')
    for n in range(2):
        enqueue(beta, f'{{"n": {n}}}')
    assert queue() == [
        ("alpha", 0, "0"),
        ("beta", 0, "0"),
        ("alpha", -1, "1"),
        ("beta", -1, "1"),
        ("alpha", -2, "2"),
    ]


def test_new_jobs_of_a_busy_city_do_not_overtake_its_old_ones(
    found: Callable[[str], Site], admin: Engine, queue: Callable[[], list[tuple[Any, ...]]]
) -> None:
    alpha, beta = found("alpha"), found("beta")
    for n in range(3):
        enqueue(alpha, f'{{"n": {n}}}')
    with admin.begin() as connection:
        connection.execute(text("SET LOCAL search_path = gridhall"))
        connection.execute(text("DELETE FROM gridhall.procrastinate_jobs WHERE priority > -2"))
    enqueue(alpha, '{"n": 3}')
    enqueue(beta, '{"n": 0}')
    assert queue() == [("alpha", -2, "2"), ("beta", -2, "0"), ("alpha", -3, "3")]


def test_a_key_waits_once_in_each_city(
    found: Callable[[str], Site], queue: Callable[[], list[tuple[Any, ...]]]
) -> None:
    alpha, beta = found("alpha"), found("beta")
    first = enqueue(alpha, key="daily")
    assert enqueue(alpha, key="daily") == first
    assert enqueue(beta, key="daily") != first
    assert len({enqueue(alpha), enqueue(alpha)}) == 2
    assert len(queue()) == 4


def test_who_is_no_city_cannot_enqueue(admin: Engine) -> None:
    with pytest.raises(exc.ProgrammingError) as refused, admin.begin() as connection:
        connection.execute(text("SELECT gridhall.enqueue('task', '{}')"))
    assert isinstance(refused.value.orig, errors.InsufficientPrivilege)


def test_arguments_must_be_an_object(found: Callable[[str], Site]) -> None:
    with pytest.raises(exc.DataError, match="must be a JSON object"):
        enqueue(found("alpha"), "[1]")


def test_a_temporary_schema_or_search_path_does_not_mislead_the_function(
    found: Callable[[str], Site],
) -> None:
    alpha = found("alpha")
    with alpha.login.begin() as connection:
        connection.execute(text("SELECT set_config('search_path', 'city_alpha, pg_catalog', true)"))
        assert connection.scalar(text("SELECT gridhall.enqueue('task', '{}')")) > 0


def test_procrastinates_worker_runs_a_citys_job_as_the_worker_role(
    server: EmbeddedServer,
    found: Callable[[str], Site],
    admin: Engine,
    queue: Callable[[], list[tuple[Any, ...]]],
) -> None:
    enqueue(found("alpha"), '{"n": 7}')
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo(server.url(WORKER_ROLE, worker_password(MASTER)))
    )
    app, seen = procrastinate.App(connector=connector), []

    @app.task(name="task")
    def task(city: str, n: int) -> None:
        seen.append((city, n))

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(queues=["city"], wait=False, install_signal_handlers=False)

    with ThreadPoolExecutor(1) as apart:  # a browser that is open for other tests has this thread's loop
        apart.submit(lambda: asyncio.run(work())).result()
    assert seen == [("alpha", 7)]
    assert queue() == []
    with admin.connect() as connection:
        assert connection.scalar(text("SELECT status FROM gridhall.procrastinate_jobs")) == "succeeded"


def test_the_worker_sees_no_rows_of_a_city_and_cannot_name_cities(
    server: EmbeddedServer, found: Callable[[str], Site], admin: Engine
) -> None:
    found("alpha")
    provision_shard(admin, MASTER)
    worker = create_engine(server.url(WORKER_ROLE, worker_password(MASTER)), poolclass=NullPool)
    for statement in (
        "SELECT * FROM city_alpha.anything",
        "INSERT INTO gridhall.city VALUES ('gridhall_worker', 'alpha')",
        "CREATE TABLE gridhall.mine (id int)",
    ):
        with pytest.raises(exc.ProgrammingError) as refused, worker.begin() as connection:
            connection.execute(text(statement))
        assert isinstance(refused.value.orig, errors.InsufficientPrivilege)
