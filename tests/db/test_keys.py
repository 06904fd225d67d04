from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from gridhall.db.keys import CityKeys, Undecipherable, derive, ensure_master_key, read_master_key
from gridhall.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

MASTER, OTHER = bytes(32), bytes([1]) * 32
TEXT = "王小明 330902199001011234"


def test_a_text_comes_back_and_is_never_stored_the_same_twice() -> None:
    keys = CityKeys(MASTER, "zhoushan")
    first, second = keys.encrypt(TEXT), keys.encrypt(TEXT)
    assert first != second
    assert TEXT.encode() not in first
    assert [keys.decrypt(first), keys.decrypt(second)] == [TEXT, TEXT]
    assert len(first) == 4 + 12 + len(TEXT.encode()) + 16


@pytest.mark.parametrize("reader", [CityKeys(OTHER, "zhoushan"), CityKeys(MASTER, "ningbo")])
def test_another_master_key_or_city_cannot_read(reader: CityKeys) -> None:
    stored = CityKeys(MASTER, "zhoushan").encrypt(TEXT)
    with pytest.raises(Undecipherable):
        reader.decrypt(stored)


def test_another_city_cannot_read_even_under_its_own_key_id() -> None:
    stored = CityKeys(MASTER, "zhoushan").encrypt(TEXT)
    other = CityKeys(MASTER, "ningbo")
    with pytest.raises(Undecipherable):
        other.decrypt(other.encrypt("")[:4] + stored[4:])


@pytest.mark.parametrize("position", range(4 + 12 + 3 + 16))
def test_any_changed_byte_is_noticed(position: int) -> None:
    keys = CityKeys(MASTER, "zhoushan")
    stored = bytearray(keys.encrypt("abc"))
    stored[position] ^= 1
    with pytest.raises(Undecipherable):
        keys.decrypt(bytes(stored))


@pytest.mark.parametrize("length", [0, 3, 4, 15, 31])
def test_bytes_cut_short_are_noticed(length: int) -> None:
    keys = CityKeys(MASTER, "zhoushan")
    with pytest.raises(Undecipherable):
        keys.decrypt(keys.encrypt("")[:length])


def test_a_retired_master_key_still_reads_and_writes_nothing() -> None:
    old, new = CityKeys(MASTER, "zhoushan"), CityKeys(OTHER, "zhoushan", retired=(MASTER,))
    assert new.decrypt(old.encrypt(TEXT)) == TEXT
    with pytest.raises(Undecipherable):
        old.decrypt(new.encrypt(TEXT))


def test_a_blind_index_finds_equal_texts_of_one_kind_in_one_city() -> None:
    keys = CityKeys(MASTER, "zhoushan")
    index = keys.blind_index("phone", "13800000000")
    assert index == CityKeys(MASTER, "zhoushan").blind_index("phone", "13800000000")
    assert len(index) == 32
    others = {
        keys.blind_index("identity", "13800000000"),
        keys.blind_index("phone", "13800000001"),
        CityKeys(MASTER, "ningbo").blind_index("phone", "13800000000"),
        CityKeys(OTHER, "zhoushan").blind_index("phone", "13800000000"),
    }
    assert len(others | {index}) == 5


def test_passwords_differ_by_city_and_master_key_and_no_secret_is_in_the_repr() -> None:
    keys = CityKeys(MASTER, "zhoushan")
    passwords = {keys.role_password(), CityKeys(MASTER, "ningbo").role_password()}
    passwords.add(CityKeys(OTHER, "zhoushan").role_password())
    assert len(passwords) == 3
    assert repr(keys) == "CityKeys('zhoushan')"


def test_parts_of_a_purpose_cannot_run_together() -> None:
    assert derive(MASTER, "ab", "c") != derive(MASTER, "a", "bc")


def test_the_master_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "master.key"
    first = ensure_master_key(path)
    assert ensure_master_key(path) == first == read_master_key(path)
    assert len(first) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("text", ["", "c2hvcnQ=\n", "not base64!", "é"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(ConfigError):
        read_master_key(path)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    ensure_master_key(path)
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        read_master_key(path)


def test_a_missing_key_is_never_made_for_a_configured_database(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read_master_key(tmp_path / "master.key")
    assert list(tmp_path.iterdir()) == []
