"""Files that people bring: kept for their owner alone, until they are imported or a day has passed."""

import os
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import delete, func

from gridhall.access import Scope
from gridhall.errors import Forbidden, Invalid, NotFound
from gridhall.jobs.passing import KEPT
from gridhall_residents import permissions
from gridhall_residents.models import Upload
from gridhall_residents.words import _

MOST_WAITING = 20
"""Files of one person that wait at once."""
LONGEST_NAME = 120
_BLOCK = 1 << 20
_MEGABYTE = 1_000_000


def path_in(folder: Path, upload_id: UUID) -> Path:
    """Where an upload lies.

    :param folder: of the city's files that are kept for a day
    """
    return folder / name_of(upload_id)


def name_of(upload_id: UUID) -> str:
    """The name of an upload in that folder."""
    return f"upload-{upload_id}"


def receive(scope: Scope, folder: Path, stream: BinaryIO, file_name: str, *, most_mb: int) -> Upload:
    """Keep a file. It counts once the scope's transaction has committed; what a crash leaves is swept.

    :param folder: of the city's files that are kept for a day
    :param stream: read block by block
    :param most_mb: how large it may be
    :raises Forbidden: the scope may not import
    :raises Invalid: the file is empty or too large, or too many wait already
    """
    account_id = scope.principal.account_id
    if account_id is None or not scope.can(permissions.IMPORT):
        raise Forbidden(_("Your posts do not give you the right to import."))
    _make_room(scope, account_id)
    upload_id = uuid4()
    file = path_in(folder, upload_id)
    try:
        size = _write(file, stream, most_mb)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    upload = Upload(id=upload_id, account_id=account_id, file_name=_shown(file_name), size=size)
    scope.db.add(upload)
    scope.db.flush()
    scope.audit("residents.upload", f"upload:{upload_id}", file=upload.file_name, bytes=size)
    return upload


def _make_room(scope: Scope, account_id: int) -> None:
    """Forget files that were removed because a day has passed; refuse who brings too many."""
    scope.db.execute(delete(Upload).where(Upload.uploaded_at < scope.now - KEPT))
    mine = scope.select(func.count()).select_from(Upload).where(Upload.account_id == account_id)
    if (scope.db.scalar(mine) or 0) >= MOST_WAITING:
        raise Invalid(
            _("{most} of your files wait already. Import or remove some of them first."),
            field="file",
            most=MOST_WAITING,
        )


def _write(file: Path, stream: BinaryIO, most_mb: int) -> int:
    size = 0
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > most_mb * _MEGABYTE:
                raise Invalid(
                    _("The file is larger than {most} MB. Split it, and import the parts one by one."),
                    field="file",
                    most=most_mb,
                )
            kept.write(block)
        kept.flush()
        os.fsync(kept.fileno())
    if size == 0:
        raise Invalid(_("The file is empty. Choose another one."), field="file")
    return size


def _shown(file_name: str) -> str:
    """The name without folders, as some browsers send them, and without what no screen shows."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in name if character.isprintable()).strip()[-LONGEST_NAME:] or "-"


def get(scope: Scope, folder: Path, upload_id: UUID) -> Upload:
    """One's own upload.

    :raises NotFound: there is none, it is gone, or it is somebody else's
    :raises Forbidden: the scope may not import any more
    """
    scope.require_somewhere(permissions.IMPORT)
    mine = scope.select(Upload).where(Upload.id == upload_id, Upload.account_id == scope.principal.account_id)
    upload: Upload | None = scope.db.scalar(mine)
    if upload is None or not path_in(folder, upload_id).is_file():
        raise NotFound(_("There is no such file. It was imported already, or waited for more than a day."))
    return upload


def is_mine(scope: Scope, upload_id: UUID) -> bool:
    """Whether an upload is one's own, and still waits."""
    mine = scope.select(Upload.id).where(
        Upload.id == upload_id, Upload.account_id == scope.principal.account_id
    )
    return scope.db.scalar(mine) is not None


def waiting(scope: Scope, folder: Path) -> list[Upload]:
    """One's own uploads that were not imported yet, the latest first.

    :raises Forbidden: the scope may not import any more
    """
    scope.require_somewhere(permissions.IMPORT)
    mine = scope.select(Upload).where(Upload.account_id == scope.principal.account_id)
    found = scope.db.scalars(mine.order_by(Upload.uploaded_at.desc(), Upload.id))
    return [upload for upload in found if path_in(folder, upload.id).is_file()]


def remove(scope: Scope, folder: Path, upload_id: UUID) -> None:
    """Remove one's own upload.

    :raises NotFound: as :func:`get`
    """
    discard(scope, folder, get(scope, folder, upload_id).id)


def discard(scope: Scope, folder: Path, upload_id: UUID) -> None:
    """Remove an upload that was imported; one that is gone already is left so."""
    scope.db.execute(delete(Upload).where(Upload.id == upload_id))
    path_in(folder, upload_id).unlink(missing_ok=True)
