"""The command line: serve, unless something else is asked for."""

from importlib.metadata import version as installed

import click

from vitalweb.commands import people, record, schema, service, trust


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(installed("vitalmonitor"), message="%(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Keep a hospital's vital signs and tell who is at risk. Not a medical device.

    Settings are read from VITALWEB_ variables and from .env in this folder; check-config shows
    them. A command leaves with code 0 when it did its work, 1 when it could not, and 2 when the
    settings or its arguments are wrong.
    """
    if context.invoked_subcommand is None:
        context.invoke(service.serve)


for one in (
    service.serve,
    service.check_config,
    service.version,
    schema.migrate,
    schema.partition,
    schema.distribute,
    record.import_,
    record.export,
    people.invite,
    people.create_admin,
    trust.audit,
    trust.keys,
):
    main.add_command(one)
