"""What links can be for: each app registers its purposes with the page that takes the token."""

from __future__ import annotations

from django.urls import reverse

register_of_pages: dict[str, str] = {}


def register(purpose: str, url_name: str) -> None:
    """Say which page (a URL name with one argument, `token`) serves links of the purpose."""
    register_of_pages[purpose] = url_name


def page_for(purpose: str, token: str) -> str:
    """Return the path of the page that takes the token. Raises LookupError for a purpose nobody registered."""
    try:
        name = register_of_pages[purpose]
    except KeyError:
        raise LookupError(f"No page serves links of the purpose {purpose}") from None
    return reverse(name, kwargs={"token": token})
