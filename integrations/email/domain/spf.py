"""SPF (RFC 7208) as far as its owner has to know: does it count at all, and does it name a host?"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field

from integrations.email.domain.resolving import Resolver

MOST_LOOKUPS = 10  # section 4.6.4
ASKS = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass
class Policy:
    """One evaluation: what it costs, and whether one of the addresses may send."""

    resolver: Resolver
    addresses: tuple[Address, ...]
    lookups: int = 0
    is_covered: bool = False
    is_broken: bool = False
    has_macro: bool = False
    seen: set[str] = field(default_factory=set)

    async def read(self, domain: str, record: str) -> None:
        self.seen.add(domain)
        for term in record.split()[1:]:
            await self._term(domain, term.lower())

    async def _term(self, domain: str, term: str) -> None:
        sign, bare = (term[0], term[1:]) if term[:1] in {"+", "-", "~", "?"} else ("+", term)
        name, _, value = bare.replace("redirect=", "redirect:", 1).partition(":")
        name, _, prefix = name.partition("/") if name not in {"ip4", "ip6"} else (name, "", "")
        if "%" in value:
            self.has_macro = True
            self.lookups += name in ASKS
            return
        if name in {"ip4", "ip6"}:
            self._covers([value], is_ours=sign == "+")
        elif name in ASKS:
            self.lookups += 1
            if self.lookups <= MOST_LOOKUPS * 2:  # enough to know that it is too much
                await self._ask(name, value or domain, prefix, is_ours=sign == "+")

    async def _ask(self, name: str, value: str, prefix: str, *, is_ours: bool) -> None:
        target, _, length = value.partition("/")
        bits = f"/{prefix or length}" if (prefix or length).isdigit() else ""
        if name in {"include", "redirect"}:
            found = await spf_records(self.resolver, target)
            self.is_broken |= len(found) != 1
            if len(found) == 1 and target not in self.seen:
                await self.read(target, found[0])
        elif name in {"a", "mx"}:
            names = [target]
            if name == "mx":
                lines = await self.resolver.records(target, "MX")
                names = [line.split()[-1] for line in lines]
            for one in names:
                found = await hosts(self.resolver, one)
                self._covers([f"{address}{bits}" for address in found], is_ours=is_ours)

    def _covers(self, networks: Iterable[str], *, is_ours: bool) -> None:
        for told in networks:
            try:
                network = ipaddress.ip_network(told, strict=False)
            except ValueError:
                self.is_broken = True
                continue
            if is_ours and any(one in network for one in self.addresses):
                self.is_covered = True


async def spf_records(resolver: Resolver, domain: str) -> tuple[str, ...]:
    found = await resolver.records(domain, "TXT")
    return tuple(one for one in found if one.lower() == "v=spf1" or one.lower()[:7] == "v=spf1 ")


async def hosts(resolver: Resolver, host: str) -> tuple[str, ...]:
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass
    found: tuple[str, ...] = ()
    for kind in ("A", "AAAA"):
        found += await resolver.records(host, kind)
    return found
