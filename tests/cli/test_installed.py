"""The installed command, with a database of its own that goes with its last process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TENANT = """\
slug = "lone"
name = { en = "Lone" }
levels = [{ key = "city", name = { en = "City" } }]
"""


def gridhall(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("gridhall"))
    command = [program, "--config", str(root / "gridhall.toml"), *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=root, env=os.environ)


def test_a_city_lives_from_its_file_to_its_verified_log() -> None:
    root = Path(tempfile.mkdtemp(dir="/tmp", prefix="gh-"))  # a socket's path is limited to 107 bytes
    root.chmod(0o755)  # else the database, where we are root, says that it had to
    try:
        (root / "tenants" / "lone").mkdir(parents=True)
        (root / "tenants" / "lone" / "tenant.toml").write_text(TENANT, encoding="utf-8")
        (root / "gridhall.toml").write_text("", encoding="utf-8")
        (root / "tree.csv").write_text("code,name,parent_code,level\nL,Lone,,city\n", encoding="utf-8")
        told = [
            gridhall(root, *words, "--json")
            for words in (
                ("city", "create", "lone"),
                ("grid", "import", "tree.csv", "--city", "lone"),
                ("audit", "verify", "--city", "lone"),
            )
        ]
        assert [(each.returncode, each.stderr) for each in told] == [(0, "")] * 3
        created, imported, verified = (json.loads(each.stdout) for each in told)
        assert (len(created["accounts"]), imported["added"], verified["ok"]) == (3, 1, True)
        assert not (root / "var" / "postgres" / "postmaster.pid").exists()
        assert {path.name for path in root.iterdir()} == {"gridhall.toml", "tenants", "tree.csv", "var"}
    finally:
        shutil.rmtree(root)
