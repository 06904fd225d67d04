"""What people call the values that records keep as codes."""

from collections.abc import Mapping

from gridhall.words import Message

from .words import _

SEX: Mapping[str, Message] = {"male": _("Male"), "female": _("Female")}

RELATION: Mapping[str, Message] = {
    "head": _("Head of the household"),
    "spouse": _("Spouse"),
    "son": _("Son"),
    "daughter": _("Daughter"),
    "father": _("Father"),
    "mother": _("Mother"),
    "other_relative": _("Other relative"),
    "not_related": _("Not related"),
}
"""To the head of the household."""

USE: Mapping[str, Message] = {
    "owner_occupied": _("Lived in by the owner"),
    "rented": _("Rented out"),
    "vacant": _("Vacant"),
    "commercial": _("Commercial"),
    "other": _("Other use"),
}
"""Of a dwelling."""

REASON: Mapping[str, Message] = {
    "moved_away": _("Moved away from the city"),
    "died": _("Died"),
    "duplicate": _("Recorded twice"),
    "mistake": _("Recorded by mistake"),
    "demolished": _("Demolished"),
    "empty": _("Nobody is left in it"),
}
"""Why a record was deleted; other reasons are somebody's own words."""

PURPOSE: Mapping[str, Message] = {
    "visit": _("A visit"),
    "verification": _("Checking whether the record is right"),
    "application": _("Help with an application"),
    "emergency": _("An emergency"),
    "other": _("Something else"),
}
"""What a sensitive value is shown for."""

DEPARTMENT: Mapping[str, Message] = {
    "civil_affairs": _("Civil affairs"),
    "grassroots": _("Grassroots"),
    "health": _("Health"),
    "housing": _("Housing"),
    "public_security": _("Public security"),
}
"""Departments that the profiles of a deployment name by a key; others are named in words."""

FIELD: Mapping[str, Message] = {
    "name": _("Name"),
    "identity_number": _("Identity number"),
    "sex": _("Sex"),
    "birth_date": _("Date of birth"),
    "phone": _("Phone"),
    "relation": _("Relation to the head"),
    "household_code": _("Household"),
    "place": _("Grid"),
    "address": _("Address"),
    "note": _("Note"),
    "code": _("Code"),
    "use": _("Use"),
    "area_m2": _("Floor area"),
    "owner_name": _("Owner"),
    "owner_identity_number": _("Owner's identity number"),
    "dwelling_code": _("Home"),
}
"""The keys of ``fields.py`` as people read them."""

HOME = _("A home")
"""What a home is called of which no address is known."""


def reason(stored: str) -> str:
    """Why a record was deleted: a text to be translated, or somebody's own words."""
    return REASON.get(stored, stored)
