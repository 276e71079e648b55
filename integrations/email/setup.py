"""Whether the world may trust mails of a domain: MX, SPF, DKIM and DMARC, and what to do about it.

Asks the DNS alone. "There is no record" and "nobody answered" are different things: the second is
never reported as a fault of the owner's.
"""

import ipaddress
from dataclasses import dataclass
from typing import Literal

from integrations.email.domain.resolving import NoAnswer, Resolver
from integrations.email.domain.spf import MOST_LOOKUPS, Policy, hosts, spf_records

SHORT_NAME = 2  # labels
State = Literal["good", "improve", "missing", "wrong", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is to be checked. ``host`` is the relay that hands the mails to the world;
    ``dkim_record`` what ours should say; ``envelope_domain`` where bounces go, if elsewhere.
    """

    domain: str
    host: str
    selector: str | None = None
    dkim_record: str | None = None
    envelope_domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``code`` says what was found, ``advice`` what to do, in words; ``name`` and ``text`` are the
    TXT record (for MX: the MX record) to add or to have instead, where there is one.
    """

    check: Literal["mx", "spf", "dkim", "dmarc"]
    state: State
    code: str
    advice: str = ""
    name: str = ""
    text: str = ""
    found: tuple[str, ...] = ()


async def check_setup(sending: Sending, resolver: Resolver) -> tuple[Finding, ...]:
    """Four findings, in the order mx, spf, dkim, dmarc. Never raises."""
    checks = (("mx", _mx), ("spf", _spf), ("dkim", _dkim), ("dmarc", _dmarc))
    found = []
    for name, check in checks:
        try:
            found.append(await check(sending, resolver))
        except NoAnswer:
            advice = "The name servers did not answer. Nothing is known yet; try again later."
            found.append(Finding(check=name, state="unknown", code="no_answer", advice=advice))  # type: ignore[arg-type]
    return tuple(found)


async def _mx(sending: Sending, resolver: Resolver) -> Finding:
    found = await resolver.records(sending.domain, "MX")
    if not found:
        advice = (
            f"Nothing says where mail for {sending.domain} goes, so answers may not arrive. "
            "Add an MX record that names your mail server."
        )
        return Finding(check="mx", state="missing", code="mx_none", advice=advice,
                       name=sending.domain, text="10 <your mail server>.")  # fmt: skip
    if all(one.split()[-1] == "." for one in found):
        advice = f"{sending.domain} says that it takes no mail (a null MX): answers are refused."
        return Finding(check="mx", state="wrong", code="mx_null", advice=advice, found=found)
    return Finding(check="mx", state="good", code="mx_found", found=found)


async def _spf(sending: Sending, resolver: Resolver) -> Finding:
    domain = sending.envelope_domain or sending.domain
    found = await spf_records(resolver, domain)
    own = f"v=spf1 a:{sending.host} ~all"
    if not found:
        advice = f"Nothing says who may send for {domain}. Add this TXT record."
        return Finding(check="spf", state="missing", code="spf_none", advice=advice,
                       name=domain, text=own)  # fmt: skip
    if len(found) > 1:
        advice = "There is more than one SPF record, which counts as none. Join them into one."
        return _wrong_spf("spf_several", advice, domain=domain, found=found, text=_joined(found))
    addresses = tuple(ipaddress.ip_address(one) for one in await hosts(resolver, sending.host))
    policy = Policy(resolver, addresses)
    await policy.read(domain, found[0])
    finding = _judged(policy, sending, domain=domain, record=found[0])
    return finding or Finding(check="spf", state="good", code="spf_good", found=found)


def _judged(policy: Policy, sending: Sending, *, domain: str, record: str) -> Finding | None:
    found = (record,)
    if policy.lookups > MOST_LOOKUPS:
        advice = (
            f"The SPF record causes {policy.lookups} look-ups; after ten it counts for nothing. "
            "Take out what you no longer use, or name networks (ip4:, ip6:) instead."
        )
        return _wrong_spf("spf_lookups", advice, domain=domain, found=found)
    if policy.is_broken:
        advice = "A part of the SPF record names what is not there, so the whole fails. Mend it."
        return _wrong_spf("spf_broken", advice, domain=domain, found=found)
    if record.lower().rstrip().endswith((" all", "+all")):
        text = record.rsplit(" ", 1)[0] + " ~all"
        advice = "The SPF record lets everybody send in your name. End it with ~all."
        return _wrong_spf("spf_everybody", advice, domain=domain, found=found, text=text)
    if policy.is_covered or policy.has_macro:
        return _unaligned(sending, found)
    if not policy.addresses:
        advice = f"No address of {sending.host} is known, so it cannot be seen whether it may send."
        return Finding(check="spf", state="unknown", code="spf_host", advice=advice, found=found)
    words = record.split()
    text = " ".join([words[0], f"a:{sending.host}", *words[1:]])
    advice = f"The SPF record does not let {sending.host} send for {domain}. Have this instead."
    return _wrong_spf("spf_not_covered", advice, domain=domain, found=found, text=text)


def _unaligned(sending: Sending, found: tuple[str, ...]) -> Finding | None:
    other = sending.envelope_domain
    if other is None or _is_same_house(other, sending.domain):
        return None
    advice = (
        f"Bounces go to {other}, which is not {sending.domain}: for DMARC only DKIM counts then. "
        "See that DKIM is good, or have bounces come to your own domain."
    )
    return Finding(check="spf", state="improve", code="spf_unaligned", advice=advice, found=found)


def _is_same_house(one: str, other: str) -> bool:
    """Relaxed alignment, as far as it can be told without a list of public suffixes."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _wrong_spf(
    code: str, advice: str, *, domain: str, found: tuple[str, ...], text: str = ""
) -> Finding:
    name = domain if text else ""
    return Finding(check="spf", state="wrong", code=code, advice=advice, name=name, text=text,
                   found=found)  # fmt: skip


def _joined(found: tuple[str, ...]) -> str:
    terms = [term for one in found for term in one.split()[1:] if not term.lower().endswith("all")]
    return " ".join(["v=spf1", *dict.fromkeys(terms), "~all"])


async def _dkim(sending: Sending, resolver: Resolver) -> Finding:
    if sending.selector is None:
        advice = "Mails are not signed. Make a key for this mailbox, then add its record."
        return Finding(check="dkim", state="missing", code="dkim_off", advice=advice)
    name = f"{sending.selector}._domainkey.{sending.domain}"
    found = await resolver.records(name, "TXT")
    keys = tuple(one for one in found if "p" in _tags(one))
    ours = sending.dkim_record or ""
    if not keys:
        advice = (
            "The public key is not in the DNS, so no signature can be checked. Add this record."
        )
        return Finding(check="dkim", state="missing", code="dkim_none", advice=advice, name=name,
                       text=ours)  # fmt: skip
    told = [_tags(one)["p"] for one in keys]
    if len(keys) > 1:
        advice, code = "There is more than one key under this name. Keep only this one.", "several"
    elif not told[0]:
        advice, code = (
            "The key in the DNS is withdrawn (empty). Put this in its place.",
            "withdrawn",
        )
    elif ours and told[0] != _tags(ours)["p"]:
        advice, code = "The DNS has another key than we sign with. Put this in its place.", "other"
    else:
        return Finding(check="dkim", state="good", code="dkim_good", found=keys)
    return Finding(check="dkim", state="wrong", code=f"dkim_{code}", advice=advice, name=name,
                   text=ours, found=keys)  # fmt: skip


def _tags(record: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in record.split(";") if "=" in one)
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}


async def _dmarc(sending: Sending, resolver: Resolver) -> Finding:
    """The domain's own, else that of the nearest domain above it."""
    own = f"_dmarc.{sending.domain}"
    found, name = await _nearest_dmarc(sending.domain, resolver)
    start = f"v=DMARC1; p=none; rua=mailto:postmaster@{sending.domain}"
    if not found:
        advice = "Nothing says what receivers shall do with mails that only pretend to be yours. "
        advice += "Begin with this record, read the reports, then raise it."
        return Finding(check="dmarc", state="missing", code="dmarc_none", advice=advice, name=own,
                       text=start)  # fmt: skip
    if len(found) > 1:
        advice = "More than one DMARC record counts as none. Keep one."
        return Finding(check="dmarc", state="wrong", code="dmarc_several", advice=advice,
                       name=name, text=found[0], found=found)  # fmt: skip
    tags = _tags(found[0])
    policy = tags.get("p" if name == own else "sp", tags.get("p", "")).lower()
    if policy not in {"none", "quarantine", "reject"}:
        advice = "The DMARC record names no policy. Have this instead."
        return Finding(check="dmarc", state="wrong", code="dmarc_policy", advice=advice,
                       name=name, text=start, found=found)  # fmt: skip
    if policy == "none":
        text = found[0].replace("p=none", "p=quarantine")
        advice = (
            "The DMARC record only watches (p=none). When its reports show that your own mails "
            "pass, raise it to this."
        )
        return Finding(check="dmarc", state="improve", code="dmarc_watches", advice=advice,
                       name=name, text=text, found=found)  # fmt: skip
    return Finding(check="dmarc", state="good", code="dmarc_good", found=found)


async def _nearest_dmarc(domain: str, resolver: Resolver) -> tuple[tuple[str, ...], str]:
    labels = domain.split(".")
    for at in range(max(len(labels) - SHORT_NAME + 1, 1)):
        name = "_dmarc." + ".".join(labels[at:])
        every = await resolver.records(name, "TXT")
        found = tuple(one for one in every if _tags(one).get("v", "").upper() == "DMARC1")
        if found:
            return found, name
    return (), ""
