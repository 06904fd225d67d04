"""``python -m gridhall.cli`` is the command ``gridhall``."""

from gridhall.cli.command import main

main(prog_name="gridhall")
