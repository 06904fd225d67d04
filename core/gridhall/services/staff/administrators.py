"""Names the three administrators. The database lets nobody be two of them."""

from sqlalchemy import func

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid, NotFound
from gridhall.models import Administrator, Staff
from gridhall.services.permissions import ADMINISTRATOR_TITLES, ROLES_EDIT
from gridhall.words import Domain

_ = Domain("gridhall")


def name(scope: Scope, staff_id: int, *, kind: str) -> None:
    """Make a member of staff an administrator.

    :param kind: system, security or audit
    :raises Conflict: they are one already
    """
    scope.require(ROLES_EDIT)
    if kind not in ADMINISTRATOR_TITLES:
        raise Invalid(_("Choose which administrator."), field="kind")
    if scope.db.get(Staff, staff_id) is None:
        raise NotFound(_("There is no such member of staff in your area."))
    if scope.db.get(Administrator, staff_id) is not None:
        raise Conflict(_("The three administrators exclude each other. End this person's present one first."))
    scope.db.add(Administrator(staff_id=staff_id, kind=kind))
    scope.db.flush()
    scope.audit("core.administrator_named", f"staff:{staff_id}", kind=kind)


def dismiss(scope: Scope, staff_id: int) -> None:
    """End somebody's being an administrator.

    :raises NotFound: they are none
    :raises Conflict: it is the principal, or the last of that kind
    """
    scope.require(ROLES_EDIT)
    found = scope.db.get(Administrator, staff_id)
    if found is None:
        raise NotFound(_("This person is no administrator."))
    if staff_id == scope.principal.staff_id:
        raise Conflict(_("You cannot dismiss yourself. Ask another security administrator."))
    others = scope.select(func.count()).where(
        Administrator.kind == found.kind, Administrator.staff_id != staff_id
    )
    if not scope.db.scalar(others):
        raise Conflict(_("Name another administrator of this kind first."))
    scope.db.delete(found)
    scope.audit("core.administrator_dismissed", f"staff:{staff_id}", kind=found.kind)
