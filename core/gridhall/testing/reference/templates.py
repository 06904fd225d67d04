"""What templates can use: the macros of core with the comments above them, and the icons."""

import re
from pathlib import Path

from gridhall import web
from gridhall.testing.reference.markdown import code, table

WEB = Path(web.__file__).parent
FILES = ("page", "form", "table", "show", "icons")
SAID = r"^\{#(?P<said>(?:(?!#\}).)*)#\}\n\n?"
ARGUMENTS = r"(?P<arguments>\((?:[^()]|\([^()]*\))*\))"
MACRO = re.compile(rf"(?:{SAID})?^\{{%-? macro (?P<name>\w+){ARGUMENTS} -?%\}}", re.MULTILINE | re.DOTALL)
ICON = re.compile(r'<symbol id="([\w-]+)"')


def told_templates() -> str:
    """Every macro that is not private to its file, and the names of the icons."""
    told = ["## Macros and icons", "", 'Import them "with context".']
    for name in FILES:
        text = (WEB / "templates" / "macros" / f"{name}.jinja2").read_text("utf-8")
        rows = [
            (code(found["name"] + found["arguments"]), found["said"] or "")
            for found in MACRO.finditer(text)
            if not found["name"].startswith("_")
        ]
        told += ["", f"### macros/{name}.jinja2", "", *table(("macro", "what it is"), rows)]
    icons = ICON.findall((WEB / "static" / "icons.svg").read_text("utf-8"))
    return "\n".join([*told, "", f"Icons: {code(*icons)}."])
