"""A file of made-up people, as the department of public security hands one over; written as one goes."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from gridhall_residents.files.identity import check_digit
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.population.words import WORDS

PROFILE = Path(__file__).parents[1] / "tenants" / "zhoushan" / "sources" / "public_security_residents.toml"
HEADER = (
    *("姓名", "性别", "民族", "公民身份号码", "出生日期", "户号", "与户主关系", "户籍地址", "村居代码"),
    "联系电话",
)
_FIRST = date(1930, 1, 1)
_DAYS = 35_000
_IN_A_HOME = 3


def profile() -> SourceProfile:
    """How the file is read."""
    return SourceProfile.load(PROFILE)


def write(path: Path, rows: int, villages: Sequence[str]) -> Path:
    """Write so many people, each once."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(people(rows, villages))
    return path


def people(rows: int, villages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Always the same people for a number of rows, at most 35,000,000."""
    random = Random(rows)
    words = WORDS["zh_Hans"]
    for number in range(rows):
        home, member = divmod(number, _IN_A_HOME)
        sequence, day = divmod(number, _DAYS)
        born = _FIRST + timedelta(days=day)
        sex = ("female", "male")[sequence % 2]
        first_17 = f"330999{born:%Y%m%d}{sequence:03}"
        yield (
            words.family(random) + words.given_name(random, sex, _FIRST.year + 96 - born.year),
            {"female": "女", "male": "男"}[sex],
            "汉",
            first_17 + check_digit(first_17),
            f"{born:%Y%m%d}",
            f"H{home:08}",
            ("户主", "配偶", "子")[member],
            words.address(random, home % 900),
            villages[home % len(villages)],
            f"166{number * 61_803_399 % 10**8:08}",
        )
