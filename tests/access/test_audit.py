"""The log is written in the transaction it tells about, and the city's own role cannot change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from gridhall.access import Grant
from gridhall.models import AuditEntry

if TYPE_CHECKING:
    from .conftest import Deployment

WHOLE = Grant(None, None)


def actions(deployment: Deployment) -> list[str]:
    return list(deployment.session().scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_entries_are_numbered_and_chained(deployment: Deployment) -> None:
    scope = deployment.scope(WHOLE)
    for action in ("sample.one", "sample.two"):
        scope.audit(action, "sample:1", reason="因为", number=3)
    scope.db.commit()
    first, second = deployment.session().scalars(select(AuditEntry).order_by(AuditEntry.seq))
    assert (second.seq, second.previous_hash) == (first.seq + 1, first.hash)
    assert (first.actor, first.subject, first.detail) == (
        "someone",
        "sample:1",
        {"reason": "因为", "number": 3},
    )


def test_an_entry_goes_with_its_transaction(deployment: Deployment) -> None:
    scope = deployment.scope(WHOLE)
    scope.audit("sample.undone")
    scope.db.rollback()
    scope.audit("sample.done")
    scope.db.commit()
    assert actions(deployment) == ["sample.done"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "SELECT * FROM audit_head",
        "UPDATE audit_head SET seq = 0",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP FUNCTION audit_chain CASCADE",
        "ALTER TABLE audit_entry OWNER TO CURRENT_USER",
        "ALTER TABLE audit_entry ADD COLUMN x int",
        "ALTER FUNCTION audit_end() SET search_path = public",
        "ALTER FUNCTION audit_chain() SECURITY INVOKER",
        "CREATE RULE silent AS ON INSERT TO audit_entry DO INSTEAD NOTHING",
        "CREATE TRIGGER silent BEFORE INSERT ON audit_entry EXECUTE FUNCTION audit_chain()",
        "CREATE FUNCTION audit_canonical(x int) RETURNS int LANGUAGE sql RETURN 1",
        "CREATE TEMPORARY TABLE audit_entry (seq bigint)",
        "SET session_replication_role = replica",
        "SELECT audit_chain()",
        "INSERT INTO audit_head (seq, hash) VALUES (0, '')",
        "INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
        "SELECT * FROM audit_entry FOR UPDATE",
        "LOCK audit_entry IN EXCLUSIVE MODE",
        "COMMENT ON TABLE audit_entry IS 'x'",
    ],
)
def test_the_citys_role_cannot_change_it(deployment: Deployment, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        deployment.session(WHOLE).execute(text(statement))


def test_what_a_caller_says_of_number_time_and_hash_is_overruled(deployment: Deployment) -> None:
    db = deployment.session(WHOLE)
    columns = "seq, at, actor, action, subject, detail, previous_hash, hash"
    db.execute(
        text(
            f"INSERT INTO audit_entry ({columns})"  # noqa: S608 - a constant
            " VALUES (7000, '2001-01-01', 'x', 'forged', '', '{}', '', '')"
        )
    )
    entry = db.scalars(select(AuditEntry)).one()
    assert (entry.seq < 7000, entry.at.year > 2001, len(entry.hash)) == (True, True, 32)
