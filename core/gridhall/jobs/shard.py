"""The queue of one database: fetched fairly, its dead workers' jobs taken up again."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker

from gridhall.access import queue
from gridhall.jobs.outcome import frames
from gridhall.services.runs import TASK

QUEUE = "city"
HEARTBEAT_S = 3.0
DEAD_AFTER_S = 10.0
"""A worker that was silent for so long is taken for dead."""
LOOK_EVERY_S = 2.5
"""So a killed worker's jobs go on within DEAD_AFTER_S + LOOK_EVERY_S."""
CONNECTIONS = 4
MOST_OF_A_CITY = 4
"""Jobs of one city at once, so that they find connections in its pool."""

log = structlog.get_logger()

Do = Callable[[str, str, Callable[[], bool]], float | None]
"""``do(city, run, stopping)``: do a run; in how many seconds to try again, or None."""


class Again(Exception):
    """The run is to be done once more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _AsAsked(BaseRetryStrategy):
    """Tries again when the runner says so, and never by itself."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        del job
        if isinstance(exception, Again):
            return RetryDecision(retry_in={"milliseconds": round(exception.seconds * 1000)})
        return None


class FairJobs(JobManager):
    """Fetches so that no city holds every place of a worker.

    :param most: how many jobs of one city run at once, over all workers
    """

    def __init__(self, connector: PsycopgConnector, most: int) -> None:
        super().__init__(connector)
        self._most = most

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Take the next job, or None."""
        del queues
        row = await self.connector.execute_query_one_async(queue.FETCH, worker_id=worker_id, most=self._most)
        return None if row["id"] is None else Job.from_row(row)


class ShardWorker:
    """Works on the queue of one database until it is asked to stop or the database goes away.

    :param conninfo: libpq's connection string of the worker role
    :param do: called in a thread for each job
    :param places: how many jobs it does at once
    """

    def __init__(self, conninfo: str, do: Do, *, places: int) -> None:
        self._connector = PsycopgConnector(
            conninfo=conninfo, min_size=1, max_size=CONNECTIONS, timeout=DEAD_AFTER_S, name="queue"
        )
        self._app = App(connector=self._connector)
        most = max(1, min(MOST_OF_A_CITY, places - 1))
        self._app.job_manager = FairJobs(self._connector, most)
        self._do = do
        self._places = places
        self._app.task(name=TASK, queue=QUEUE, pass_context=True, retry=_AsAsked())(self._run)

    async def work(
        self, stop: asyncio.Event, look_over: Callable[["ShardWorker"], Coroutine[Any, Any, None]]
    ) -> None:
        """Do jobs until ``stop`` is set or the database is lost. Running jobs leave at their next scope.

        :param look_over: runs beside the jobs, cancelled at the end
        :raises procrastinate.exceptions.ConnectorException: the database is lost
        """
        async with self._app.open_async():
            worker = Worker(
                self._app,
                queues=[QUEUE],
                concurrency=self._places,
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT_S,
                stalled_worker_timeout=DEAD_AFTER_S,
                shutdown_graceful_timeout=0,
                delete_jobs="always",
            )
            working = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            beside = (self._stop_when(stop, worker), self._take_up(worker), look_over(self))
            others = [asyncio.create_task(_reported(each)) for each in beside]
            try:
                await working
            finally:
                for task in others:
                    task.cancel()
                await asyncio.gather(*others, return_exceptions=True)

    async def live_runs(self) -> set[tuple[str, str]]:
        """City and run of each job that waits or is being done; the others are deleted."""
        jobs = await self._app.job_manager.list_jobs_async(queue=QUEUE)
        return {(str(job.task_kwargs.get("city")), str(job.task_kwargs.get("run"))) for job in jobs}

    def _run(self, context: JobContext, *, city: str, run: str) -> None:
        again = self._do(city, run, context.should_abort)
        if again is not None:
            raise Again(again)

    async def _stop_when(self, stop: asyncio.Event, worker: Worker) -> None:
        await stop.wait()
        worker.stop()  # type: ignore[no-untyped-call]

    async def _take_up(self, worker: Worker) -> None:
        """Put the jobs of dead workers back into the queue."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            with suppress(ConnectorException):  # where the database is lost, the heartbeat ends the work
                for job in await self._app.job_manager.get_stalled_jobs(
                    queue=QUEUE, seconds_since_heartbeat=DEAD_AFTER_S
                ):
                    if job.worker_id != worker.worker_id:  # else only our own heartbeat is late
                        await self._take_up_one(job)

    async def _take_up_one(self, job: Job) -> None:
        try:
            await self._app.job_manager.retry_job(job)
        except ConnectorException:
            return  # another worker was quicker
        given = job.task_kwargs
        log.warning("job of a dead worker taken up", city=given.get("city"), run=given.get("run"))


async def _reported(work: Coroutine[Any, Any, None]) -> None:
    """Let what ends by an error say so, and the jobs go on."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever it is, jobs are done without it
        log.warning("worker's duty ended", error=type(error).__name__, frames=frames(error))
