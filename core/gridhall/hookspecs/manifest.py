"""What a plugin declares once, at start: the platform reads it, checks it and asks for nothing more."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gridhall.words import Message

Administrator = Literal["system", "security", "audit"]


@dataclass(frozen=True)
class Permission:
    """A right that a role can hold, e.g. ``residents.view``."""

    name: str
    """``<plugin>.<what>``."""
    title: Message
    administrator: Administrator | None = None
    """Held by that administrator alone; None: any role may hold it."""


@dataclass(frozen=True)
class RoleDefault:
    """What one of the default roles may do of this plugin until the city decides otherwise."""

    role: str
    """A key of ``gridhall.services.roles.DEFAULT_ROLES``."""
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu, shown to those who hold the permission."""

    title: Message
    route: str
    icon: str
    permission: str
    after: tuple[str, ...] = ()
    """Routes of entries that come before this one."""


@dataclass(frozen=True)
class SettingSpec:
    """A setting that a city's system administrator can change."""

    key: str
    title: Message
    help: Message
    kind: type[bool] | type[int] | type[str]
    default: bool | int | str


@dataclass(frozen=True)
class JobSpec:
    """Work that a worker does in a city's scope.

    It is called at least once: it must be idempotent, and go on where a killed call left off.
    """

    name: str
    """``<plugin>.<what>``."""
    title: Message
    run: Callable[..., None]
    """``run(context: gridhall.jobs.Context, **arguments)``."""


@dataclass(frozen=True)
class Command:
    """A group of the command line, ``gridhall <plugin> ...``."""

    group: Any
    """A ``click.Group``."""


@dataclass(frozen=True)
class ImportTarget:
    """A kind of record that files can be imported into; its pages are the plugin's."""

    key: str
    title: Message
    route: str
    permission: str


@dataclass(frozen=True)
class Manifest:
    """One plugin."""

    name: str
    """Lower case; names the gettext domain, the migration tree and the prefix of its tables."""
    title: Message
    summary: Message
    """One sentence for the administrator who decides about it."""
    package: Path
    """The folder that holds ``migrations/``, ``templates/``, ``static/`` and ``locale/``."""
    permissions: tuple[Permission, ...] = ()
    roles: tuple[RoleDefault, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    settings: tuple[SettingSpec, ...] = ()
    jobs: tuple[JobSpec, ...] = ()
    commands: tuple[Command, ...] = ()
    search: str | None = None
    """The route that the search field of the frame leads to, with what was typed as ``q``.

    It is also a route of :attr:`menu`, whose permission it takes: who does not hold that has no search
    field. Of several plugins the first in the menu's order has it.
    """
    imports: tuple[ImportTarget, ...] = ()
    check_tenant: Callable[[dict[str, object], Path], None] | None = field(default=None)
    """``check_tenant(table, folder)`` raises ConfigError for a wrong ``[<plugin>]`` in a tenant.toml."""
