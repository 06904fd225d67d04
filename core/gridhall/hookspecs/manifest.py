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
    """What it lets one do, e.g. "See residents"."""
    administrator: Administrator | None = None
    """Held by that administrator alone; None: any role may hold it."""


@dataclass(frozen=True)
class RoleDefault:
    """What one of the default roles may do of this plugin until the city decides otherwise."""

    role: str
    """A key of ``gridhall.services.roles_default.DEFAULT_ROLES``."""
    permissions: tuple[str, ...]
    """Names of permissions of this plugin."""


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu, shown to those who hold the permission."""

    title: Message
    """One or two words."""
    route: str
    """The name of the route that it leads to; one without places in its path."""
    icon: str
    """A name in core's ``static/icons.svg``."""
    permission: str
    """Who does not hold it anywhere does not see the entry."""
    after: tuple[str, ...] = ()
    """Routes of entries that come before this one."""


@dataclass(frozen=True)
class SettingSpec:
    """A setting that a city's system administrator can change."""

    key: str
    """Unique within the plugin."""
    title: Message
    """Stands before the field."""
    help: Message
    """What it does, in a sentence."""
    kind: type[bool] | type[int] | type[str]
    """``bool`` is a box to tick, ``int`` a whole number, ``str`` a line of text."""
    default: bool | int | str
    """What holds until the city sets it."""


@dataclass(frozen=True)
class JobSpec:
    """Work that a worker does in a city's scope.

    It is called at least once: it must be idempotent, and go on where a killed call left off.
    """

    name: str
    """``<plugin>.<what>``."""
    title: Message
    """What is done, e.g. "Import residents"."""
    run: Callable[..., None]
    """``run(context: gridhall.jobs.Context, **arguments)``."""


@dataclass(frozen=True)
class Command:
    """A group of the command line, ``gridhall <plugin> ...``."""

    group: Any
    """A ``click.Group``; it is called by the plugin's name, whatever its own."""


@dataclass(frozen=True)
class ImportTarget:
    """A kind of record that files can be imported into; its pages are the plugin's."""

    key: str
    """Unique within the plugin."""
    title: Message
    """What is imported."""
    route: str
    """The name of the route of the page where one begins."""
    permission: str
    """Of those who may import."""


@dataclass(frozen=True)
class Manifest:
    """One plugin."""

    name: str
    """Lower case; names the gettext domain, the migration tree and the prefix of its tables."""
    title: Message
    """What administrators know it by."""
    summary: Message
    """One sentence for the administrator who decides about it."""
    package: Path
    """The folder that holds ``migrations/``, ``templates/``, ``static/`` and ``locale/``."""
    permissions: tuple[Permission, ...] = ()
    """The rights that its pages ask for."""
    roles: tuple[RoleDefault, ...] = ()
    """Which of the default roles hold them when a city enables the plugin for the first time."""
    menu: tuple[MenuItem, ...] = ()
    """Its entries of the menu."""
    settings: tuple[SettingSpec, ...] = ()
    """What a city can set of it in the portal."""
    jobs: tuple[JobSpec, ...] = ()
    """Its background work."""
    commands: tuple[Command, ...] = ()
    """Its group of the command line; one at most."""
    search: str | None = None
    """The route that the search field of the frame leads to, with what was typed as ``q``.

    It is also a route of ``menu``, whose permission it takes: who does not hold that has no search field. Of
    several plugins the first in the menu's order has it.
    """
    imports: tuple[ImportTarget, ...] = ()
    """What files can be imported into."""
    check_tenant: Callable[[dict[str, object], Path], None] | None = field(default=None)
    """``check_tenant(table, folder)`` raises ConfigError for a wrong ``[<plugin>]`` in a tenant.toml."""
