"""What static files carry besides their content."""

from collections.abc import MutableMapping

# A drawing may have a style of its own; nothing in a file may run, load or be framed.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Called by whitenoise for each file: it is no page, also when it is a drawing that could hold a script."""
    headers["X-Frame-Options"] = "DENY"
    headers["Content-Security-Policy"] = POLICY
