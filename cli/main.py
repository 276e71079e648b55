"""``salesgenix``: every command of the product. Heavy parts are imported by the command that needs
them, so that ``--help`` answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from salesgenix.kit.errors import SalesgenixError

app = typer.Typer(
    name="salesgenix",
    help="A conversational AI sales agent whose owner can prove what it did and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataDir = Annotated[Path, typer.Option(help="Where the embedded database and the keys lie.")]
Slug = Annotated[str | None, typer.Option("--workspace", help="Which workspace, by its slug.")]


@app.command()
def demo(
    data_dir: DataDir = Path("data/demo"),
    port: Annotated[int, typer.Option(help="Of the widget and console; the site has the next.")] = (
        8700
    ),
    *,
    reset: Annotated[bool, typer.Option(help="Forget everything first.")] = False,
) -> None:
    """Serve the demo company: its page with the chat, the console, the API."""
    from cli.demo import serve_demo  # noqa: PLC0415

    serve_demo(data_dir, port=port, reset=reset)


@app.command()
def serve(
    *,
    sandbox: Annotated[
        Path | None,
        typer.Option(help="Serve this workspace file with a settable clock, all mail captured."),
    ] = None,
    with_worker: Annotated[bool, typer.Option(help="Run the worker in this process too.")] = True,
) -> None:
    """Serve the API, the console and the widget, as the environment says."""
    from cli.serving import serve_production, serve_sandbox  # noqa: PLC0415

    if sandbox is not None:
        serve_sandbox(sandbox)
    else:
        serve_production(with_worker=with_worker)


@app.command()
def work() -> None:
    """Run the worker alone: due actions, orphaned turns, expiries."""
    from cli.serving import run_worker  # noqa: PLC0415

    run_worker()


@app.command()
def chat(
    workspace_file: Annotated[
        Path | None, typer.Argument(help="A workspace file; the demo company without one.")
    ] = None,
    *,
    data_dir: Annotated[
        Path | None, typer.Option(help="Keep the conversation here; thrown away otherwise.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON event per line.")] = False,
    zone: Annotated[str | None, typer.Option(help="The prospect's IANA time zone.")] = None,
) -> None:
    """Talk to the agent: one prospect message per line in, replies out."""
    from cli.chat import run_chat  # noqa: PLC0415

    run_chat(workspace_file, data_dir=data_dir, as_json=json, zone=zone)


@app.command()
def apply(workspace_file: Path) -> None:
    """Make a workspace what its file says; a wrong file changes nothing and says where it is
    wrong.
    """
    from cli.upkeep import apply_file  # noqa: PLC0415

    apply_file(workspace_file)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from cli.upkeep import migrate_database  # noqa: PLC0415

    migrate_database()


@app.command()
def export(
    output: Annotated[
        Path | None, typer.Option(help="A file; standard output without one.")
    ] = None,
    workspace: Slug = None,
    data_dir: Annotated[Path | None, typer.Option(help="Of the demo, say: data/demo")] = None,
) -> None:
    """Write every decision as JSON Lines, byte for byte as recorded."""
    from cli.upkeep import export_decisions  # noqa: PLC0415

    export_decisions(output, slug=workspace, data_dir=data_dir)


@app.command()
def verify(
    workspace: Slug = None,
    data_dir: Annotated[Path | None, typer.Option(help="Of the demo, say: data/demo")] = None,
) -> None:
    """Check the decision log: exit 0 when it is sound, 1 with the first bad place otherwise."""
    from cli.upkeep import verify_decisions  # noqa: PLC0415

    verify_decisions(slug=workspace, data_dir=data_dir)


@app.command()
def new_key() -> None:
    """Print a fresh master key for SALESGENIX_MASTER_KEY."""
    import secrets  # noqa: PLC0415

    typer.echo(secrets.token_hex(32))


def run() -> None:
    """The console script: a known error is one plain line and exit 2, never a stack trace."""
    try:
        app()
    except SalesgenixError as error:
        typer.echo(f"salesgenix: {error.message}", err=True)
        sys.exit(2)
    except (ValueError, OSError) as error:
        typer.echo(f"salesgenix: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
