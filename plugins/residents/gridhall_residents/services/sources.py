"""The sources that a city knows: those written in its folder, and those that were made in the portal."""

import re
from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope
from gridhall.errors import Conflict, Forbidden, Invalid, NotFound
from gridhall_residents import permissions
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.models import ImportRun, OwnProfile, Source
from gridhall_residents.settings import written_profiles
from gridhall_residents.words import _

RESERVED = frozenset({"staff", "demo"})
"""Sources that are ours, not a department's."""
LONGEST_KEY = 40


def profiles(scope: Scope) -> list[SourceProfile]:
    """All profiles of the city, by key; what its files say comes before what the portal made."""
    made = scope.db.scalars(scope.select(OwnProfile.profile))
    found = {profile.key: profile for profile in map(SourceProfile.model_validate, made)}
    found |= {profile.key: profile for profile in written_profiles(scope.city)}
    return [found[key] for key in sorted(found)]


def profile_of(scope: Scope, key: str) -> SourceProfile:
    """The profile of a source.

    :raises NotFound: the city has no such source
    """
    known = profiles(scope)
    found = next((profile for profile in known if profile.key == key), None)
    if found is None:
        names = ", ".join(profile.key for profile in known) or "-"
        raise NotFound(_("There is no source “{key}”. The city has: {known}."), key=key, known=names)
    return found


def best_fit(known: Sequence[SourceProfile], columns: Sequence[str]) -> SourceProfile | None:
    """The profile that explains the most headers of a file, of equals the one that misses the fewest.

    None where none finds the columns that each row needs.

    :param columns: as ``Table.columns`` gives them
    """
    layouts = [layout for layout in (Layout.of(each, columns) for each in known) if not layout.missing()]
    return max(layouts, key=_fit).profile if layouts else None


def _fit(layout: Layout) -> tuple[int, int]:
    found = {index for indexes in layout.places.values() for index in indexes}
    return len(found), len(found) - len(layout.profile.columns)


def may_change(scope: Scope, key: str) -> bool:
    """Whether the source was made in the portal, and the scope may say anew how its files are read."""
    own = scope.select(OwnProfile.key).where(OwnProfile.key == key)
    written = key in {profile.key for profile in written_profiles(scope.city)}
    return scope.can(permissions.IMPORT) and not written and scope.db.scalar(own) is not None


def new_key(scope: Scope, title: str) -> str:
    """A key that no source of the city has, readable where the title has Latin letters."""
    words = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:LONGEST_KEY]
    stem = words if words[:1].isalpha() else f"source_{words}".rstrip("_")
    taken = {profile.key for profile in profiles(scope)} | RESERVED
    taken |= set(scope.db.scalars(scope.select(Source.key)))
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def remember(scope: Scope, profile: SourceProfile) -> None:
    """Keep a profile for the city, in place of the one that it had under this key.

    :raises Forbidden: the scope may not import
    :raises Conflict: the city's files say how this source is read
    """
    if not scope.can(permissions.IMPORT):
        raise Forbidden(_("Your posts do not give you the right to import."))
    if profile.key in {each.key for each in written_profiles(scope.city)}:
        raise Conflict(_("How this source is read stands in the city's files, and is changed there."))
    kept = {"profile": profile.model_dump(mode="json"), "changed_by": scope.principal.name}
    row = insert(OwnProfile).values(key=profile.key, **kept)
    scope.db.execute(
        row.on_conflict_do_update(index_elements=["key"], set_={**kept, "changed_at": scope.now})
    )
    scope.audit("residents.source", f"source:{profile.key}", columns=len(profile.columns))


def checked(values: dict[str, object]) -> SourceProfile:
    """A profile from what a person said in a form.

    :raises Invalid: it names a field twice over, or a column that is never ours to keep
    """
    try:
        return SourceProfile.model_validate(values)
    except ValidationError as error:
        raise Invalid(_("A file cannot be described so. Load the page again.")) from error


def was_imported(scope: Scope, key: str) -> bool:
    """Whether a file of the source was ever imported."""
    query = scope.select(ImportRun.id).join(Source, Source.id == ImportRun.source_id).where(Source.key == key)
    return scope.db.scalar(query.limit(1)) is not None
