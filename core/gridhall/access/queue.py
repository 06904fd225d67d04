"""The queue of jobs: a city may put one in, in the transaction of what causes it; a worker fetches."""

import json
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

FETCH = (
    "SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts,"
    " worker_id FROM gridhall.fetch_fairly(%(worker_id)s, %(most)s)"
)
"""A worker's fetch, in procrastinate's style; see ``db/enqueue.sql``."""
_ENQUEUE = text("SELECT gridhall.enqueue(:task, CAST(:args AS jsonb))")


def enqueue(session: Session, task: str, args: Mapping[str, object]) -> int:
    """Put a job into the queue of the city that the session is logged in as; return its number.

    A worker sees it when the session's transaction commits; a rollback takes it back.

    :param args: no personal data: workers read it before they know whose it is
    """
    return int(session.execute(_ENQUEUE, {"task": task, "args": json.dumps(dict(args))}).scalar_one())
