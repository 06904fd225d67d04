"""The worker process: all databases of a deployment, until it is asked to stop. Start with :func:`run`."""

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gridhall.db import Databases, conninfo
from gridhall.errors import NotFound
from gridhall.jobs import orphans, passing, runner
from gridhall.jobs.scopes import CityScopes
from gridhall.jobs.shard import ShardWorker
from gridhall.plugins import PluginHost
from gridhall.settings import Settings
from gridhall.tenancy import Cities, City

log = structlog.get_logger()
T = TypeVar("T")

LOOK_OVER_EVERY_S = 600.0
"""How often runs are compared with the queue."""
UNKNOWN_CITY_AGAIN_S = 60.0
RETURN_S = (0.5, 10.0)
"""The first and the longest wait before a lost database is tried again."""
STEADY_S = 30.0
"""After so long a time of work the next loss is a new one."""


def run(settings: Settings, *, concurrency: int = 4, host: PluginHost | None = None) -> None:
    """Do the jobs of every city until SIGTERM or SIGINT; then running jobs leave after the chunk they are at.

    A second signal ends the process at once; what it was doing goes on in another worker. Belongs into
    the main thread of a process.

    :param concurrency: how many jobs it does at once in each database
    :param host: None: what is installed
    :raises ConfigError: the deployment's files are wrong
    """
    found = host or PluginHost.discover()
    cities = Cities.load(settings)
    databases = Databases(settings)
    try:
        asyncio.run(_Deployment(settings, databases, found, cities, concurrency).work())
    finally:
        databases.close()


class _Deployment:
    """Everything that one worker process works on."""

    def __init__(
        self, settings: Settings, databases: Databases, host: PluginHost, cities: Cities, places: int
    ) -> None:
        self._settings = settings
        self._databases = databases
        self._host = host
        self._cities = cities
        self._places = places
        self._reading = threading.Lock()

    async def work(self) -> None:
        names = sorted(self._settings.databases) or ["main"]
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(len(names) * (self._places + 2), "job"))
        stop = asyncio.Event()
        _stop_on_signal(loop, stop)
        log.info("worker starts", databases=names, places=self._places)
        await asyncio.gather(*(self._keep_working(name, stop) for name in names))
        log.info("worker stops")

    async def _keep_working(self, name: str, stop: asyncio.Event) -> None:
        """Work on one database; where it is lost, come back to it."""
        wait, longest = RETURN_S
        while not stop.is_set():
            begun = time.monotonic()
            try:
                await asyncio.to_thread(self._reach, name)
                shard = ShardWorker(conninfo(self._databases.worker_url(name)), self._do, places=self._places)
                await shard.work(stop, lambda shard: self._look_over(name, shard))
            except Exception as error:  # noqa: BLE001 - whatever it is, the other databases go on
                log.warning("database lost", database=name, error=type(error).__name__, again_in_s=wait)
            if time.monotonic() - begun > STEADY_S:
                wait = RETURN_S[0]
            await _sleep(stop, wait)
            wait = min(wait * 2, longest)

    def _reach(self, name: str) -> None:
        """Connect once; this starts an embedded server that was killed."""
        with self._databases.jobs_engine(name).connect():
            pass

    def _do(self, slug: str, run_id: str, stopping: Callable[[], bool]) -> float | None:
        city = self._city(slug)
        if city is None:
            log.error("job of a city that this deployment does not have", city=slug)
            return UNKNOWN_CITY_AGAIN_S
        if not _is_uuid(run_id):
            log.error("job names no run", city=slug)
            return None
        return runner.do(self._scopes(city), UUID(run_id), stopping=stopping)

    async def _look_over(self, name: str, shard: ShardWorker) -> None:
        """Give up runs whose job is gone from the queue; remove files that were kept for a day."""
        while True:
            here = [city for city in self._cities if city.database == name or not self._settings.databases]
            seen = [await self._try(city, orphans.unfinished, self._scopes(city)) for city in here]
            live = await shard.live_runs()  # read last: a job that ended by now left its run behind it
            for city, found in zip(here, seen, strict=True):
                gone = {(run, number) for run, number in found or () if (city.slug, str(run)) not in live}
                await self._try(city, orphans.give_up, self._scopes(city), gone)
                await self._try(city, passing.sweep, self._scopes(city))
            await asyncio.sleep(LOOK_OVER_EVERY_S)

    async def _try(self, city: City, do: Callable[..., T], *arguments: Any) -> T | None:
        """Do it in a thread; a city whose tables are not there yet does not hold up the others."""
        try:
            return await asyncio.to_thread(do, *arguments)
        except SQLAlchemyError as error:
            log.warning("runs not looked over", city=city.slug, error=type(error).__name__)
            return None

    def _scopes(self, city: City) -> CityScopes:
        return CityScopes(city, self._databases, self._host, self._settings.var)

    def _city(self, slug: str) -> City | None:
        """The city of that slug; one that was made since we began is read now."""
        with self._reading:
            try:
                return self._cities.by_slug(slug)
            except NotFound:
                self._cities = Cities.load(self._settings)
            return next((city for city in self._cities if city.slug == slug), None)


def _stop_on_signal(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    signals = (signal.SIGTERM, signal.SIGINT)

    def ask_to_stop() -> None:
        for each in signals:
            loop.remove_signal_handler(each)  # the next one ends the process
        stop.set()

    for each in signals:
        loop.add_signal_handler(each, ask_to_stop)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
