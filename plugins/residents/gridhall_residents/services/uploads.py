"""Files that people bring: kept in the city's folder of files, for their owner alone, a day at most."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import delete, update

from gridhall.access import Scope
from gridhall.errors import Forbidden, Invalid, NotFound
from gridhall_residents import permissions
from gridhall_residents.models import ImportRun, Upload
from gridhall_residents.words import _

MOST_BYTES = 500_000_000
KEPT = timedelta(days=1)
"""How long a file waits to be imported."""
REJECTS_KEPT = timedelta(days=30)
"""How long rejected rows can be fetched."""
LONGEST_NAME = 120
_BLOCK = 1 << 20


def uploads_folder(files: Path) -> Path:
    """Where uploads lie.

    :param files: the city's folder of files
    """
    return files / "residents" / "uploads"


def rejects_folder(files: Path) -> Path:
    """Where the files of rejected rows lie."""
    return files / "residents" / "rejects"


def path_of(upload_id: UUID) -> str:
    """The path of an upload below the city's folder of files, as jobs are given it."""
    return str(uploads_folder(Path()) / str(upload_id))


def receive(scope: Scope, files: Path, stream: BinaryIO, file_name: str) -> Upload:
    """Keep a file. It counts once the scope's transaction has committed; what a crash leaves is swept away.

    :param stream: read block by block
    :raises Forbidden: the scope may not import
    :raises Invalid: the file is empty or too large
    """
    account_id = scope.principal.account_id
    if account_id is None or not scope.can(permissions.IMPORT):
        raise Forbidden(_("Your posts do not give you the right to import."))
    upload_id = uuid4()
    file = files / path_of(upload_id)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        size = _write(file, stream)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    upload = Upload(id=upload_id, account_id=account_id, file_name=_shown(file_name), size=size)
    scope.db.add(upload)
    scope.db.flush()
    scope.audit("residents.upload", f"upload:{upload_id}", file=upload.file_name, bytes=size)
    return upload


def _write(file: Path, stream: BinaryIO) -> int:
    size = 0
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > MOST_BYTES:
                raise Invalid(
                    _("The file is larger than {most} MB. Split it, and import the parts one by one."),
                    field="file",
                    most=MOST_BYTES // 1_000_000,
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


def get(scope: Scope, upload_id: UUID) -> Upload:
    """One's own upload.

    :raises NotFound: there is none, it is gone, or it is somebody else's
    """
    mine = scope.select(Upload).where(Upload.id == upload_id, Upload.account_id == scope.principal.account_id)
    upload: Upload | None = scope.db.scalar(mine)
    if upload is None:
        raise NotFound(_("There is no such file. It was imported already, or waited for more than a day."))
    return upload


def waiting(scope: Scope) -> list[Upload]:
    """One's own uploads that were not imported yet, the latest first."""
    mine = scope.select(Upload).where(Upload.account_id == scope.principal.account_id)
    return list(scope.db.scalars(mine.order_by(Upload.uploaded_at.desc(), Upload.id)))


def discard(scope: Scope, files: Path, path: str) -> None:
    """Remove an upload that is no longer needed; a file that is none stays.

    :param path: as :func:`path_of` gives it
    """
    file = files / path
    if file.parent == uploads_folder(files):
        scope.db.execute(delete(Upload).where(Upload.id == UUID(file.name)))
        file.unlink(missing_ok=True)


def sweep(scope: Scope, files: Path) -> None:
    """Remove what nobody needs any more: uploads of yesterday, and rejected rows of a month ago."""
    oldest = scope.now - KEPT
    scope.db.execute(delete(Upload).where(Upload.uploaded_at < oldest))
    for file in _older(uploads_folder(files), oldest.timestamp()):
        file.unlink(missing_ok=True)
    oldest = scope.now - REJECTS_KEPT
    old = update(ImportRun).where(ImportRun.finished_at < oldest, ImportRun.rejects_file.is_not(None))
    scope.db.execute(old.values(rejects_file=None))
    for file in _older(rejects_folder(files), oldest.timestamp()):
        file.unlink(missing_ok=True)


def _older(folder: Path, moment: float) -> Iterator[Path]:
    """Files last written before a moment; one that somebody else removes meanwhile is none."""
    for file in folder.iterdir() if folder.is_dir() else ():
        try:
            if file.stat().st_mtime < moment:
                yield file
        except FileNotFoundError:
            continue
