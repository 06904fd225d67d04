"""``gridhall audit``: prove that nobody changed the audit log."""

import re

import click

from gridhall.cli.context import command_scope
from gridhall.cli.options import city_option, json_option
from gridhall.cli.output import answer
from gridhall.services.audit_chain import Noted
from gridhall.services.audit_chain import verify as verify_chain

NOTED = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class _NotedType(click.ParamType[Noted]):
    name = "SEQ:HASH"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Noted:
        found = NOTED.fullmatch(str(value))
        if found is None:
            self.fail(
                "expected a number, a colon and 64 hexadecimal digits, as an earlier check printed them",
                param,
                ctx,
            )
        return Noted(int(found[1]), found[2])


@click.group()
def audit() -> None:
    """A city's audit log."""


@audit.command()
@city_option
@click.option("--noted", type=_NotedType(), help="The end of the log that an earlier check printed.")
@json_option
def verify(city: str, noted: Noted | None, *, as_json: bool) -> None:
    """Compute the chain of the audit log anew.

    Finds entries that were changed, removed or put elsewhere. Note the end that it prints away from the
    database: with --noted, a later check also finds a log that was written anew as a whole.
    """
    with command_scope(city) as scope:
        report = verify_chain(scope, noted=noted)
    verdict = f"{report.entries} entries, the chain is whole; it ends at {report.seq}:{report.head}"
    if not report.ok:
        verdict = f"the chain is broken at entry {report.first_bad_seq}"
    answer(as_json, vars(report), verdict)
    if not report.ok:
        raise click.ClickException("the audit log was changed. Compare it with a backup from that entry on.")
