"""``salesgenix``: every command of the product. Heavy parts are imported by the command that needs
them, so that ``--help`` answers at once.
"""

import gc
import os
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from salesgenix.kit.errors import Invalid, SalesgenixError
from salesgenix.kit.logging import configure_logging

app = typer.Typer(
    name="salesgenix",
    help="A conversational AI sales agent whose owner can prove what it did and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# A start makes a million objects that stay. To look through them for rubbish after each 700, as
# Python does unless told, takes a tenth of it.
OBJECTS_BETWEEN_LOOKS = 50_000

DataDir = Annotated[Path, typer.Option(help="Where the embedded database and the keys lie.")]
Kept = Annotated[
    Path | None, typer.Option(help="Of a demo or sandbox, say data/demo; or SALESGENIX_DATA_DIR's.")
]
Slug = Annotated[str | None, typer.Option("--workspace", help="Which workspace, by its slug.")]


class Decide(StrEnum):
    WAIT = "wait"
    APPROVE = "approve"
    REJECT = "reject"


class SimulatedBrain(StrEnum):
    EMBEDDED = "embedded"
    CONFIGURED = "configured"


class Scope(StrEnum):
    WORKSPACE = "workspace"
    SUBJECT = "subject"
    PERIOD = "period"


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
    workspace_file: Annotated[
        Path | None, typer.Argument(help="With --sandbox: the file; the demo company without one.")
    ] = None,
    *,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="On loopback, with a settable clock, mail captured.")
    ] = False,
    with_worker: Annotated[bool, typer.Option(help="Run the worker in this process too.")] = True,
    host: Annotated[str | None, typer.Option(help="Instead of SALESGENIX_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Instead of SALESGENIX_PORT.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Instead of SALESGENIX_DATA_DIR.")] = None,
) -> None:
    """Serve the API, the console and the widget, as the environment says; or a sandbox."""
    if not sandbox and workspace_file is not None:
        raise Invalid("serve.file", "A file is served by --sandbox; see also: salesgenix apply")
    if sandbox and not with_worker:
        raise Invalid("serve.worker", "A sandbox always has its worker in the same process.")
    if sandbox:
        from cli.reading import sandbox_place  # noqa: PLC0415
        from cli.sandbox import serve_sandbox  # noqa: PLC0415

        host, port = sandbox_place(host, port)
        serve_sandbox(workspace_file, host=host, port=port, data_dir=data_dir)
        return
    from cli.serving import serve_production  # noqa: PLC0415

    serve_production(with_worker=with_worker, host=host, port=port, data_dir=data_dir)


@app.command()
def work(
    data_dir: Annotated[Path | None, typer.Option(help="Instead of SALESGENIX_DATA_DIR.")] = None,
) -> None:
    """Run the worker alone: due actions, orphaned turns, expiries."""
    from cli.serving import run_worker  # noqa: PLC0415

    run_worker(data_dir=data_dir)


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
    decide: Annotated[
        Decide, typer.Option(help="What the team says to whatever needs its approval.")
    ] = Decide.WAIT,
) -> None:
    """Talk to the agent: one prospect message per line in, replies out."""
    from cli.chat import run_chat  # noqa: PLC0415

    run_chat(workspace_file, data_dir=data_dir, as_json=json, zone=zone, decide=decide.value)


