"""A real OpenID Connect provider (django-oauth-toolkit) with its own tiny settings, run as a process of its own.

python oidc_provider.py PORT DATABASE CALLBACK
"""

from __future__ import annotations

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

CLIENT_ID, CLIENT_SECRET = "kumppanuus-tests", "only-for-tests-and-long-enough-to-sign-with"
SUBJECT, EMAIL, PASSWORD = "olli", "olli@kunta.example.org", "only-for-tests"


def configure(database: Path, port: int) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="provider",
        DEBUG=False,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGIN_URL="/login/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "id", "profile": "name", "email": "address"},
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
        },
    )


if __name__ == "__main__":
    sys.modules["oidc_provider"] = sys.modules["__main__"]
    __name__ = "oidc_provider"
    PORT, DATABASE, CALLBACK = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    configure(DATABASE, PORT)
    import django

    django.setup()

    from django.contrib.auth import authenticate, get_user_model, login
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse, HttpResponseRedirect
    from django.urls import include, path
    from django.views.decorators.csrf import csrf_exempt
    from oauth2_provider.models import Application
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        oidc_claim_scope = None

        def get_additional_claims(self, request):
            return {"email": request.user.email, "email_verified": True, "name": "Olli Esimerkki"}

    @csrf_exempt
    def sign_in(request):
        if request.method == "POST":
            login(request, authenticate(request, username=SUBJECT, password=request.POST["password"]))
            return HttpResponseRedirect(request.GET["next"])
        return HttpResponse("password?")

    urlpatterns = [path("login/", sign_in), path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user(SUBJECT, EMAIL, PASSWORD)
    Application.objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=CALLBACK,
        algorithm="RS256",
        skip_authorization=True,
        name="tests",
    )

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_args):
            pass

    make_server("127.0.0.1", PORT, get_wsgi_application(), handler_class=Quiet).serve_forever()
