"""Accounts: who can sign in, and with what."""

import unicodedata
from datetime import UTC, datetime

from sqlalchemy import select, update

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid, NotFound
from gridhall.models import Account, Administrator, Staff
from gridhall.services import passwords, sessions
from gridhall.services.permissions import ACCOUNTS_EDIT
from gridhall.services.staff import administrators
from gridhall.words import Domain

_ = Domain("gridhall")

MOST_LOGIN = 100
SCHEMES = ("auto", "light", "dark")


def normal_login(login: str) -> str:
    """As logins are stored and compared: NFKC, lower case, without space around."""
    return unicodedata.normalize("NFKC", login).strip().lower()


def create(scope: Scope, login: str, *, password: str | None = None) -> tuple[Account, str]:
    """Add an account; return it with its initial password, to be changed at the first sign-in.

    :param password: None: a random one
    :raises Invalid: the login is empty, too long, or taken
    """
    scope.require(ACCOUNTS_EDIT)
    login = normal_login(login)
    if not login or len(login) > MOST_LOGIN or not login.isprintable():
        raise Invalid(_("Give a user name of up to {most} characters."), field="login", most=MOST_LOGIN)
    if scope.db.scalar(scope.select(Account.id).where(Account.login == login)) is not None:
        raise Invalid(_("This user name is taken. Choose another one."), field="login")
    password = password or passwords.initial()
    account = Account(login=login, password_hash=passwords.hash_password(password), must_change_password=True)
    scope.db.add(account)
    scope.db.flush()
    scope.audit("core.account_created", f"account:{account.id}")
    return account, password


def reset_password(scope: Scope, account_id: int) -> str:
    """Give an account a new initial password and end its sessions; return the password.

    :raises NotFound: there is no such account
    :raises Conflict: it is the principal's own, which is changed by who knows the present password
    """
    scope.require(ACCOUNTS_EDIT)
    if account_id == scope.principal.account_id:
        raise Conflict(_("This is your own account. Change your password on your own page."))
    account = _get(scope, account_id)
    password = passwords.initial()
    account.password_hash = passwords.hash_password(password)
    account.must_change_password = True
    sessions.end_all(scope, account_id)
    scope.audit("core.password_reset", f"account:{account_id}")
    return password


def disable(scope: Scope, account_id: int) -> None:
    """Close an account: it cannot sign in, and its sessions end.

    :raises NotFound: there is no such account
    :raises Conflict: it is the principal's own, is disabled already, or that of the last administrator of
        a kind
    """
    scope.require(ACCOUNTS_EDIT)
    if account_id == scope.principal.account_id:
        raise Conflict(_("You cannot disable your own account. Ask another security administrator."))
    account = _get(scope, account_id)
    if account.disabled_at is not None:
        raise Conflict(_("This account is disabled already."))
    whose = scope.select(Administrator).join(Staff, Staff.id == Administrator.staff_id)
    administrator = scope.db.scalar(whose.where(Staff.account_id == account_id))
    if administrator is not None:
        administrators.require_another(scope, administrator)
    account.disabled_at = datetime.now(UTC)
    sessions.end_all(scope, account_id)
    scope.audit("core.account_disabled", f"account:{account_id}")


def enable(scope: Scope, account_id: int) -> None:
    """Open a disabled account again, with its old password.

    :raises NotFound: there is no such account
    :raises Conflict: it is not disabled
    """
    scope.require(ACCOUNTS_EDIT)
    account = _get(scope, account_id)
    if account.disabled_at is None:
        raise Conflict(_("This account is not disabled."))
    account.disabled_at = None
    scope.audit("core.account_enabled", f"account:{account_id}")


def change_own_password(scope: Scope, *, current: str, new: str, again: str) -> str:
    """Change the principal's password; all sessions end, and a new one begins. Return its token.

    :raises Invalid: the current one is wrong, or the new one is not good, or was typed differently
    """
    account = _get(scope, scope.principal.account_id)
    if not passwords.verify(account.password_hash, current):
        raise Invalid(_("This is not your current password."), field="current")
    name = scope.db.scalar(select(Staff.name).where(Staff.account_id == account.id)) or ""
    passwords.require_good(new, login=account.login, name=name)
    if new == current:
        raise Invalid(_("The new password is the one that you have. Choose another one."), field="new")
    if new != again:
        raise Invalid(_("This is not what you typed above. Type the new password once more."), field="again")
    account.password_hash = passwords.hash_password(new)
    account.must_change_password = False
    sessions.end_all(scope, account.id)
    scope.audit("core.password_changed", f"account:{account.id}")
    return sessions.start(scope, account.id)


def set_language(scope: Scope, language: str) -> None:
    """Keep the principal's language.

    :raises Invalid: the city does not offer it
    """
    if language not in scope.city.languages:
        raise Invalid(_("This city does not offer that language."), field="lang")
    _set_own(scope, language=language)


def set_scheme(scope: Scope, scheme: str) -> None:
    """Keep whether the principal wants light or dark pages.

    :param scheme: auto, light or dark
    :raises Invalid: it is none of these
    """
    if scheme not in SCHEMES:
        raise Invalid(_("Choose light, dark, or as on this device."), field="scheme")
    _set_own(scope, scheme=scheme)


def _set_own(scope: Scope, **values: str) -> None:
    scope.db.execute(update(Account).where(Account.id == scope.principal.account_id).values(**values))


def _get(scope: Scope, account_id: int | None) -> Account:
    account = scope.db.scalar(scope.select(Account).where(Account.id == account_id))
    if not isinstance(account, Account):
        raise NotFound(_("There is no such account."))
    return account
