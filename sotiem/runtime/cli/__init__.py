"""The command `sotiem`."""

import click

from sotiem.runtime.cli.lazy import LazyGroup

_HERE = "sotiem.runtime.cli"


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    lazy={
        "demo": f"{_HERE}.demo:demo",
        "demo-reset": f"{_HERE}.demo:demo_reset",
        "serve": f"{_HERE}.serve:serve",
        "worker": f"{_HERE}.serve:worker",
        "migrate": f"{_HERE}.serve:migrate",
        "check": f"{_HERE}.check:check",
        "import": f"{_HERE}.imports:imports",
        "people": f"{_HERE}.people:people",
        "doses": f"{_HERE}.doses:doses",
        "reports": f"{_HERE}.reports:reports",
        "slips": f"{_HERE}.slips:slips",
        "indicators": f"{_HERE}.indicators:indicators",
        "figures": f"{_HERE}.figures:figures",
        "deadlines": f"{_HERE}.deadlines:deadlines",
        "supply": f"{_HERE}.supply:supply",
        "schedule": f"{_HERE}.schedule:schedule",
        "match": f"{_HERE}.people:match",
        "models": f"{_HERE}.models:models",
        "certificate": f"{_HERE}.certificate:certificate",
        "population": f"{_HERE}.population:population",
        "keys": f"{_HERE}.keys:keys",
        "database": f"{_HERE}.database:database",
        "manage": f"{_HERE}.manage:manage",
        "version": f"{_HERE}.version:version",
    },
)
def main() -> None:
    """Sổ Tiêm: a national vaccination record in which the record can be put right.

    Start with `sotiem demo`: it needs no account and no other program.

    Everything the program keeps lies in one folder: SOTIEM_HOME, or
    ~/.local/share/sotiem. It brings its own PostgreSQL, unless DATABASE_URL names one.
    """
