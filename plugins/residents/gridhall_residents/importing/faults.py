"""What is said to people about files and rows that cannot be taken."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from gridhall.errors import Invalid
from gridhall.words import Message
from gridhall_residents.files.errors import FileReason, UnreadableError
from gridhall_residents.files.reasons import Reason
from gridhall_residents.words import _

FILE: Mapping[FileReason, Message] = {
    "broken": _("The file is damaged. Open it in a spreadsheet program, save it anew and try again."),
    "encoding_unknown": _("The text of the file cannot be read. Save it as UTF-8 and try again."),
    "field_too_long": _(
        "One cell of the file is far too long. Look for a quotation mark that is never closed."
    ),
    "html": _("This is a web page, not a table. Save it as a spreadsheet and try again."),
    "no_header": _("No row of the file names its columns. Add one above the first record."),
    "no_sheet": _("The workbook has no such sheet, or all its sheets are empty."),
    "password": _("The workbook is protected by a password. Remove the password and try again."),
    "too_large": _("The workbook is too large. Save it as CSV and try again."),
}

ROW: Mapping[Reason, Message] = {
    "ambiguous_village": _("Several villages have this name; give its code"),
    "area_not_a_number": _("The area is not a number"),
    "area_not_positive": _("The area is not above zero"),
    "checksum": _("The identity number has a wrong check digit"),
    "code_missing": _("The dwelling has no code"),
    "date_invalid": _("The date does not exist or lies in the future"),
    "identity_malformed": _("The identity number does not have 15 or 18 characters"),
    "name_missing": _("The name is missing"),
    "outside_scope": _("It lies outside the area of your posts"),
    "phone_invalid": _("The phone number is not valid"),
    "row_too_long": _("The row has more cells than there are columns"),
    "spreadsheet_damaged": _("A spreadsheet has rounded the identity number; take it from the original"),
    "unknown_village": _("The city has no such village"),
    "value_unknown": _("The profile does not know this value"),
    "village_missing": _("The village is missing"),
}


@contextmanager
def told() -> Iterator[None]:
    """Say in words why a file cannot be read.

    :raises Invalid: it cannot
    """
    try:
        yield
    except UnreadableError as error:
        raise Invalid(FILE[error.reason], field="file") from error
