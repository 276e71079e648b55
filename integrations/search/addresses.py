"""Which network addresses may be spoken to on a stranger's word: those of the public internet."""

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Protocol

import anyio.to_thread

from salesgenix.kit.errors import Invalid, Unavailable

Address = IPv4Address | IPv6Address

PORTS = frozenset({80, 443})
# IPv6 that leads into an IPv4 network behind a gateway, or nowhere a page could be. The standard
# library calls some of these global (seen on Python 3.11).
BLOCKED = tuple(
    map(
        IPv6Network,
        (
            "::/96",  # IPv4-compatible
            "64:ff9b::/96",  # NAT64
            "64:ff9b:1::/48",  # NAT64 of a local network
            "100::/64",  # discard
            "2001::/32",  # Teredo
            "2002::/16",  # 6to4
            "fec0::/10",  # site-local
        ),
    )
)
LOOKS_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)", re.IGNORECASE)
LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".onion")


class Gate(Protocol):
    """Decides where a connection may go. Tests pass their own; no setting can."""

    def permits(self, address: Address, port: int) -> bool: ...


class PublicOnly:
    def permits(self, address: Address, port: int) -> bool:
        return port in PORTS and is_public(address)


class Resolver(Protocol):
    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        """All addresses of a name, asked once; raises ``OSError`` when there are none."""


class SystemResolver:
    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        found = await anyio.to_thread.run_sync(
            lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), abandon_on_cancel=True
        )
        return [ip_address(str(entry[4][0])) for entry in found]


def is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.scope_id is not None or any(address in network for network in BLOCKED):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def check_name(host: str) -> None:
    """``Invalid`` for a host that is a number in disguise, or a name of a local network."""
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return
    name = host.rstrip(".").lower()
    last = name.rsplit(".", maxsplit=1)[-1]
    if LOOKS_NUMERIC.fullmatch(last) or "." not in name or f".{name}".endswith(LOCAL_NAMES):
        raise Invalid("site.address", "That is not the address of a public site.")


@dataclass(frozen=True, slots=True)
class Pinned:
    """The one address that was checked, and to which the connection goes."""

    address: Address
    port: int

    @property
    def host(self) -> str:
        is_six = isinstance(self.address, IPv6Address)
        return f"[{self.address}]" if is_six else str(self.address)


async def pin(host: str, port: int, *, resolver: Resolver, gate: Gate) -> Pinned:
    """Resolves once and checks every answer: a name with one private address is refused whole."""
    try:
        found = await resolver.resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise Unavailable("site.unknown", "There is no site of that name.") from error
    if not found or not all(gate.permits(address, port) for address in found):
        raise Invalid("site.address", "That is not the address of a public site.")
    return Pinned(found[0], port)
