"""The command line. Start with :mod:`gridhall.cli.command`.

A plugin's commands take what they need from here::

    @click.group()
    def residents() -> None:
        "Residents, households and dwellings."

    @residents.command()
    @city_option
    @json_option
    def count(city: str, as_json: bool) -> None:
        with command_scope(city) as scope:
            answer(as_json, {"residents": services.count(scope)}, "...")
"""

from gridhall.cli.command import main
from gridhall.cli.context import Deployment, command_job, command_scope, deployment
from gridhall.cli.options import city_option, json_option
from gridhall.cli.output import answer, progress

__all__ = [
    "Deployment",
    "answer",
    "city_option",
    "command_job",
    "command_scope",
    "deployment",
    "json_option",
    "main",
    "progress",
]
