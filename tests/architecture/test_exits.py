"""The ways out of the house are few, and known: a new one fails here until somebody has looked.

Whoever adds a line to one of these tables says that an instruction stands before it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from salesgenix.authority.rules import OF_THE_HOUSE
from tools.catalog import CATALOG

ROOT = Path(__file__).parents[2]
ROOMS = (
    "agent", "tools", "prompts", "guardrails", "integrations", "api", "worker", "cli", "salesgenix",
)  # fmt: skip
# What can reach the world, and the only files that may have it.
REACHES = {
    "aiosmtplib": {"integrations/email/smtp.py"},
    "aioimaplib": {"integrations/email/imap.py"},  # reads the owner's mailbox, at their order
    "dkim": {"integrations/email/signing.py"},  # signs; asks no name server for that
    "dns": {"integrations/email/domain/resolving.py"},  # the owner's domain, where they ask
    "httpx": {
        "integrations/search/site.py",
        "integrations/calendar/caldav.py",  # where a member has their calendar
        "integrations/calendar/rest.py",  # and the makers of calendars
    },
    "urllib.robotparser": {"integrations/search/site.py"},  # parses what httpx has fetched
    "ssl": {"integrations/search/site.py", "integrations/email/imap.py"},
    "socket": {
        "integrations/search/addresses.py",  # asks for addresses, to refuse private ones
        "api/serving.py", "cli/serving.py", "cli/demo.py",  # to be reached, not to reach
    },
    "multiprocessing": {"cli/trying.py"},  # our own code on throw-away copies, for speed
    "openai": {"agent/brains/hosted.py"},
    "langchain_openai": {"agent/brains/hosted.py"},
}  # fmt: skip
NEVER = frozenset(
    {
        "smtplib", "http.client", "urllib.request", "ftplib", "telnetlib", "xmlrpc", "webbrowser",
        "requests", "aiohttp", "httpx2", "httpcore", "urllib3", "websockets", "paramiko", "grpc",
        "subprocess", "ctypes", "pty", "socketserver",
    }
)  # fmt: skip
SHELLS = frozenset(
    {"system", "popen", "open_connection", "connect_tcp", "create_connection", "eval", "exec"}
)
# Who may call what has an effect.
CALLERS = {
    "propose": {
        "agent/middleware/tool_gate.py",  # what a model wants
        "agent/mailing.py",  # an answer to a mail, of the agent or a member
        "agent/overhearing.py",  # a stop, or a right over their data, while a person has the talk
        "agent/protecting.py",  # what the rules owe where no brain can be asked
        "agent/turns.py",  # a task for the team when a turn fails
        "api/widget/wishes.py",  # what a visitor asks for with a button
        "salesgenix/mailboxes/stopping.py",  # the person, by the link in a mail of ours
        "salesgenix/rights/letters.py",
        "salesgenix/rights/answering.py",
        "worker/checkpoints.py",
    },
    "propose_entry": {
        "salesgenix/actions/meetings.py",
        "worker/calendars.py",
    },  # of a meeting that was booked under an order
    "propose_as": {
        "salesgenix/actions/proposing.py",
        "salesgenix/actions/meetings.py",  # a guest, by the link in their invitation
    },
    "perform": {"salesgenix/actions/proposing.py"},
    "claim_due": {"worker/rounds.py", "worker/exports.py"},  # the latter: of export jobs
    "start_delivery": {"worker/rounds.py"},
    "decide_approval": {
        "api/approvals.py",  # a member, signed in
        "cli/chat.py",  # the owner at their own terminal
        "agent/simulating/team.py",  # an invented owner, in a copy and nowhere else
    },
    "CalDav": {"integrations/calendar/clients.py"},
    "GoogleCalendar": {"integrations/calendar/clients.py"},
    "GraphCalendar": {"integrations/calendar/clients.py"},
    "SmtpMail": {"cli/composition.py", "cli/posting.py"},
    "CapturedMail": {"cli/composition.py"},
    "SiteReader": {"cli/composition.py"},
}
# Who may read a site: behind the gate that has asked for it.
READS_SITES = {"tools/research.py"}
HANDS_OVER = {"worker/handing.py"}
SPEAKS_AS_AGENT = {"agent/recording.py", "salesgenix/actions/performing.py"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def called(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What is called on what: ``self.carrier`` and ``send``. What is handed on counts as called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node.value), node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id


def test_only_known_files_can_reach_the_world() -> None:
    """Each library that opens a connection is imported where the table says and nowhere else."""
    found: dict[str, set[str]] = defaultdict(set)
    for file, tree in sources():
        names = imported(tree)
        found["never"] |= {f"{file}: {one}" for one in names for bad in NEVER if is_of(one, bad)}
        for library in REACHES:
            if any(is_of(name, library) for name in names):
                found[library].add(file)
    assert found.pop("never") == set()
    assert found == REACHES


def is_of(name: str, library: str) -> bool:
    return name == library or name.startswith(f"{library}.")


def test_nobody_runs_a_shell_or_opens_a_line_by_hand() -> None:
    """No ``os.system``, no bare connection, no code from a text."""
    wrong = [
        f"{file}: {name}"
        for file, tree in sources()
        for of, name in called(tree)
        if name in SHELLS and not (name == "exec" and of in {"session", "self"})
    ]
    assert wrong == []


def test_effects_have_few_callers() -> None:
    """Every way to an effect begins in one of these files."""
    found: dict[str, set[str]] = defaultdict(set)
    for file, tree in sources():
        for _, name in called(tree):
            if name in CALLERS:
                found[name].add(file)
    assert dict(found) == CALLERS


def test_mail_is_handed_over_in_one_place() -> None:
    """Nothing but the worker's round, which has a claim and a permit, speaks to a carrier."""
    files = {
        file for file, tree in sources() for of, name in called(tree)
        if name == "send" and "carrier" in of.lower()
    }  # fmt: skip
    assert files == HANDS_OVER


def test_a_site_is_read_in_one_place() -> None:
    """By the tool, which runs only behind its gate."""
    files = {
        file for file, tree in sources() for of, name in called(tree)
        if name == "read" and "site_reader" in of
    }  # fmt: skip
    assert files == READS_SITES


def test_only_a_turn_and_an_action_speak_as_the_agent() -> None:
    """No page and no job writes under the agent's name."""
    files = set()
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and ast.unparse(node.value) == "Actor.AGENT":
                files.add(file)
    assert files == SPEAKS_AS_AGENT


def test_no_tool_can_ask_for_a_letter_of_the_house() -> None:
    """Its words and its occasions are fixed; a model has no way to cause one of its own."""
    assert {verb.action for verb in CATALOG.values()} & OF_THE_HOUSE == set()
