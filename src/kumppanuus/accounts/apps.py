from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest


class AccountsConfig(AppConfig):
    name = "kumppanuus.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the rate limits of sign-in count over all processes (allauth knows only the default cache)."""
        from allauth.core.internal import ratelimit
        from django.core.cache import caches
        from django.utils.connection import ConnectionProxy

        from kumppanuus.ui.context import register

        ratelimit.cache = ConnectionProxy(caches, "shared")
        register(demo)


def demo(request: HttpRequest) -> dict[str, bool]:
    """Tell the sign-in pages whether codes can be read on the demo's page of sent mail."""
    return {"is_demo": settings.DEMO}
