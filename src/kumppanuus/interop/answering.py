"""Answers of the APIs whose shape others have set: in the asker's language, only when they differ from the last one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation.trans_real import parse_accept_lang_header

from kumppanuus.ui.languages import INTERFACE

Json = dict[str, Any]


def language_of(request: HttpRequest, lang: str, otherwise: str = "fi") -> str:
    """Return the language asked for: the parameter, else the first that the header accepts."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return lang or next((code.split("-")[0] for code, _quality in accepted if code != "*"), otherwise)


def spoken(language: str) -> str:
    """Return the language of the product's own words for who asks for any language."""
    return language if language in INTERFACE else "fi"


def known(**values: Any) -> Json:
    """Return what has a value; false and zero are values."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [])}


def as_bytes(found: Any) -> bytes:
    """Return JSON without spaces, letters as they are."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).encode()


def answer(request: HttpRequest, found: Json, language: str, changed: dt.datetime | None = None) -> HttpResponse:
    """Return an object as JSON, or 304 without it when the asker has the same already; `changed`: when it last did."""
    body = as_bytes(found)
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["ETag"] = etag
    dress(response, language)
    if request.method not in ("GET", "HEAD"):
        return response
    last = int(changed.timestamp()) if changed else None
    if last is not None:
        response["Last-Modified"] = http_date(last)
    found_same = get_conditional_response(request, etag=etag, last_modified=last, response=response)
    return found_same if isinstance(found_same, HttpResponse) else response


def dress(response: HttpResponse | StreamingHttpResponse, language: str) -> None:
    """Say in which language it is, that any page may read it, and how long it may be kept."""
    response["Content-Language"] = language
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    patch_vary_headers(response, ["Accept-Language"])
