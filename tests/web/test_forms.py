"""What a form says of a value that cannot be used, and that nothing was done then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gridhall.errors import Conflict, Invalid, NotFound
from gridhall.web.forms import attempt

if TYPE_CHECKING:
    from gridhall.access import Scope
    from gridhall.testing import SampleCity
    from gridhall.words import Words


class Asked:
    """As much of a request as a form needs."""

    def __init__(self, scope: Scope, words: Words) -> None:
        self.scope = scope
        self.words = words


@pytest.fixture
def words(city: SampleCity) -> Words:
    return city.platform.words("en", city.city)


def service(error: Exception) -> None:
    raise error


def errors(scope: Scope, words: Words, error: Exception) -> dict[str, str]:
    with attempt(Asked(scope, words)) as tried:  # type: ignore[arg-type]
        service(error)
    return tried.errors


def test_all_that_is_wrong_is_said_by_field(city: SampleCity, words: Words) -> None:
    name = Invalid("Give it a name.", field="name")
    code = Invalid("The code {code} is taken.", field="code", code="H1")
    twice = Invalid("Too long.", field="name")
    with city.scope() as scope:
        assert errors(scope, words, Invalid.all_of([name, code, twice])) == {
            "name": "Give it a name.",
            "code": "The code H1 is taken.",
        }
        assert errors(scope, words, code) == {"code": "The code H1 is taken."}
        assert errors(scope, words, Conflict("It has changed.")) == {"": "It has changed."}


def test_what_nobody_can_mend_in_the_form_goes_on_up(city: SampleCity, words: Words) -> None:
    with city.scope() as scope, pytest.raises(NotFound):
        errors(scope, words, NotFound("There is none."))
