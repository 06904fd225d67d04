from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from gridhall.errors import NotFound
from gridhall.jobs import outcome

if TYPE_CHECKING:
    from .cities import Site


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (psycopg.errors.SerializationFailure(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.ConnectionFailure(), True),
        (psycopg.OperationalError("connection refused"), True),
        (PoolExhausted(), True),
        (OperationalError("", {}, psycopg.OperationalError("connection refused")), True),
        (DBAPIError("", {}, psycopg.errors.DeadlockDetected()), True),
        (DBAPIError("", {}, psycopg.errors.UniqueViolation()), False),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.ProgrammingError("the connection cannot be used so"), False),
        (NotFound("x"), False),
        (ValueError(), False),
    ],
)
def test_only_what_goes_away_by_itself_is_tried_again(error: Exception, *, passes: bool) -> None:
    assert outcome.passes(error) is passes


def test_the_log_says_where_an_error_arose_and_quotes_nothing(alpha: Site) -> None:
    with pytest.raises(DBAPIError) as raised, alpha.scope() as scope:
        scope.db.execute(select(text("'Li Na'::int")))
    frames = outcome.frames(raised.value)
    assert frames[0] == "DataError"
    assert "InvalidTextRepresentation" in frames
    assert any("test_outcome.py" in frame for frame in frames)
    assert "Li Na" not in "".join(frames)
