"""Guessing is slowed down, and those who know their password get in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gridhall.models import SignInThrottle
from gridhall.services import sign_in, throttle
from gridhall.services.throttle import ACCOUNT_IN_NETWORK, TooManyAttempts, network_of

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)
HOME, FAR = "198.51.100.7", "203.0.113.9"


class Guesser:
    """Tries passwords of one login from one place."""

    def __init__(
        self, city: SampleCity, login: str = "ann", address: str = FAR, device: str | None = None
    ) -> None:
        self.city = city
        keys = city.platform.keys(city.city)
        self.buckets = throttle.buckets(keys, login=login, address=address, device=device)

    def fail(self, at: datetime = NOW) -> int:
        """Seconds to wait; 0: the attempt was made."""
        try:
            with self.city.scope() as scope:
                throttle.count(scope, self.buckets, at)
        except TooManyAttempts as error:
            return error.seconds
        return 0

    def succeed(self, at: datetime = NOW) -> None:
        with self.city.scope() as scope:
            throttle.succeeded(scope, self.buckets, at)


def test_waits_double_after_the_free_failures(city: SampleCity) -> None:
    guesser, at, waits = Guesser(city), NOW, []
    assert [guesser.fail() for _ in range(ACCOUNT_IN_NETWORK.free)] == [0] * 5
    for _ in range(11):
        wait = guesser.fail(at)
        waits.append(wait)
        at += timedelta(seconds=wait)
        assert guesser.fail(at) == 0
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_an_attempt_while_waiting_makes_nothing_longer(city: SampleCity) -> None:
    guesser = Guesser(city)
    for _ in range(5):
        guesser.fail()
    assert [guesser.fail() for _ in range(20)] == [2] * 20


def test_guessing_from_afar_does_not_reach_the_owner_at_home(city: SampleCity) -> None:
    guesser = Guesser(city)
    for _ in range(5):
        guesser.fail()
    assert guesser.fail() == 2
    assert Guesser(city, address=HOME).fail() == 0
    assert Guesser(city, login="bo").fail() == 0


def test_many_networks_together_are_slowed_down_but_not_a_known_device(city: SampleCity) -> None:
    made = sum(Guesser(city, address=f"10.0.{network}.1").fail() == 0 for network in range(100))
    assert made == throttle.ACCOUNT.free
    assert Guesser(city, address="10.0.200.1").fail() == 2
    assert Guesser(city, address="10.0.200.1", device="anns phone").fail() == 0
    assert Guesser(city, login="bo", address="10.0.200.1").fail() == 0


def test_many_logins_from_one_network_are_slowed_down(city: SampleCity) -> None:
    made = sum(Guesser(city, login=f"login{n}").fail() == 0 for n in range(100))
    assert made == throttle.NETWORK.free
    assert Guesser(city, login="bo", address=HOME).fail() == 0


def test_a_known_device_is_slowed_down_by_its_own_failures_only(city: SampleCity) -> None:
    stolen, other = Guesser(city, device="stolen"), Guesser(city, device="other")
    assert [stolen.fail() for _ in range(11)] == [0] * 10 + [2]
    assert other.fail() == 0


def test_a_success_makes_good_its_own_failures_not_those_of_others(city: SampleCity) -> None:
    owner = Guesser(city, address=HOME)
    for network in range(throttle.ACCOUNT.free - 2):
        Guesser(city, address=f"10.0.{network}.1").fail()
    for _ in range(3):
        owner.fail()
        owner.succeed()
    assert [Guesser(city, address=f"10.1.{n}.1").fail() for n in range(3)] == [0, 0, 2]


def test_failures_are_forgotten_after_a_time(city: SampleCity) -> None:
    guesser = Guesser(city)
    for _ in range(5):
        guesser.fail()
    later = NOW + timedelta(seconds=ACCOUNT_IN_NETWORK.forget_s + 1)
    assert [guesser.fail(later) for _ in range(6)] == [0] * 5 + [2]


def test_attempts_at_once_are_counted_each(city: SampleCity) -> None:
    guesser = Guesser(city)
    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(lambda _: guesser.fail(), range(16)))
    assert waits.count(0) == ACCOUNT_IN_NETWORK.free


def test_the_table_names_nobody(city: SampleCity) -> None:
    Guesser(city).fail()
    with city.scope() as scope:
        found = list(scope.db.scalars(scope.select(SignInThrottle.bucket)))
    assert [len(bucket) for bucket in found] == [32, 32, 32]
    assert not any(word in b"".join(found) for word in (b"ann", FAR.encode(), b"203.0.113.0"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2ff::5", "2001:db8:1:200::/56"),
        ("unix", "unknown"),
        ("", "unknown"),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_device_is_known_for_its_own_login_only(city: SampleCity, other_city: SampleCity) -> None:
    with city.scope() as scope, other_city.scope() as elsewhere:
        cookie = sign_in.device_cookie(scope, "ann")
        device = cookie.partition(".")[0]
        given: list[str | None] = [cookie, None, "", device, f"{device}.", f"x{cookie}", f".{cookie}", "é.ü"]
        assert [sign_in.device_of(scope, "ann", each) for each in given] == [device] + [None] * 7
        assert sign_in.device_of(scope, "bo", cookie) is None
        assert sign_in.device_of(elsewhere, "ann", cookie) is None
