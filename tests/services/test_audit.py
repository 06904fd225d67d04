"""The log is read by those who may, and whatever the owner of the tables changes in it is found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from gridhall.access import Grant, Principal
from gridhall.errors import Forbidden
from gridhall.models import AuditEntry
from gridhall.services import audit
from gridhall.services.audit_chain import canonical

if TYPE_CHECKING:
    from gridhall.access import Scope

STRANGE = 'a"b\\c/\x01\x1f\x7f\n\t\b\f\r 中文 مرسى 😀 \u2028'


def write(scope: Scope, n: int = 6) -> list[int]:
    """Add entries; return the numbers of all."""
    for i in range(n):
        scope.audit(
            "sample.done", f"sample:{i}", text=STRANGE, number=1.10, nested={"b": [None, True], "aa": {}}
        )
    return list(scope.db.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq)))


def test_an_untouched_log_is_whole_for_the_citys_own_role(scope: Scope) -> None:
    numbers = write(scope)
    report = audit.verify(scope)
    last = scope.db.get_one(AuditEntry, numbers[-1])
    assert report == audit.Report(len(numbers), True, None, numbers[-1], last.hash.hex())  # noqa: FBT003


def test_our_text_of_an_entry_is_the_databases(scope: Scope) -> None:
    scope.audit(STRANGE, STRANGE, **{STRANGE: STRANGE, "number": 1e300, "small": 1.5e-7})
    of_database, row = scope.db.execute(
        select(text("audit_canonical(audit_entry)"), AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)
    ).one()
    detail = scope.db.scalar(text("SELECT detail::text FROM audit_entry ORDER BY seq DESC LIMIT 1"))
    assert canonical(row.seq, row.at, row.actor_id, row.actor, row.action, row.subject, detail) == of_database
    assert json.loads(of_database)[3:6] == ["test", STRANGE, STRANGE]


REWRITE = """UPDATE audit_entry AS e
 SET hash = sha256(previous_hash || convert_to(audit_canonical(e), 'UTF8')) WHERE seq = """
CLOSE_UP = """DELETE FROM audit_entry WHERE seq = :one;
 UPDATE audit_entry SET seq = seq - 1000 WHERE seq > :one;
 UPDATE audit_entry SET seq = seq + 999 WHERE seq < 0"""
EXCHANGE = """UPDATE audit_entry SET seq = -seq WHERE seq IN (:one, :one + 1);
 UPDATE audit_entry SET seq = CASE -seq WHEN :one THEN :one + 1 ELSE :one END WHERE seq < 0"""
TAMPERINGS = {
    "the detail of one": ("UPDATE audit_entry SET detail = '{}' WHERE seq = :one", "one"),
    "the actor of one": ("UPDATE audit_entry SET actor = 'nobody' WHERE seq = :one", "one"),
    "the time of one": ("UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE seq = :one", "one"),
    "the account of one": ("UPDATE audit_entry SET actor_id = 1 WHERE seq = :one", "one"),
    "one is gone": ("DELETE FROM audit_entry WHERE seq = :one", "one"),
    "the first is gone": ("DELETE FROM audit_entry WHERE seq = 1", "first"),
    "the tail is gone": ("DELETE FROM audit_entry WHERE seq > :one", "next"),
    "the last is gone": ("DELETE FROM audit_entry WHERE seq = :last", "last"),
    "all are gone": ("DELETE FROM audit_entry", "first"),
    "one is gone and the others closed up": (CLOSE_UP, "one"),
    "two have changed places": (EXCHANGE, "one"),
    "one is rewritten with its hash": (
        f"UPDATE audit_entry SET actor = 'nobody' WHERE seq = :one; {REWRITE} :one",  # noqa: S608 - constants
        "next",
    ),
    "the last is rewritten with its hash": (
        f"UPDATE audit_entry SET actor = 'nobody' WHERE seq = :last; {REWRITE} :last",  # noqa: S608 - constants
        "last",
    ),
    "the end is set back": ("UPDATE audit_head SET seq = seq - 1", "before last"),
    "the end is set back with its hash": (
        "UPDATE audit_head AS h SET seq = e.seq, hash = e.hash FROM audit_entry AS e WHERE e.seq = :one",
        "next",
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_the_owner_changes_is_found_where_it_was_changed(owned: Scope, tampering: str) -> None:
    numbers = write(owned)
    places = {"first": numbers[0], "one": numbers[-4], "next": numbers[-3], "last": numbers[-1]}
    places["before last"] = numbers[-2]
    assert audit.verify(owned).ok
    statements, place = TAMPERINGS[tampering]
    for statement in statements.split(";"):
        told = {name: seq for name, seq in places.items() if f":{name}" in statement}
        owned.db.execute(text(statement), told)
    report = audit.verify(owned)
    assert (report.ok, report.first_bad_seq) == (False, places[place])


def test_a_log_written_anew_as_a_whole_is_found_by_a_noted_end(owned: Scope) -> None:
    write(owned)
    before = audit.verify(owned)
    noted = audit.Noted(before.seq, before.head)
    write(owned, 1)
    assert audit.verify(owned, noted=noted).ok
    owned.db.execute(text("CREATE TABLE kept AS SELECT * FROM audit_entry"))
    owned.db.execute(text("DELETE FROM audit_entry"))
    owned.db.execute(text("UPDATE audit_head SET seq = 0, hash = sha256(''::bytea)"))
    again = (
        "INSERT INTO audit_entry (actor, action, subject, detail) SELECT 'nobody', action, subject, detail"
    )
    owned.db.execute(text(f"{again} FROM kept ORDER BY seq"))
    assert audit.verify(owned).ok
    report = audit.verify(owned, noted=noted)
    assert (report.ok, report.first_bad_seq) == (False, noted.seq)


def test_a_noted_end_that_never_came_is_missing(scope: Scope) -> None:
    numbers = write(scope)
    report = audit.verify(scope, noted=audit.Noted(numbers[-1] + 5, "00" * 32))
    assert (report.ok, report.first_bad_seq) == (False, numbers[-1] + 1)


def listed(scope: Scope, filters: audit.Filters) -> list[str]:
    return [line.subject for line in audit.entries(scope, filters).lines if line.action.startswith("sample.")]


def test_the_log_is_listed_latest_first_by_what_is_asked(scope: Scope) -> None:
    for action, subject in (("sample.one", "a:1"), ("sample.two", "a:1"), ("sample.two", "a:2")):
        scope.audit(action, subject)
    assert listed(scope, audit.Filters()) == ["a:2", "a:1", "a:1"]
    assert listed(scope, audit.Filters(action="sample.two")) == ["a:2", "a:1"]
    assert listed(scope, audit.Filters(action="sample.")) == ["a:2", "a:1", "a:1"]
    assert listed(scope, audit.Filters(action="sample_")) == []
    assert listed(scope, audit.Filters(subject="a:1", action="sample.one")) == ["a:1"]
    assert listed(scope, audit.Filters(actor="test")) == ["a:2", "a:1", "a:1"]
    assert listed(scope, audit.Filters(actor="tes")) == []
    today, day = scope.today, timedelta(days=1)
    assert listed(scope, audit.Filters(since=today, until=today)) == ["a:2", "a:1", "a:1"]
    assert listed(scope, audit.Filters(since=today + day)) == []
    assert listed(scope, audit.Filters(until=today - day)) == []
    assert {"sample.one", "sample.two", "core.city_create"} <= set(audit.actions(scope))


def test_pages_follow_each_other_without_gap(scope: Scope) -> None:
    numbers = write(scope, 5)
    seen, before = [], None
    while True:
        page = audit.entries(scope, audit.Filters(), before=before, limit=3)
        seen += [line.seq for line in page.lines]
        before = page.before
        if before is None:
            break
    assert seen == numbers[::-1]


def test_what_was_done_to_some_subjects_is_told_whoever_asks_for_them(scope: Scope) -> None:
    for action, subject in (
        ("sample.look", "a:1"),
        ("sample.look", "a:11"),
        ("sample.looked", "a:1"),
        ("sample.look", "a:2"),
        ("sample.look", "a:1"),
    ):
        scope.audit(action, subject)
    nobody = replace(scope, principal=Principal("nobody", ()))
    told = audit.of_subjects(nobody, ["a:1", "a:2"], action="sample.look")
    assert [(line.subject, line.action) for line in told] == [
        ("a:1", "sample.look"),
        ("a:2", "sample.look"),
        ("a:1", "sample.look"),
    ]
    assert audit.of_subjects(nobody, [], action="sample.look") == ()


def test_only_the_audit_right_over_the_whole_city_reads_it(scope: Scope) -> None:
    rights = frozenset({"core.tree_edit", "core.accounts_edit"})
    system = replace(scope, principal=Principal("system", (Grant(None, rights),)))
    for look in (audit.verify, audit.actions, lambda scope: audit.entries(scope, audit.Filters())):
        with pytest.raises(Forbidden):
            look(system)
    auditor = replace(scope, principal=Principal("audit", (Grant(None, frozenset({"core.audit_view"})),)))
    assert audit.verify(auditor).ok
