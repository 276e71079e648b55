"""What a domain's records say about its mails, asked of a real name server on loopback."""

import socket
import threading
from contextlib import contextmanager

import anyio
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from integrations.email.domain.resolving import DnsResolver
from integrations.email.setup import Sending, check_setup

OURS = "v=DKIM1; k=rsa; p=QUJD"
SENDING = Sending(domain="orchard.example", host="relay.example", selector="s1", dkim_record=OURS)
GOOD = {
    ("orchard.example", "MX"): ["10 mx.orchard.example."],
    ("orchard.example", "TXT"): ['"v=spf1 include:_spf.relay.example -all"', '"other=1"'],
    ("_spf.relay.example", "TXT"): ['"v=spf1 ip4:192.0.2.0/24 -all"'],
    ("relay.example", "A"): ["192.0.2.7"],
    ("s1._domainkey.orchard.example", "TXT"): ['"v=DKIM1; k=rsa; " "p=QUJD"'],
    ("_dmarc.orchard.example", "TXT"): ['"v=DMARC1; p=reject"'],
}


@contextmanager
def name_server(zone, *, silent=()):
    """Answers by UDP from a table; to what is silent it says nothing or that it failed."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))

    def serve():
        while True:
            wire, peer = line.recvfrom(2_000)
            if wire == b"end":
                return
            query = dns.message.from_wire(wire)
            asked = query.question[0]
            name, kind = asked.name.to_text().rstrip("."), dns.rdatatype.to_text(asked.rdtype)
            answer = dns.message.make_response(query)
            if name in silent:
                answer.set_rcode(dns.rcode.SERVFAIL)
            elif (name, kind) in zone:
                answer.answer.append(
                    dns.rrset.from_text_list(asked.name, 60, "IN", kind, zone[name, kind])
                )
            elif not any(one == name for one, _ in zone):
                answer.set_rcode(dns.rcode.NXDOMAIN)
            line.sendto(answer.to_wire(), peer)

    thread = threading.Thread(target=serve)
    thread.start()
    port = line.getsockname()[1]
    try:
        yield DnsResolver(("127.0.0.1",), port=port, timeout_seconds=1)
    finally:
        line.sendto(b"end", ("127.0.0.1", port))
        thread.join()
        line.close()


def checked(changes=None, *, sending=SENDING, silent=()):
    zone = {name: told for name, told in {**GOOD, **(changes or {})}.items() if told}
    with name_server(zone, silent=silent) as resolver:
        found = anyio.run(check_setup, sending, resolver)
    return {one.check: one for one in found}


def test_a_domain_in_order_needs_nothing():
    """All four are good, with what was found, in a fixed order, and no advice is given."""
    found = checked()
    assert list(found) == ["mx", "spf", "dkim", "dmarc"]
    assert {one.state for one in found.values()} == {"good"}
    assert not any(one.advice for one in found.values())
    assert found["dkim"].found == ("v=DKIM1; k=rsa; p=QUJD",)


def test_an_empty_domain_is_told_each_record_to_add():
    """Each missing record comes with the name and the exact text to add."""
    found = checked(dict.fromkeys(GOOD))
    assert {one.state for one in found.values()} == {"missing"}
    assert (found["spf"].name, found["spf"].text) == (
        "orchard.example",
        "v=spf1 a:relay.example ~all",
    )
    assert (found["dkim"].name, found["dkim"].text) == ("s1._domainkey.orchard.example", OURS)
    assert found["dmarc"].name == "_dmarc.orchard.example"
    assert found["dmarc"].text.startswith("v=DMARC1; p=none; rua=mailto:")
    assert all(one.advice for one in found.values())


def test_no_answer_is_not_no_record():
    """A name server that fails leaves things unknown; what else was answered is still told."""
    found = checked(silent={"orchard.example", "_dmarc.orchard.example"})
    states = {name: one.state for name, one in found.items()}
    assert states == {"mx": "unknown", "spf": "unknown", "dkim": "good", "dmarc": "unknown"}
    nobody = DnsResolver(("127.0.0.1",), port=1, timeout_seconds=0.2)
    assert {one.code for one in anyio.run(check_setup, SENDING, nobody)} == {"no_answer"}


SPF, DKIM, DMARC = (
    ("orchard.example", "TXT"),
    ("s1._domainkey.orchard.example", "TXT"),
    ("_dmarc.orchard.example", "TXT"),
)


def chain(length):
    """Includes that include each other in a row."""
    links = {
        (f"i{at}.example", "TXT"): [f'"v=spf1 include:i{at + 1}.example -all"']
        for at in range(length)
    }
    last = {(f"i{length}.example", "TXT"): ['"v=spf1 ip4:192.0.2.7 -all"']}
    return {SPF: ['"v=spf1 include:i0.example -all"'], **links, **last}


@pytest.mark.parametrize(
    ("changes", "check", "code", "text"),
    [
        ({("orchard.example", "MX"): ["0 ."]}, "mx", "mx_null", ""),
        (
            {SPF: ['"v=spf1 ip4:192.0.2.7 -all"', '"v=spf1 mx ~all"']},
            "spf",
            "spf_several",
            "v=spf1 ip4:192.0.2.7 mx ~all",
        ),
        (
            {SPF: ['"v=spf1 mx -all"'], ("mx.orchard.example", "A"): ["198.51.100.1"]},
            "spf",
            "spf_not_covered",
            "v=spf1 a:relay.example mx -all",
        ),
        (
            {SPF: ['"v=spf1 ip4:192.0.2.7 +all"']},
            "spf",
            "spf_everybody",
            "v=spf1 ip4:192.0.2.7 ~all",
        ),
        ({SPF: ['"v=spf1 include:gone.example -all"']}, "spf", "spf_broken", ""),
        ({SPF: ['"v=spf1 ip4:192.0.2.300 -all"']}, "spf", "spf_broken", ""),
        (chain(10), "spf", "spf_lookups", ""),
        (chain(9), "spf", "spf_good", ""),
        ({SPF: ['"v=spf1 a:relay.example/28 -all"']}, "spf", "spf_good", ""),
        ({SPF: ['"v=spf1 redirect=_spf.relay.example"']}, "spf", "spf_good", ""),
        ({SPF: ['"v=spf1 -ip4:192.0.2.7 ~all"']}, "spf", "spf_not_covered", None),
        ({SPF: ['"v=spf1 mx -all"'], ("relay.example", "A"): None}, "spf", "spf_host", ""),
        ({SPF: ['"v=spf1 include:orchard.example a:relay.example ~all"']}, "spf", "spf_good", ""),
        ({DKIM: ['"v=DKIM1; p="']}, "dkim", "dkim_withdrawn", OURS),
        ({DKIM: ['"v=DKIM1; p=WFla"']}, "dkim", "dkim_other", OURS),
        ({DKIM: ['"p=QUJD"', '"p=WFla"']}, "dkim", "dkim_several", OURS),
        ({DMARC: ['"v=DMARC1; p=none"']}, "dmarc", "dmarc_watches", "v=DMARC1; p=quarantine"),
        ({DMARC: ['"v=DMARC1"']}, "dmarc", "dmarc_policy", None),
        ({DMARC: ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}, "dmarc", "dmarc_several", None),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_with_its_cure(changes, check, code, text):
    """Each fault has its code and, where a record would mend it, that record."""
    found = checked(changes)[check]
    assert found.code == code
    if text is not None:
        assert found.text == text
    assert (found.state == "good") == (not found.advice)


def test_a_subdomain_lives_under_the_policy_above_it():
    """Without a DMARC record of its own, ``sp`` of the one above counts."""
    sending = Sending(domain="mail.orchard.example", host="relay.example")
    told = {DMARC: ['"v=DMARC1; p=reject; sp=none"']}
    assert checked(told, sending=sending)["dmarc"].code == "dmarc_watches"
    assert checked(sending=sending)["dmarc"].code == "dmarc_good"


def test_bounces_that_go_elsewhere_are_told():
    """SPF of another house's envelope does not align; DKIM has to carry DMARC alone."""
    sending = Sending(
        domain="orchard.example", host="relay.example", envelope_domain="bounce.far.example"
    )
    told = {("bounce.far.example", "TXT"): ['"v=spf1 ip4:192.0.2.7 -all"']}
    assert checked(told, sending=sending)["spf"].code == "spf_unaligned"
    assert checked(told, sending=sending)["dkim"].code == "dkim_off"


@pytest.mark.parametrize("domain", ["", ".", "a..b", "x" * 70 + ".example", "grüße.example", "a b"])
def test_no_domain_makes_it_raise(domain):
    """Whatever an owner types, four findings come back."""
    sending = Sending(domain=domain, host=domain, selector="s 1")
    assert len(checked(sending=sending)) == 4
