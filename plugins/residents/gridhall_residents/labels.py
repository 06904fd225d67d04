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
