"""Resists guessing of passwords without locking out those who know them.

An attempt counts in buckets, each with an exponential wait of its own (OWASP: device cookies):

- from a device on which the account signed in before: the device alone, so nobody else's guessing
  reaches the people who work here;
- from any other: the account in that network, the network, and the account over all unknown devices,
  which many machines together would otherwise guess at.

Buckets count a login whether there is such an account or not, and hold keyed hashes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import case, delete, func, null, or_, update
from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope
from gridhall.db import CityKeys
from gridhall.errors import GridhallError
from gridhall.models import SignInThrottle as Row
from gridhall.words import Domain

_ = Domain("gridhall")


class TooManyAttempts(GridhallError):
    """One has to wait before the next attempt.

    :param until: when it may be tried again
    """

    def __init__(self, until: datetime, now: datetime) -> None:
        self.seconds = max(1, round((until - now).total_seconds()))
        super().__init__(
            _("There were too many attempts. Wait {minutes} min, then try again."),
            minutes=-(-self.seconds // 60),
        )


@dataclass(frozen=True)
class Rule:
    """How a kind of bucket waits: not for the first failures, then 2, 4, 8, ... seconds."""

    name: str
    free: int
    """Failures that cost nothing."""
    longest_s: int
    """The longest wait."""
    forget_s: int
    """After so long without a failure the counting begins anew."""


DEVICE = Rule("device", free=10, longest_s=900, forget_s=86_400)
ACCOUNT_IN_NETWORK = Rule("account in network", free=5, longest_s=900, forget_s=86_400)
ACCOUNT = Rule("account", free=25, longest_s=900, forget_s=86_400)
NETWORK = Rule("network", free=60, longest_s=300, forget_s=3_600)
OWN_PASSWORD = Rule("own password", free=5, longest_s=900, forget_s=86_400)

REFUNDED = (ACCOUNT, NETWORK)
"""A success takes back its own attempt here, not those of others."""
KEPT_S = 2 * 86_400


@dataclass(frozen=True)
class Bucket:
    """Where an attempt counts."""

    key: bytes
    rule: Rule


def buckets(keys: CityKeys, *, login: str, address: str, device: str | None) -> tuple[Bucket, ...]:
    """Where an attempt to sign in counts.

    :param login: normalised
    :param address: the client's IP address
    :param device: the id of a device that is known for this login, else None
    """
    if device is not None:
        return (_bucket(keys, DEVICE, login, device),)
    network = network_of(address)
    return (
        _bucket(keys, ACCOUNT_IN_NETWORK, login, network),
        _bucket(keys, ACCOUNT, login),
        _bucket(keys, NETWORK, network),
    )


def own_password(keys: CityKeys, account_id: int) -> tuple[Bucket, ...]:
    """Where a signed-in person's attempt at their current password counts."""
    return (_bucket(keys, OWN_PASSWORD, str(account_id)),)


def network_of(address: str) -> str:
    """The network of an address: /24 of IPv4, /56 of IPv6, what one customer commonly has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = 24 if parsed.version == 4 else 56  # noqa: PLR2004 - the versions of IP
    return str(ip_network(f"{parsed}/{length}", strict=False))


def count(scope: Scope, into: Sequence[Bucket], now: datetime) -> None:
    """Count an attempt before it is made, so that many at once cannot slip through; commit at once.

    :raises TooManyAttempts: one of the buckets waits
    """
    for bucket in sorted(into, key=lambda bucket: bucket.key):  # one order of locks, so no deadlock
        rule = bucket.rule
        is_old = Row.failed_at < now - timedelta(seconds=rule.forget_s)
        failures = case((is_old, 1), else_=Row.failures + 1)
        added = insert(Row).values(bucket=bucket.key, failures=1, failed_at=now)
        doubled = func.power(2, func.least(failures - rule.free, 20) + 1)
        wait = func.make_interval(0, 0, 0, 0, 0, 0, func.least(rule.longest_s, doubled))
        counted = scope.db.scalar(
            added.on_conflict_do_update(
                index_elements=[Row.bucket],
                set_={
                    "failures": failures,
                    "failed_at": now,
                    "blocked_until": case((failures >= rule.free, now + wait), else_=null()),
                },
                where=or_(Row.blocked_until.is_(None), Row.blocked_until <= now),
            ).returning(Row.failures)
        )
        if counted is None:
            until = scope.db.scalar(scope.select(Row.blocked_until).where(Row.bucket == bucket.key))
            raise TooManyAttempts(until, now)


def succeeded(scope: Scope, into: Sequence[Bucket], now: datetime) -> None:
    """Take back the attempt that was counted: it was right."""
    for bucket in sorted(into, key=lambda bucket: bucket.key):
        if bucket.rule in REFUNDED:
            fewer = Row.failures - 1
            scope.db.execute(
                update(Row)
                .where(Row.bucket == bucket.key)
                .values(
                    failures=func.greatest(fewer, 0),
                    blocked_until=case((fewer < bucket.rule.free, null()), else_=Row.blocked_until),
                )
            )
        else:
            scope.db.execute(delete(Row).where(Row.bucket == bucket.key))
    scope.db.execute(delete(Row).where(Row.failed_at < now - timedelta(seconds=KEPT_S)))


def _bucket(keys: CityKeys, rule: Rule, *parts: str) -> Bucket:
    return Bucket(keys.blind_index("sign-in throttle", "\0".join((rule.name, *parts))), rule)
