"""The address that a request comes from, as far as it can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """For counting: an IPv4 address, or the /64 of an IPv6 one, whose owner has all of it; "" where there is none.

    X-Forwarded-For is what the client wrote, and behind it what each proxy of ours added. With
    SKINLESION_TRUSTED_PROXIES proxies in front, the entry so many from the right was written by the outermost of them;
    all before it is made up. Without proxies the header means nothing.
    """
    proxies = settings.TRUSTED_PROXIES
    entries = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(entries) >= proxies and (address := _readable(entries[-proxies])):
        return address
    return _readable(request.META.get("REMOTE_ADDR", ""))


def _readable(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), 64), strict=False))
    return str(address)