@app.command()
def simulate(
    places: Annotated[
        list[Path] | None, typer.Argument(help="Prospects: files or folders; ours without one.")
    ] = None,
    *,
    workspace_file: Annotated[
        Path | None, typer.Option("--workspace", help="A workspace file; else the demo company.")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="The workspace that lies here, instead of a file.")
    ] = None,
    slug: Annotated[str | None, typer.Option(help="Which of its workspaces.")] = None,
    json: Annotated[bool, typer.Option("--json", help="The whole report as JSON.")] = False,
    brain: Annotated[SimulatedBrain, typer.Option(help="Which brain answers.")] = (
        SimulatedBrain.EMBEDDED
    ),
    times: Annotated[int, typer.Option(min=1, max=64, help="Runs of each prospect.")] = 1,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask before a hosted model costs money.")
    ] = False,
) -> None:
    """Play invented prospects against the agent, in a copy that is thrown away; nothing leaves.

    Exit 0 when all reach what their files say, 1 when one does not, 2 when a hosted model was not
    asked after all.
    """
    from cli.simulating import run_simulation  # noqa: PLC0415

    raise typer.Exit(
        run_simulation(
            places or [],
            workspace_file=workspace_file,
            data_dir=data_dir,
            slug=slug,
            as_lines=json,
            brain=brain.value,
            times=times,
            may_spend=yes,
        )
    )


@app.command()
def apply(workspace_file: Path, data_dir: Kept = None) -> None:
    """Make a workspace what its file says; a wrong file changes nothing and says where it is
    wrong.
    """
    from cli.upkeep import apply_file  # noqa: PLC0415

    apply_file(workspace_file, data_dir=data_dir)


@app.command()
def migrate(data_dir: Kept = None) -> None:
    """Bring the database up to date."""
    from cli.upkeep import migrate_database  # noqa: PLC0415

    migrate_database(data_dir=data_dir)


@app.command()
def export(
    output: Annotated[
        Path | None, typer.Option(help="The file; its signature lies beside.")
    ] = None,
    *,
    kind: Annotated[Scope, typer.Option(help="Whose decisions.")] = Scope.WORKSPACE,
    subject: Annotated[
        str | None, typer.Option(help="Of one person: a mail address or a reference.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Of a period: from this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Of a period: before this day.")] = None,
    language: Annotated[str, typer.Option(help="Of the readable page.")] = "en",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Only the raw records, to the output or the terminal.")
    ] = False,
    workspace: Slug = None,
    data_dir: Kept = None,
) -> None:
    """Write an archive that anyone can verify: every decision with its reasons and its proof."""
    from cli import exporting  # noqa: PLC0415

    if jsonl:
        exporting.export_decisions(output, slug=workspace, data_dir=data_dir)
        return
    if subject is not None:
        kind = Scope.SUBJECT
    elif since is not None or until is not None:
        kind = Scope.PERIOD
    exporting.export_archive(
        kind.value,
        subject=subject,
        since=since,
        until=until,
        language=language,
        output=output,
        slug=workspace,
        data_dir=data_dir,
    )


@app.command()
def verify(
    workspace: Slug = None,
    data_dir: Kept = None,
) -> None:
    """Check the decision log, and that all that left had been allowed: exit 0, or 1 and why not."""
    from cli.upkeep import verify_decisions  # noqa: PLC0415

    verify_decisions(slug=workspace, data_dir=data_dir)


@app.command()
def sign_in(
    email: Annotated[str, typer.Argument(help="Of a member of the workspace.")],
    workspace: Slug = None,
    data_dir: Annotated[Path | None, typer.Option(help="Of the demo, say: data/demo")] = None,
) -> None:
    """Print a link that signs a member in to the console, once."""
    from cli.upkeep import print_sign_in  # noqa: PLC0415

    print_sign_in(email, slug=workspace, data_dir=data_dir)


@app.command()
def receive_mail(
    workspace: Slug = None,
    data_dir: Kept = None,
) -> None:
    """Read one mail from standard input, as a mail server's pipe hands it over. A request about
    personal data is opened and confirmed by a letter to its sender; any other mail is left alone.
    Exit 0, or 75 when the server should try again. A mailbox is not polled (IMAP) yet.
    """
    from cli.mail import receive_mail as receive  # noqa: PLC0415

    raise typer.Exit(receive(slug=workspace, data_dir=data_dir))


