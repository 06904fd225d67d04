"""Why a row is rejected; one code each."""

from typing import Literal

Reason = Literal[
    "ambiguous_village",
    "area_not_a_number",
    "area_not_positive",
    "checksum",
    "code_missing",
    "date_invalid",
    "identity_malformed",
    "name_missing",
    "outside_scope",
    "phone_invalid",
    "row_too_long",
    "spreadsheet_damaged",
    "unknown_village",
    "value_unknown",
    "village_missing",
]


class RefusedError(ValueError):
    """One value that breaks a rule; never leaves this folder: ``check_row`` turns it into ``Rejected``.

    :param reason: a code, e.g. ``"checksum"``
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
