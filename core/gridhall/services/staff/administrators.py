"""Names the three administrators. The database lets nobody be two of them."""

from gridhall.access import Scope
from gridhall.errors import Conflict, Invalid, NotFound
from gridhall.models import Account, Administrator, Staff
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
    :raises Conflict: it is the principal, or nobody else of that kind could sign in
    """
    scope.require(ROLES_EDIT)
    found = scope.db.get(Administrator, staff_id)
    if found is None:
        raise NotFound(_("This person is no administrator."))
    if staff_id == scope.principal.staff_id:
        raise Conflict(_("You cannot dismiss yourself. Ask another security administrator."))
    require_another(scope, found)
    scope.db.delete(found)
    scope.audit("core.administrator_dismissed", f"staff:{staff_id}", kind=found.kind)


def require_another(scope: Scope, administrator: Administrator) -> None:
    """Refuse to do without somebody while nobody else of that kind can sign in. Two who do so take turns.

    :raises Conflict: there is nobody
    """
    kin = (
        scope.select(Administrator.staff_id, Account.disabled_at)
        .join(Staff, Staff.id == Administrator.staff_id)
        .join(Account, Account.id == Staff.account_id)
        .where(Administrator.kind == administrator.kind)
        .order_by(Administrator.staff_id)
        .with_for_update(of=(Administrator, Account))
    )
    able = {staff_id for staff_id, disabled_at in scope.db.execute(kin) if disabled_at is None}
    if able <= {administrator.staff_id}:
        raise Conflict(_("Name another administrator of this kind first."))