@app.command()
def order(
    words: Annotated[str, typer.Argument(help="What the agent is to do, or not to do.")],
    *,
    publish: Annotated[
        str | None, typer.Option(help="Put it in force: the digest that was shown.")
    ] = None,
    member: Annotated[str | None, typer.Option(help="Who orders it, by mail address.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    workspace: Slug = None,
    data_dir: Kept = None,
) -> None:
    """Show what an order would mean: every sentence, the rule, and examples. Changes nothing."""
    from cli.ordering import read_order  # noqa: PLC0415

    read_order(
        words, publish=publish, member=member, as_json=json, slug=workspace, data_dir=data_dir
    )


@app.command()
def new_key() -> None:
    """Print a fresh master key for SALESGENIX_MASTER_KEY."""
    import secrets  # noqa: PLC0415

    typer.echo(secrets.token_hex(32))


@app.command()
def public_key(workspace: Slug = None, data_dir: Kept = None) -> None:
    """Print the keys that sign the decision log, oldest first, as a verifier is told them."""
    from cli.signing import print_public_keys  # noqa: PLC0415

    print_public_keys(slug=workspace, data_dir=data_dir)


@app.command()
def rotate_key(data_dir: Kept = None) -> None:
    """Sign with a new key from now on; the old one vouches for it. Tell the owners."""
    from cli.signing import rotate_signing_key  # noqa: PLC0415

    rotate_signing_key(data_dir=data_dir)


@app.command()
def erase(
    who: Annotated[str, typer.Argument(help="A mail address, or a person's reference.")],
    reason: Annotated[str, typer.Option(help="Kept with the order, sealed.")],
    workspace: Slug = None,
    data_dir: Kept = None,
) -> None:
    """Erase a person for good, and print the signed receipt: 0 when nothing of them is left."""
    from cli.erasing import erase_person  # noqa: PLC0415

    erase_person(who, reason=reason, slug=workspace, data_dir=data_dir)


@app.command()
def scan(
    file: Annotated[
        Path | None, typer.Argument(help="A text; without one, or with -, standard input.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    workspace: Slug = None,
    data_dir: Kept = None,
) -> None:
    """Show what the guard finds in a text, by kind and place, and what a model would read of it.

    With --workspace or --data-dir as that workspace has set it up. Nothing is kept.
    """
    from cli.scanning import scan_text  # noqa: PLC0415

    scan_text(file, as_json=json, slug=workspace, data_dir=data_dir)


@app.command()
def stop(data_dir: Kept = None) -> None:
    """Stop every workspace at once: nothing is done and nothing leaves until `resume`."""
    from cli.stopping import stop_platform  # noqa: PLC0415

    stop_platform(data_dir=data_dir)


@app.command()
def resume(data_dir: Kept = None) -> None:
    """Let everything go on after `stop`; what waited is judged again."""
    from cli.stopping import resume_platform  # noqa: PLC0415

    resume_platform(data_dir=data_dir)


@app.command()
def accept_journal(data_dir: Kept = None) -> None:
    """Go on without a journal that is lost: a new one begins with what the database knows."""
    from cli.erasing import accept_journal as accept  # noqa: PLC0415

    accept(data_dir=data_dir)


def run() -> None:
    """The console script. 0: done; 1: looked and found it wrong; 2: cannot, in plain words;
    70: a fault of ours; 130: interrupted. Never a stack trace.
    """
    configure_logging(level="WARNING")  # to stderr; who serves says more
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:  # noqa: BLE001 a command is an edge
        words, code = in_words(error)
        typer.echo(f"salesgenix: {words}", err=True)
        sys.exit(code)


def in_words(error: Exception) -> tuple[str, int]:
    """One error as its reader needs it, and the exit code."""
    if isinstance(error, SalesgenixError):
        return error.message, 2
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'The system'}: {error.strerror}.", 2
    if "sqlalchemy" in sys.modules:
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        from cli.installation import unusable_database  # noqa: PLC0415

        if isinstance(error, SQLAlchemyError):
            return unusable_database(error).message, 2
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    return f"Something went wrong on our side ({type(error).__name__} in {place}).", 70


if __name__ == "__main__":
    run()
