"""`python -m sotiem.runtime.cli`, for places where the command itself is not on the path."""

from sotiem.runtime.cli import main

main(prog_name="sotiem")
