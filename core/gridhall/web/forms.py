"""What a form's view does with an error that the person can mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gridhall.errors import Conflict, Invalid
from gridhall.web.request import Request


@dataclass
class Tried:
    """What became of an attempt."""

    errors: dict[str, str] = field(default_factory=dict)
    """What is wrong, by form field; "" for the form as a whole. Empty: it was done."""

    @property
    def done(self) -> bool:
        """Whether nothing was wrong."""
        return not self.errors


@contextmanager
def attempt(request: Request) -> Iterator[Tried]:
    """Call a service; what it had written before it refused is taken back.

    ::

        with attempt(request) as tried:
            services.close(request.scope, ...)
        if tried.done:
            return see_other(...)
        return FormPage(errors=tried.errors, ...)
    """
    tried = Tried()
    savepoint = request.scope.db.begin_nested()
    try:
        yield tried
        request.scope.db.flush()
    except (Invalid, Conflict) as error:
        savepoint.rollback()
        for part in error.parts if isinstance(error, Invalid) else (error,):
            field = part.field if isinstance(part, Invalid) else ""
            tried.errors.setdefault(field, request.words(part.message, **part.params))
    except BaseException:
        savepoint.rollback()
        raise
    else:
        savepoint.commit()
