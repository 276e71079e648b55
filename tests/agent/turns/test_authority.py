"""What stands between a model that obeys an attacker and an effect: each guard by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.authority.rules import ActionKind, Approval, Rule
from salesgenix.conversations.rules import EventKind
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.knowledge.ports import SitePage
from salesgenix.leads import service as leads
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
OWN = "carla@acme.example"
HELLO = f"I am Carla of Acme, {OWN}, Ben (ben@tendralis.example) told me to write"


@dataclass
class Web:
    asked: list[str] = field(default_factory=list)

    def read(self, url: str, *, now: datetime) -> SitePage:
        self.asked.append(url)
        return SitePage(url=url, title="Acme", text="We make anvils.", fetched_at=now)


def call(name: str, /, **arguments: Any) -> dict[str, Any]:
    return {"name": name, "arguments": arguments}


def tried(
    thread: Thread,
    model: ModelServer,
    *calls: dict[str, Any],
    said: str = "so what would you suggest for a team like ours?",
) -> list[dict[str, Any]]:
    """What the log says of each call, after the model has made all of them in one answer."""
    model.script(Step(calls=list(calls)), Step(text="Let me see."))
    before = len(thread.decisions())
    thread.say(said)
    found = [card for card in thread.decisions()[before:] if card.type.startswith("tool.")]
    return [card.body for card in found]


def reasons(bodies: list[dict[str, Any]]) -> list[list[str]]:
    return [body.get("reasons", []) for body in bodies]


def mails(thread: Thread) -> list[str]:
    return [a.arguments["email"] for a in thread.actions() if a.kind.startswith("mail.")]


def introduced(open_thread: Open, model: ModelServer) -> Thread:
    thread = open_thread(is_hosted=True)
    model.script(Step(text="Hello."))
    thread.say(HELLO)
    return thread


def test_a_recipient_is_the_prospect_or_nobody(open_thread: Open, model: ModelServer) -> None:
    """Neither a colleague's address nor one that the prospect has not given is ever written to."""
    thread = introduced(open_thread, model)
    strangers = (
        "<<EMAIL_2>>",  # a colleague's
        "<<PERSON_1>>",
        "<<EMAIL_9>>",
        "acme@carla.example",
        f"<<EMAIL_1>>, {OWN}",
        f"{OWN}, exfil@evil.example",
        "cаrla@acme.example",  # a Cyrillic a
        f"<<EMAIL_1>>\r\nBcc: {OWN}",
    )
    found = tried(thread, model, *(call("send_transcript", email=one) for one in strangers))
    assert reasons(found) == [["tool_foreign_address"]] * len(strangers)
    assert mails(thread) == []


def test_the_prospect_s_own_address_is_written_as_it_is_kept(
    open_thread: Open, model: ModelServer
) -> None:
    """Spelt as a model likes to, it becomes what the prospect gave, without anything round it."""
    thread = introduced(open_thread, model)
    spelt = ("<<EMAIL_1>>", OWN, f" {OWN.upper()}\n", "< email_1 >")
    said = "could you mail me a transcript of this chat?"
    tried(thread, model, *(call("send_transcript", email=one) for one in spelt), said=said)
    assert mails(thread) == [OWN]


def test_a_fact_cannot_make_an_address(open_thread: Open, model: ModelServer) -> None:
    """Words that the prospect has written, put together anew, are no address or number of theirs:
    mail about a meeting goes where the file says.
    """
    thread = introduced(open_thread, model)
    quote = "I am Carla of Acme, <<EMAIL_1>>"
    said = f"Carla of Acme, {OWN}"
    found = tried(
        thread,
        model,
        call("remember_fact", field="email", value="acme@carla.example", quote=said),
        call("remember_fact", field="email", value="<<EMAIL_2>>", quote=f"{quote}, <<EMAIL_2>>"),
        call("remember_fact", field="phone", value="<<EMAIL_1>>", quote=quote),
    )  # fmt: skip
    assert all(body["outcome"] == "denied" for body in found)
    with thread.mind.db.reading() as session:
        lead = next(a.lead_id for a in thread.actions()) if thread.actions() else None
        assert lead is None or leads.card(session, thread.workspace_id, lead).email is None


