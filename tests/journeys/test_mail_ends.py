"""What ends mail to a person: their word, one click, a complaint, an address that is gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from salesgenix.actions import service as actions
from salesgenix.actions.ports import DeliveryError, Envelope
from salesgenix.conversations.rules import EventKind
from salesgenix.kit.errors import NotFound
from salesgenix.mailboxes import stopping
from tests.journeys.mail import (
    ADDRESS,
    CARLA,
    Post,
    is_stopped,
    mailed,
    text_of,
    withdraw_order,
    workspace,
)


def test_a_stop_by_mail_holds_at_once(post: Post) -> None:
    """In the person's own words: suppressed, what is queued never leaves, and nothing is sent to
    confirm it.
    """
    _, invitation = mailed(post)
    post.write("Is there a trial?", answers=invitation["Message-ID"])
    post.write("Please leave me alone, stop writing to me.", answers=invitation["Message-ID"])
    post.work()
    assert is_stopped(post)
    assert len(post.sent()) == 1
    post.write("Hello?", answers=invitation["Message-ID"])
    post.work()
    assert len(post.sent()) == 1


def test_the_mail_beside_the_link_ends_it_too(post: Post) -> None:
    """Whoever sends it and whatever it says; a token that is not ours changes nothing."""
    _, invitation = mailed(post)
    ways = str(invitation["List-Unsubscribe"])
    address = ways.partition("mailto:")[2].partition("?")[0]
    assert address.startswith("mira+stop-")
    post.write(
        "x", sender="relay@else.example", to=address[:-1] + "@", Auto_Submitted="auto-generated"
    )
    post.write("x", to=f"mira+stop-{'a' * 34}@tendralis.example")
    assert not is_stopped(post)
    post.write("x", sender="relay@else.example", to=address, Auto_Submitted="auto-generated")
    assert is_stopped(post)


def test_unsubscribing_is_one_post(post: Post) -> None:
    """GET, however often, changes nothing; POST as RFC 8058 says, with no cookie: suppressed at
    once, again the same; what is queued never leaves; the link lasts; another workspace's person is
    left alone; an unknown link says so.
    """
    thread, invitation = mailed(post)
    assert invitation["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(invitation["List-Unsubscribe"]).partition("<")[2].partition(">")[0]
    assert url.startswith("https://sales.tendralis.example/u/")
    assert url in text_of(invitation)
    place = url.removeprefix("https://sales.tendralis.example")
    body = {"List-Unsubscribe": "One-Click"}
    with post.company.served() as client:
        for _ in range(3):
            page = client.get(place, headers={"Accept-Language": "de"})
            assert page.status_code == 200
            assert "Keine Mails mehr von Tendralis?" in page.text
        assert not is_stopped(post)
        post.company.clock.set(post.company.clock.now() + timedelta(days=60))
        post.write("Is there a trial?", answers=invitation["Message-ID"])
        for _ in range(2):
            done = client.post(place, data=body, follow_redirects=False)
            assert done.status_code == 200
            assert not done.cookies
        assert is_stopped(post)
        assert client.get("/u/nothing").status_code == 404
        assert client.post("/u/nothing", data=body).status_code == 404
    post.work()
    assert len(post.sent()) == 1
    stops = [event for event in thread.events() if event.kind is EventKind.CONTACT_SUPPRESSED]
    assert len(stops) == 1
    with post.company.house.db.reading() as session, pytest.raises(NotFound):
        stopping.workspace_of(session, "nothing")


def bounce(original: str, status: str, *, action: str = "failed", to: str = ADDRESS) -> bytes:
    """A report as postfix writes it."""
    return (
        f"From: MAILER-DAEMON@mx.lumen.example\r\nTo: {to}\r\nSubject: Undelivered\r\n"
        f"Auto-Submitted: auto-replied\r\nMessage-ID: <{status}.{action}.{hash(original)}@mx>\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {CARLA}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {original}\r\n\r\nx\r\n--b--\r\n"
    ).encode()


def test_an_address_that_does_not_exist_is_written_to_no_more(post: Post) -> None:
    """By the report's original Message-ID: suppressed, the team told, what is queued never leaves;
    a new address of the same person is fine.
    """
    thread, invitation = mailed(post)
    post.write("Is there a trial?", answers=invitation["Message-ID"])
    post.put(bounce(str(invitation["Message-ID"]), "5.1.1"))
    post.work()
    assert is_stopped(post)
    assert len(post.sent()) == 1
    assert "address_gone" in post.notes()
    (failed,) = [one for one in post.company.decisions() if one.type == "mail.failed"]
    assert failed.body["reasons"] == ["address_gone"]
    assert not is_stopped(post, "carla@other.example")
    assert thread.actions()["mail.reply"].state == "refused" or "mail.reply" not in thread.actions()


def test_a_report_finds_its_mail_by_the_address_it_came_to(post: Post) -> None:
    """Where the original is cut off, the tagged sender (VERP) says which mail it was."""
    _, invitation = mailed(post)
    post.put(bounce("<none@else.example>", "5.1.1", to=str(invitation["Reply-To"])))
    assert is_stopped(post)


@pytest.mark.parametrize(
    ("original", "status", "action"),
    [("<forged@tendralis.example>", "5.1.1", "failed"), ("", "5.1.1", "delayed"),
     ("", "5.7.1", "failed"), ("", "5.3.4", "failed"), ("", "4.2.2", "failed")],
)  # fmt: skip
def test_what_does_not_blame_the_address_stops_nothing(
    post: Post, original: str, status: str, action: str
) -> None:
    """A forged report, a delay, a policy, a size, a first full mailbox."""
    _, invitation = mailed(post)
    post.put(bounce(original or str(invitation["Message-ID"]), status, action=action))
    assert not is_stopped(post)


class Refusing:
    """A relay that takes the first ``good`` mails and then refuses each."""

    name = "refusing"

    def __init__(self, *, good: int, error: DeliveryError) -> None:
        self.good, self.error = good, error

    async def send(self, envelope: Envelope) -> None:
        self.good -= 1
        if self.good < 0:
            raise self.error


def test_a_refusal_in_the_session_ends_in_the_same_place(post: Post) -> None:
    """5.1.1 at RCPT: the address is suppressed in the transaction that ends the attempt."""
    error = DeliveryError("smtp.550", permanent=True, status="5.1.1", recipient_refused=True)
    carrier = Refusing(good=0, error=error)
    post.company.rounds = replace(post.company.rounds, carrier=carrier)
    thread = post.company.open_thread()
    thread.book()
    post.company.rounds.run()
    assert thread.actions()["mail.invitation"].state == "failed"
    assert is_stopped(post)


def test_a_complaint_is_for_good(post: Post) -> None:
    """An abuse report (RFC 5965) about a mail of ours stops all contact with the person."""
    thread, invitation = mailed(post)
    report = (
        "From: abuse@isp.example\r\nTo: mira@tendralis.example\r\nSubject: abuse\r\n"
        "Message-ID: <arf@isp.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSpam.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
        "User-Agent: isp/1\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"Message-ID: {invitation['Message-ID']}\r\nTo: {CARLA}\r\n\r\nx\r\n--b--\r\n"
    )
    post.put(report.encode())
    assert is_stopped(post)
    with post.company.house.db.reading() as session:
        found = actions.actions_of(session, workspace(post), thread.id)
    (stop,) = [card for card in found if card.kind == "contact.suppress"]
    assert stop.arguments["reason"] == "complaint"


STOPS = """STOP|stop|Quit|END|Revoke|Opt out|Cancel|Unsubscribe|Please take me off your list.
No more mails please.|Leave me alone.|Do not contact me again.|Please stop writing to me.|Remove me
I don't want to hear from you any more.|Please leave me be.|Stop emailing me!
Hören Sie auf, mir zu schreiben.
Bitte keine Mails mehr.|Abmelden|Lassen Sie mich in Ruhe.|Nehmen Sie mich aus dem Verteiler.
Ne m'écrivez plus.|Désinscrivez-moi.|Laissez-moi tranquille.|Arrêtez de m'écrire.
No me escriban más.|Déjenme en paz.|Quiero darme de baja.|Dejen de escribirme.|Non scrivetemi più.
Lasciatemi in pace.|Cancellatemi dalla lista.|Não me escrevam mais.|Deixem-me em paz.
Schrijf me niet meer.|Laat me met rust.|Geen mails meer, alstublieft.|Proszę do mnie nie pisać.
Proszę przestać do mnie pisać.""".replace("\n", "|").split("|")
GOES_ON = """Can you stop by at 3?|When does the trial end?|Can I cancel the contract any time?
How do I cancel my meeting?|We want to stop using spreadsheets.|Is there an opt-out for tracking?
Does it send mails to technicians?|We never stop growing.|The end of the month suits me.
Please write to my colleague too.|What happens when I quit the trial?|Do not forget the price list.
Keine Eile, melden Sie sich nächste Woche.|Wie kündige ich nach einem Jahr?
Je ne comprends pas le prix.|¿Puedo cancelar cuando quiera?|Quanto costa per 20 tecnici?
Quanto custa por mês?|Wat kost het per maand?|Ile to kosztuje?""".replace("\n", "|").split("|")


def test_any_reasonable_words_end_it(post: Post) -> None:
    """Of 40 answers in eight languages that ask for silence at least 39 suppress who wrote them, in
    the transaction that keeps the mail; of 20 others at most one does.
    """
    withdraw_order(post)  # so no turn is owed: what holds, holds without any brain
    assert (len(STOPS), len(GOES_ON)) == (40, 20)
    for number, text in enumerate(STOPS):
        post.write(text, sender=f"s{number}@lumen.example", subject="Re: Demo")
    for number, text in enumerate(GOES_ON):
        post.write(text, sender=f"g{number}@lumen.example", subject="Re: Demo")
    unheard = [t for n, t in enumerate(STOPS) if not is_stopped(post, f"s{n}@lumen.example")]
    wronged = [t for n, t in enumerate(GOES_ON) if is_stopped(post, f"g{n}@lumen.example")]
    assert len(unheard) <= 1, unheard
    assert len(wronged) <= 1, wronged
