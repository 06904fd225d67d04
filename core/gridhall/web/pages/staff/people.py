"""Adding staff, and their accounts."""

from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response
from pyramid.view import view_config

from gridhall.services import accounts
from gridhall.services.permissions import ACCOUNTS_EDIT, STAFF_EDIT
from gridhall.services.staff import people
from gridhall.web.forms import attempt
from gridhall.web.rendering import render
from gridhall.web.request import Request
from gridhall.web.urls import number_of, see_other
from gridhall.words import Domain

_ = Domain("gridhall")

FORM = "staff/form.jinja2"
PASSWORD = "staff/password.jinja2"  # noqa: S105 - the name of a template


@dataclass(frozen=True)
class FormPage:
    """``staff/form.jinja2``: a new person, or (``person_id``) another name or a first account of one."""

    title: str
    action: str
    back: str
    asks_name: bool
    asks_login: bool
    name: str
    login: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PasswordPage:
    """``staff/password.jinja2``: an initial password, shown this once."""

    login: str
    password: str
    next: str


@view_config(route_name="staff.add", permission=ACCOUNTS_EDIT, request_method="GET", renderer=FORM)
def ask_add(request: Request) -> FormPage:
    """The form for a new person."""
    return _form(request, _("New member of staff"), request.route_path("staff.add"))


@view_config(route_name="staff.add", permission=ACCOUNTS_EDIT, request_method="POST", renderer=FORM)
def add(request: Request) -> Any:
    """Add them, with an account where a user name is given."""
    given, person_id, password = request.POST, 0, None
    with attempt(request) as tried:
        person_id, password = people.add(
            request.scope, name=given.get("name", ""), login=given.get("login", "")
        )
    if not tried.done:
        path = request.route_path("staff.add")
        return _form(request, _("New member of staff"), path, errors=tried.errors)
    here = request.route_path("staff.person", id=person_id)
    if password is None:
        return see_other(here)
    return _tell(request, accounts.normal_login(given["login"]), password, here)


@view_config(route_name="staff.rename", permission=STAFF_EDIT, request_method="GET", renderer=FORM)
def ask_rename(request: Request) -> FormPage:
    """The form for another name."""
    person = people.get(request.scope, number_of(request, "id"))
    return _rename_form(request, person.id, person.name, {})


@view_config(route_name="staff.rename", permission=STAFF_EDIT, request_method="POST", renderer=FORM)
def rename(request: Request) -> Any:
    """Correct the name."""
    person_id = number_of(request, "id")
    with attempt(request) as tried:
        people.rename(request.scope, person_id, name=request.POST.get("name", ""))
    if not tried.done:
        return _rename_form(request, person_id, request.POST.get("name", ""), tried.errors)
    return see_other(request.route_path("staff.person", id=person_id))


@view_config(route_name="staff.account", permission=ACCOUNTS_EDIT, request_method="GET", renderer=FORM)
def ask_account(request: Request) -> FormPage:
    """The form for a first account."""
    person = people.get(request.scope, number_of(request, "id"))
    return _account_form(request, person.id, {})


@view_config(route_name="staff.account", permission=ACCOUNTS_EDIT, request_method="POST", renderer=FORM)
def give_account(request: Request) -> Any:
    """Give an account, and show its password this once."""
    person_id, login, password = number_of(request, "id"), request.POST.get("login", ""), ""
    with attempt(request) as tried:
        password = people.give_account(request.scope, person_id, login=login)
    if not tried.done:
        return _account_form(request, person_id, tried.errors)
    here = request.route_path("staff.person", id=person_id)
    return _tell(request, accounts.normal_login(login), password, here)


@view_config(route_name="staff.reset", permission=ACCOUNTS_EDIT, request_method="POST")
def reset(request: Request) -> Any:
    """Give a new initial password, and show it this once."""
    person = people.get(request.scope, number_of(request, "id"))
    password = accounts.reset_password(request.scope, people.account_id(request.scope, person.id))
    return _tell(request, person.login or "", password, request.route_path("staff.person", id=person.id))


@view_config(route_name="staff.switch", permission=ACCOUNTS_EDIT, request_method="POST")
def switch(request: Request) -> Any:
    """Disable an account, or enable it again."""
    person_id = number_of(request, "id")
    account_id = people.account_id(request.scope, person_id)
    act = accounts.enable if request.POST.get("enable") else accounts.disable
    with attempt(request) as tried:
        act(request.scope, account_id)
    if not tried.done:
        request.flash("bad", tried.errors[""])
    return see_other(request.route_path("staff.person", id=person_id))


def _tell(request: Request, login: str, password: str, next_path: str) -> Any:
    """Show a password on the page that answers the form: it is never stored, nor in an address."""
    return Response(render(request, PASSWORD, PasswordPage(login, password, next_path)))


def _rename_form(request: Request, person_id: int, name: str, errors: dict[str, str]) -> FormPage:
    return FormPage(
        title=request.words(_("Change the name")),
        action=request.route_path("staff.rename", id=person_id),
        back=request.route_path("staff.person", id=person_id),
        asks_name=True,
        asks_login=False,
        name=name,
        login="",
        errors=errors,
    )


def _account_form(request: Request, person_id: int, errors: dict[str, str]) -> FormPage:
    return FormPage(
        title=request.words(_("Give an account")),
        action=request.route_path("staff.account", id=person_id),
        back=request.route_path("staff.person", id=person_id),
        asks_name=False,
        asks_login=True,
        name="",
        login=request.POST.get("login", ""),
        errors=errors,
    )


def _form(request: Request, title: str, action: str, errors: dict[str, str] | None = None) -> FormPage:
    return FormPage(
        title=request.words(title),
        action=action,
        back=request.route_path("staff"),
        asks_name=True,
        asks_login=True,
        name=request.POST.get("name", ""),
        login=request.POST.get("login", ""),
        errors=errors or {},
    )


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("staff.add", "/staff/add")
    config.add_route("staff.rename", r"/staff/{id:\d+}/name")
    config.add_route("staff.account", r"/staff/{id:\d+}/account")
    config.add_route("staff.reset", r"/staff/{id:\d+}/account/password")
    config.add_route("staff.switch", r"/staff/{id:\d+}/account/switch")
    config.scan(__name__)
