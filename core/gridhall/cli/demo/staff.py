"""The people of the demo: one for each kind of work, all with one password that is printed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exists, select

from gridhall.access import Scope
from gridhall.models import Account, Post, Role, Staff
from gridhall.services import accounts, passwords, tree

PASSWORD = "harbour-lantern-42"  # noqa: S105 - printed at each start, and only for this machine


@dataclass(frozen=True)
class Person:
    """One line of a ``staff.csv``."""

    login: str
    name: str
    role: str
    """The key of a role; "" for an administrator, who has no post."""
    node_code: str
    """Where the post is."""


def people(file: Path) -> Iterator[Person]:
    """Those whom a file names."""
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield Person(**row)


def is_staffed(scope: Scope, file: Path) -> bool:
    """Whether the last of the file's people can sign in already."""
    *_others, last = people(file)
    return bool(scope.db.scalar(scope.select(exists().where(Account.login == last.login))))


def add_staff(scope: Scope, file: Path) -> None:
    """Give each of them an account with the demo's password, and their post."""
    hashed = passwords.hash_password(PASSWORD)
    for person in people(file):
        account = scope.db.scalar(select(Account).where(Account.login == person.login))
        if account is None:
            account, _password = accounts.create(scope, person.login, password=PASSWORD)
            staff = Staff(name=person.name, account_id=account.id)
            scope.db.add(staff)
        else:
            staff = scope.db.scalars(select(Staff).where(Staff.account_id == account.id)).one()
            staff.name = person.name
        account.password_hash = hashed
        account.must_change_password = False
        scope.db.flush()
        if person.role:
            _post(scope, staff, person)


def _post(scope: Scope, staff: Staff, person: Person) -> None:
    role_id = scope.db.scalars(select(Role.id).where(Role.key == person.role)).one()
    node = tree.by_code(scope, person.node_code)
    scope.db.add(Post(staff_id=staff.id, role_id=role_id, node_id=node.id, since=node.valid_since))
    scope.db.flush()
