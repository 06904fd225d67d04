"""How departments call the fields and their values; compared by ``header_key``."""

import re
from collections.abc import Mapping

from .text import key

_UNIT = re.compile(r"(?<=.)\([^()]*\)$")
_PUNCTUATION = re.compile(r"[*::_.\-/]")


def header_key(header: str) -> str:
    """NFKC, small, without blanks, punctuation, and the unit or remark in brackets at the end."""
    return _UNIT.sub("", _PUNCTUATION.sub("", key(header))).casefold()


_VILLAGE = {
    "village_code": "村居代码 村社区代码 社区代码 行政区划代码 区划代码 "
    "villagecode communitycode divisioncode رمزالقرية",
    "village_name": "村 村社区 村居 社区 村居名称 社区名称 所属社区 所属村社区 行政村 "
    "village villagename community القرية",
}
_ADDRESS = (
    "地址 住址 坐落 座落 户籍地址 现住址 居住地址 家庭住址 房屋地址 房屋坐落 详细地址 "
    "address homeaddress العنوان"
)

HEADERS: Mapping[str, Mapping[str, str]] = {
    "resident": {
        "identity_number": "身份证 身份证号 身份证号码 公民身份号码 公民身份证号 证件号码 证件号 "
        "identitynumber idnumber idno nationalid identitycard رقمالهوية",
        "name": "姓名 名字 居民姓名 人员姓名 name fullname residentname الاسم الاسمالكامل",
        "sex": "性别 sex gender الجنس",
        "birth_date": "出生日期 出生年月日 出生年月 生日 birthdate dateofbirth dob birthday تاريخالميلاد",
        "phone": "手机 手机号 手机号码 电话 联系电话 联系方式 电话号码 "
        "phone phonenumber mobile telephone tel الهاتف رقمالهاتف",
        **_VILLAGE,
        "address": _ADDRESS,
        "household_code": "户号 户编号 家庭编号 householdcode householdid householdno رقمالأسرة",
        "relation": "与户主关系 户主关系 关系 relation relationship relationtohead صلةالقرابة",
        "note": "备注 说明 note notes remark remarks ملاحظات",
    },
    "dwelling": {
        "code": "房屋编号 房屋编码 房屋代码 房号 dwellingcode housecode dwellingid رمزالمسكن",
        "address": _ADDRESS,
        **_VILLAGE,
        "owner_name": "产权人 产权人姓名 业主 业主姓名 房主 房屋所有人 owner ownername المالك اسمالمالك",
        "owner_identity_number": "产权人证件号码 产权人身份证 产权人身份证号 业主身份证号 房主身份证号 "
        "owneridentitynumber owneridnumber هويةالمالك",
        "use": "用途 房屋用途 使用情况 居住情况 use usage الاستخدام",
        "area_m2": "建筑面积 面积 房屋面积 area areasqm floorarea المساحة",
    },
}
"""Record kind → field → the headers that mean it, in their ``header_key`` form, with blanks between them."""

SENSITIVE = frozenset(
    {
        "民族",
        "宗教",
        "宗教信仰",
        "政治面貌",
        "党派",
        "ethnicity",
        "ethnicgroup",
        "nationality",
        "race",
        "religion",
    }
    | {"politicalstatus", "politicalaffiliation", "العرق", "الديانة", "الانتماءالسياسي"}
)
"""Never ours to keep: ethnicity, religion, political opinion."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "sex": {"男": "male", "女": "female", "男性": "male", "女性": "female", "m": "male", "f": "female"}
    | {"ذكر": "male", "أنثى": "female"},
    "relation": {"户主": "head", "本人": "head", "配偶": "spouse", "妻": "spouse", "夫": "spouse"}
    | {"子": "son", "儿子": "son", "女": "daughter", "女儿": "daughter"}
    | {"父": "father", "父亲": "father", "母": "mother", "母亲": "mother"}
    | {"其他亲属": "other_relative", "非亲属": "not_related"},
    "use": {"自住": "owner_occupied", "出租": "rented", "空置": "vacant"}
    | {"商用": "commercial", "其他": "other"},
}
"""Field → what departments write → what we keep; the right sides are all the values of these fields."""

KNOWN_HEADERS = (
    SENSITIVE
    | {word for fields in HEADERS.values() for words in fields.values() for word in words.split()}
    | {"序号"}
)


def fields_of(kind: str) -> Mapping[str, str]:
    """``header_key`` → field, for one record kind."""
    return {word: field for field, words in HEADERS[kind].items() for word in words.split()}
