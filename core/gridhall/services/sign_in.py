"""Signing in: the throttle first, then the password, then a session; each outcome is in the audit log."""

import hmac
import secrets
from dataclasses import dataclass, replace

from gridhall.access import Scope
from gridhall.models import Account
from gridhall.services import passwords, principals, sessions, throttle
from gridhall.services.accounts import normal_login
from gridhall.services.permissions import Rights


@dataclass(frozen=True)
class Attempt:
    """What somebody typed, and from where."""

    login: str
    """Normalised."""
    password: str
    address: str
    """The client's IP address."""
    device: str | None
    """The id of a device known for this login, see :func:`device_of`."""

    @classmethod
    def of(cls, scope: Scope, *, login: str, password: str, address: str, cookie: str | None) -> "Attempt":
        """Make one of a form and the device's cookie."""
        login = normal_login(login)
        return cls(login, password, address, device_of(scope, login, cookie))


@dataclass(frozen=True)
class Success:
    """Somebody has signed in."""

    token: str
    """Of the new session."""
    device: str
    """For the cookie by which this device is known from now on."""
    must_change_password: bool


def count(scope: Scope, attempt: Attempt) -> None:
    """Count an attempt, in a transaction that is committed before the password is looked at.

    :raises TooManyAttempts: one has to wait
    """
    throttle.count(scope, _buckets(scope, attempt), scope.now)


def attempt(scope: Scope, given: Attempt, *, rights: Rights, limits: sessions.Limits) -> Success | None:
    """Sign in; None where login and password do not fit. Which of the two is wrong is not said."""
    account = scope.db.scalar(scope.select(Account).where(Account.login == given.login))
    fits = passwords.verify(account.password_hash if account else None, given.password)
    if account is None or not fits or account.disabled_at is not None:
        _note_failure(scope, account)
        return None
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(given.password)
    throttle.succeeded(scope, _buckets(scope, given), scope.now)
    principal = principals.of_account(scope.db, scope.city, account.id, rights=rights, now=scope.now)
    if principal is None:
        return None
    replace(scope, principal=principal).audit("core.sign_in", f"account:{account.id}")
    sessions.remove_old(scope, limits)
    return Success(
        token=sessions.start(scope, account.id),
        device=device_cookie(scope, given.login),
        must_change_password=account.must_change_password,
    )


def device_name(scope: Scope, login: str) -> str:
    """What tells the cookies of several people on one device apart; says nothing about the login."""
    return scope.keys.blind_index("device name", normal_login(login)).hex()[:12]


def device_cookie(scope: Scope, login: str) -> str:
    """A new id of this device for a login, signed: ``<id>.<signature>``."""
    device = secrets.token_urlsafe(16)
    return f"{device}.{_sign(scope, login, device)}"


def device_of(scope: Scope, login: str, cookie: str | None) -> str | None:
    """The id of the device in a cookie, where it was signed for this login."""
    device, dot, signature = (cookie or "").partition(".")
    fits = hmac.compare_digest(signature.encode(), _sign(scope, login, device).encode())
    return device if dot and fits else None


def _sign(scope: Scope, login: str, device: str) -> str:
    return scope.keys.blind_index("device", f"{login}\0{device}").hex()


def _buckets(scope: Scope, given: Attempt) -> tuple[throttle.Bucket, ...]:
    return throttle.buckets(scope.keys, login=given.login, address=given.address, device=given.device)


def _note_failure(scope: Scope, account: Account | None) -> None:
    """Whose account it was, never what was typed: people type passwords where logins belong."""
    subject = f"account:{account.id}" if account else ""
    scope.audit("core.sign_in_failed", subject, known=account is not None)
