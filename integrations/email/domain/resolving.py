"""Asking the DNS, and telling "there is none" from "nobody answered"."""

from typing import Protocol

import dns.asyncresolver
import dns.exception
import dns.resolver


class NoAnswer(Exception):
    """The DNS could not be asked: nothing is known."""


class Resolver(Protocol):
    async def records(self, name: str, kind: str) -> tuple[str, ...]:
        """Of ``kind`` TXT, MX ("10 mx.example."), A or AAAA; empty where there is none.
        ``NoAnswer`` where that could not be found out.
        """


class DnsResolver:
    """The system's name servers, or those named here."""

    def __init__(
        self, servers: tuple[str, ...] = (), *, port: int = 53, timeout_seconds: float = 4.0
    ) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=not servers)
        if servers:
            self._resolver.nameservers = list(servers)
            self._resolver.port = port
        self._resolver.lifetime = timeout_seconds

    async def records(self, name: str, kind: str) -> tuple[str, ...]:
        try:
            answer = await self._resolver.resolve(name, kind, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise NoAnswer from error
        if kind == "TXT":
            told = (b"".join(one.strings).decode("utf-8", "replace") for one in answer)
        else:
            told = (one.to_text() for one in answer)
        return tuple(sorted(told))  # a server may turn the order with each answer
