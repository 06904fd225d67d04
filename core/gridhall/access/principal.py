"""Who asks: a person with posts, or a command of the deployment itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    """Permissions over a part of the tree."""

    node_id: int | None
    """The top of the part; None: the whole city."""
    permissions: frozenset[str] | None
    """None: every permission; only the deployment's own commands and jobs hold that."""

    def holds(self, permission: str) -> bool:
        """Whether the permission is among them."""
        return self.permissions is None or permission in self.permissions


@dataclass(frozen=True)
class Principal:
    """Somebody of one city, as their posts stand at this request."""

    name: str
    """Shown to people, written to the audit log."""
    grants: tuple[Grant, ...]
    account_id: int | None = None
    """None: a command or job of the deployment."""
    staff_id: int | None = None
    session: bytes | None = None
    """The hash of the session's token; None outside the portal."""
    must_change_password: bool = False
    language: str | None = None
    scheme: str = "auto"
    """auto, light or dark."""

    def can(self, permission: str) -> bool:
        """Whether the permission is held anywhere."""
        return any(grant.holds(permission) for grant in self.grants)

    def tops(self, permission: str) -> tuple[int, ...] | None:
        """The nodes below which the permission is held; None: the whole city; empty: nowhere."""
        nodes = {grant.node_id for grant in self.grants if grant.holds(permission)}
        return None if None in nodes else tuple(sorted(node for node in nodes if node is not None))

    @classmethod
    def deployment(cls, name: str) -> "Principal":
        """A command line or a job of the deployment, which stands above the city's roles."""
        return cls(name=name, grants=(Grant(None, None),))
