"""Whom a city begins with: an account for each of the three administrators."""

from dataclasses import dataclass

from gridhall.access import Scope
from gridhall.models import Administrator, Staff
from gridhall.services import accounts
from gridhall.services.permissions import ADMINISTRATOR_TITLES


@dataclass(frozen=True)
class FirstAccount:
    """An account that a city begins with."""

    login: str
    """``system``, ``security`` or ``audit``: what it administers."""
    password: str
    """Told once; at the first sign-in it must be changed."""


def add_administrators(scope: Scope) -> tuple[FirstAccount, ...]:
    """Add the three administrators. They exclude each other, so no single account can begin a city."""
    return tuple(_add(scope, kind, str(title)) for kind, title in ADMINISTRATOR_TITLES.items())


def _add(scope: Scope, kind: str, name: str) -> FirstAccount:
    account, password = accounts.create(scope, kind)
    staff = Staff(name=name, account_id=account.id)
    scope.db.add(staff)
    scope.db.flush()
    scope.db.add(Administrator(staff_id=staff.id, kind=kind))
    scope.db.flush()
    return FirstAccount(account.login, password)
