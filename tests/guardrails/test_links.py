"""A link leaves only to where the workspace or the reader is; an image never does."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails import Guard, Vault
from guardrails.links import REMOVED_LINK, host_of, hosts_in, shown

OURS = hosts_in(["https://tendralis.example/", "our pages: shop.tendralis.example", "me@carla.io"])


@pytest.mark.parametrize(
    "text",
    [
        "See https://tendralis.example/#pricing.",
        "(https://www.tendralis.example/terms), or shop.tendralis.example!",
        "Yours is carla.io, right?",
        "Write to support@tendralis.example or carla.jensen@nordhalle.example.",
        "Node.js/Express, ASP.NET and socket.io; e.g. 3.5 p.m., z.B. and/or 15:30 (Europe/Berlin)",
        "Version 2.3.1 costs 1.299,00 EUR. Data: we store it in the EU. JavaScript: yes.",
        "export.csv, report.pdf, and Acme Inc. It works.Then we talk",
        "Go to https://tendralis.example/a_(b)!",
        "10:30/11:30, 24/7, TCP/IP, 12.11.2026",
    ],
)
def test_our_own_and_what_is_no_link_stays_as_it_is(text: str):
    """Addresses of ours and of the reader, products, times, prices and file names."""
    assert shown(text, OURS) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/x?q=1",
        "HTTPS://EVIL.EXAMPLE",
        "evil.example/take",
        "www.evil.example",
        "//evil.example/x",
        "http:\\\\evil.example",
        "https:evil.example",
        "https:/evil.example",
        "hxxps://evil.example/a",
        "ftp://evil.example",
        "https://tendralis.example@evil.example/",
        "https://tendralis.example:pass@evil.example",
        "https://tendralis.example.evil.example/",
        "https://evil.example/https://tendralis.example",
        "https://tendralis.example./x",
        "https://tendralis.example:8443/",
        "https://tendralis%2eexample/",
        "https://tendralis.example%2f@evil.example",
        "https://tеndralis.example/",  # a Cyrillic e
        "https://xn--tndralis-r8g.example/",
        "https://ｔendralis.example/",
        "https://evil。example/x",
        "http://10.0.0.1/x",
        "http://[::1]/x",
        "10.0.0.1/x?y",
        "javascript:alert(1)",
        "data:text/html;base64,PGI+",
        "vbscript:msgbox",
        "[click here](https://evil.example/x)",
        "[click][1]\n[1]: https://evil.example/x",
        "<https://evil.example>",
        "<a href='https://evil.example/x'>here</a>",
        "ht\u200btps://evil.exam\u200bple/x",
    ],
)
def test_what_leads_elsewhere_is_taken_out(text: str):
    """Under every spelling: no scheme and no host of it is left."""
    left = shown(f"Look: {text} ok", OURS).casefold()
    assert "evil" not in left
    assert not any(mark in left for mark in ("://", "javascript:", "data:", "vbscript:", "//"))
    assert "ok" in left


@pytest.mark.parametrize(
    "text",
    [
        "![logo](https://tendralis.example/a.png)",
        "![logo](https://evil.example/a.png?q=secret)",
        "![a][b]",
        "<img src=https://tendralis.example/a.png>",
        "<IMG\nSRC='https://evil.example/x'>",
        "<svg onload=x><image href='https://evil.example'></svg>",
        "<!-- ![x](https://evil.example) -->",
    ],
)
def test_no_image_is_left_wherever_it_lies(text: str):
    """Also not one of our own: to load it tells somebody that it was read."""
    left = shown(text, OURS)
    assert "![" not in left
    assert "<" not in left
    assert "](" not in left


def test_what_follows_people_about_is_cut_off():
    """The address stays, its tracking parameters do not."""
    text = "https://tendralis.example/a?utm_source=x&plan=team&gclid=9#terms"
    assert shown(text, OURS) == "https://tendralis.example/a?plan=team#terms"
    assert shown("https://tendralis.example/?fbclid=1", OURS) == "https://tendralis.example/"


def test_hosts_are_read_however_they_are_written():
    """With and without scheme, in an address, with a port that is not the usual one."""
    assert hosts_in(["At lumen.example; c@acme.co.uk, https://WWW.Foo.com:443/x"]) == {
        "lumen.example",
        "acme.co.uk",
        "foo.com",
    }
    assert host_of("http://localhost:8000/a") == "localhost:8000"
    assert [host_of(odd) for odd in ("https://a@b.example", "ftp://b.example", "https://")] == [
        None,
        None,
        None,
    ]


_PARTS = st.sampled_from(
    [
        "See https://tendralis.example/a. ",
        "https://evil.example/x?y=1 ",
        "![a. B](https://evil.example/i.png)",
        "[a](https://tendralis.example)",
        "www.evil.example! ",
        "<img src='x. Y'",
        ">",
        "Ok. ",
        "\n",
        "evil.example ",
        "。",
        "<<PERSON_1>>",
        "wörd " * 40,
    ]
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), text=st.lists(_PARTS, max_size=8).map("".join))
def test_however_it_arrives_the_same_links_are_left(guard: Guard, data: st.DataObject, text: str):
    """Streamed equals whole for every way of cutting it, and a stranger's host is in neither."""
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=10))
    edges = [0, *sorted(cuts), len(text)]
    stream = guard.outbound_stream(Vault(), hosts=OURS)
    streamed = "".join([stream.feed(text[a:b]) for a, b in pairwise(edges)]) + stream.end()
    whole = guard.outbound(text, vault=Vault(), hosts=OURS)
    assert streamed == whole.text
    assert "evil" not in whole.text
    assert "![" not in whole.text
    assert ("link.removed" in whole.verdict.codes) or REMOVED_LINK not in whole.text
