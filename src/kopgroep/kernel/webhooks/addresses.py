"""To which addresses a webhook may go: the public internet by https, and nothing of our own network.

A name is looked up once, every address that it has is judged, and the connection goes to the address that was judged:
a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kopgroep.kernel.obstacles import Obstacle

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Not private by the registry, and still nobody's server on the public internet.
ODD = [
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
    )
] + [
    ipaddress.ip_network(net)
    for net in ("64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fec0::/10")
]


class UnknownName(OSError):
    """No address goes with this name."""


class NotAllowed(Exception):
    """A webhook may not go there."""


def trial_allowed() -> bool:
    """The setting for trials on one machine: http and private addresses too."""
    return bool(settings.WEBHOOKS_TO_PRIVATE)


def is_public(address: Address) -> bool:
    """Also of the IPv4 address that hides in an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        for hidden in _hidden(address):
            if not is_public(hidden):
                return False
        if address.ipv4_mapped:
            return True
    odd = any(address.version == net.version and address in net for net in ODD)
    return address.is_global and not (odd or address.is_multicast or address.is_unspecified)


def _hidden(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in NAT64 or int(address) >> 32 == 0:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def obstacles_to_address(url: str) -> Iterator[Obstacle]:
    """What can be seen without looking the name up."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        yield Obstacle("no-address", _("This is no address of a web server."), facts={"field": "url"})
        return
    if parts.scheme != "https" and not (trial_allowed() and parts.scheme == "http"):
        yield Obstacle("not-https", _("The address must begin with https://."), facts={"field": "url"})
    if not host or port == 0:
        yield Obstacle("no-address", _("This is no address of a web server."), facts={"field": "url"})
    if parts.username or parts.password or parts.fragment:
        yield Obstacle(
            "odd-address", _("Leave out user, password and the part after #."), facts={"field": "url"}
        )
    if not trial_allowed() and _is_private_name(host):
        yield Obstacle(
            "private",
            _("This address is of a private network, where webhooks do not go."),
            facts={"field": "url"},
        )


def _is_private_name(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa"))


def addresses_to_try(host: str, port: int) -> list[str]:
    """The addresses that a name has now, all judged; raises NotAllowed when one of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownName(f"The name {host} is not known.") from error
    addresses = list(dict.fromkeys(cast(str, entry[4][0]) for entry in found))
    if not trial_allowed():
        for address in addresses:
            if not is_public(ipaddress.ip_address(address.partition("%")[0])):
                raise NotAllowed(f"The name {host} leads to a private network.")
    return addresses[:4]
