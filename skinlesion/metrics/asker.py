"""Who may ask for figures: addresses of the allowlist, by the connection itself and never by a header."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# each says that somebody else stands between, whose address is the one we see
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


def allowed_networks() -> list[IPv4Network | IPv6Network]:
    """SKINLESION_METRICS_ALLOW as networks.

    Raises:
        ValueError: an entry is no address and no range.
    """
    return [ip_network(text.strip()) for text in settings.METRICS_ALLOW]


def may_ask(request: HttpRequest) -> bool:
    """Whether the other end of this very connection is on the list.

    A request that came through a proxy is nobody's: its address is the proxy's, and its headers are what the asker
    wrote. Prometheus asks the web process directly.
    """
    if any(header in request.headers for header in FORWARDED):
        return False
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False  # a unix socket: whoever is behind it
    peer = getattr(peer, "ipv4_mapped", None) or peer
    return any(peer in network for network in allowed_networks())