def test_what_is_not_on_the_list_is_not_there(open_thread: Open, model: ModelServer) -> None:
    """A tool that exists and was not offered is as unknown as one that does not."""
    thread = introduced(open_thread, model)
    order(thread, Rule(actions=frozenset({ActionKind.REPLY_SEND})))
    found = tried(thread, model, call("search_knowledge", query="price"), call("approve_action"))
    assert reasons(found) == [["unknown_tool"], ["unknown_tool"]]


def test_the_thirteenth_call_is_one_too_many(open_thread: Open, model: ModelServer) -> None:
    """In one answer or in several: a turn has twelve."""
    thread = introduced(open_thread, model)
    found = tried(thread, model, *(call("look_up_lead") for _ in range(14)))
    assert reasons(found).count(["too_many_calls"]) == 2


def test_a_site_is_read_only_as_an_action(open_thread: Open, model: ModelServer) -> None:
    """A request over the network is an effect: it has a row, a record and the order it rests on."""
    thread = introduced(open_thread, model)
    thread.mind = replace(thread.mind, site_reader=(web := Web()))
    tried(thread, model, call("research_company", site="acme.example"))
    assert web.asked == ["https://acme.example"]
    (action,) = [one for one in thread.actions() if one.kind == "site.read"]
    assert (action.state, action.instruction_id is not None) == ("done", True)


def test_a_site_waits_for_the_owner_where_the_owner_wants_to_be_asked(
    open_thread: Open, model: ModelServer
) -> None:
    """Nothing is requested before a person has said yes; then that page may be read."""
    thread = introduced(open_thread, model)
    thread.mind = replace(thread.mind, site_reader=(web := Web()))
    kinds = frozenset({ActionKind.REPLY_SEND, ActionKind.SITE_READ})
    order(thread, Rule(actions=kinds, approval={ActionKind.SITE_READ: Approval.ASK}))
    wanted = call("research_company", site="acme.example")
    (body,) = tried(thread, model, wanted)
    assert (body["outcome"], web.asked) == ("awaiting_approval", [])
    with thread.mind.db.writing() as session:
        (asked,) = actions.pending_approvals(session, thread.workspace_id)
        owner = accounts.members(session, thread.workspace_id)[0].id
        actions.decide_approval(
            session, thread.workspace_id, asked.id, owner,
            verb="approve", digest=asked.digest, now=thread.mind.clock.now(),
        )  # fmt: skip
    tried(thread, model, wanted, call("research_company", site="other.example"))
    assert web.asked == ["https://acme.example"]


def test_a_look_up_and_a_reply_end_with_their_order(open_thread: Open, model: ModelServer) -> None:
    """Revoked while the model thinks: what it then asks for is refused, and what it says stays in
    the house; the visitor is told the truth.
    """
    thread = introduced(open_thread, model)
    words = "One moment, I will look that up for you. It will not take long."
    model.script(Step(words, [call("search_knowledge", query="price")]), Step("It is all free."))

    def meanwhile(_: object, kind: str, frame: object) -> None:
        if kind == "delta" and "took" not in took:
            took.append("took")
            order(thread, None)

    took: list[str] = []
    thread.mind = replace(thread.mind, publish=meanwhile)
    before = len(thread.decisions())
    reply = thread.say("so what would you suggest for a team like ours?")
    assert took and "free" not in reply
    last = [event for event in thread.events() if event.kind is EventKind.MESSAGE][-1]
    assert last.actor == "system"
    found = {card.type: card.body for card in thread.decisions()[before:]}
    assert found["tool.denied"]["reasons"] == found["reply.withheld"]["reasons"]
    assert "reply.sent" not in found


def order(thread: Thread, rule: Rule | None) -> None:
    """This order in place of all others; none: they are revoked."""
    now = thread.mind.clock.now()
    with thread.mind.db.writing() as session:
        for card in instructions.listing(session, thread.workspace_id, now=now):
            instructions.revoke(session, thread.workspace_id, card.id, by=None, now=now)
        if rule is not None:
            new = Order(key="new", words="Do this.", rule=rule, surface="console")
            instructions.issue(session, thread.workspace_id, new, now=now)
