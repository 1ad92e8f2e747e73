"""The APIs with their OpenAPI documents: each app's router under /api/v1/, HSDS and OParl; errors as problem+json."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from kumppanuus import __version__
from kumppanuus.config.openapi import Document
from kumppanuus.core.actions import Refused
from kumppanuus.meetings.oparl import records as oparl_records
from kumppanuus.meetings.oparl import shape as oparl_shape
from kumppanuus.meetings.oparl.api import router as oparl_router
from kumppanuus.services.hsds import shape
from kumppanuus.services.hsds.api import router as hsds_router

DESCRIPTION = (
    "Everything that is public on the pages, for programs. Texts come in all languages they exist in. "
    "Licence of the content: CC BY 4.0; name the source given with each record."
)

HSDS_DESCRIPTION = (
    "The directory as Human Services Data Specification 3.1, with a Finnish profile described at /api/hsds/profile. "
    "Lists stand in an order that never changes; follow `next`, or ask for `format=ndjson`. POST reads as GET does."
)

OPARL_DESCRIPTION = (
    "Bodies, who sits in them, their meetings, agendas and papers as OParl 1.1; begin at /api/oparl/. A Body is an "
    "organisation that convenes, an Organization one of its bodies. People stand here only if their names are public. "
    "Lists stand in an order that never changes; follow `next`. Ask with `modified_since` for what is new, changed, or "
    "deleted: gone from the public, to be forgotten by copies, too."
)

PROBLEM = {
    "description": "An error (RFC 9457): nothing there (404), a value that is not valid (422)",
    "content": {
        "application/problem+json": {
            "schema": {
                "title": "Problem",
                "type": "object",
                "required": ["type", "title", "status"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                },
            }
        }
    },
}


class Api(NinjaAPI):
    """The API, whose document tells what an error looks like for each operation."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        schema = Document(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)
        for operations in schema["paths"].values():
            for operation in operations.values():
                told = {str(status): answer for status, answer in operation["responses"].items()}
                operation["responses"] = told | {"default": PROBLEM}
        return schema


class HsdsApi(Api):
    """HSDS 3.1: its objects are described once, in `services.hsds.shape`."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"].update(shape.components())
        for operations in schema["paths"].values():
            for method, operation in list(operations.items()):  # one for both methods; each needs a name of its own
                name = operation["operationId"].rpartition("_api_")[2]
                operations[method] = operation | {"operationId": f"{name}_{method}"}
        return schema


hsds = HsdsApi(
    title="Kumppanuuspöytä: HSDS 3.1",
    version=__version__,
    description=f"{HSDS_DESCRIPTION}\n\n{DESCRIPTION}",
    urls_namespace="hsds",
    docs_url=None,
    openapi_url="/openapi.json",
)
hsds.add_router("", hsds_router)


class OparlApi(Api):
    """OParl 1.1: its objects are described once, in `meetings.oparl.shape`."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"] = oparl_shape.components()
        return schema


oparl = OparlApi(
    title="Kumppanuuspöytä: OParl 1.1",
    version=__version__,
    description=f"{OPARL_DESCRIPTION}\n\n{DESCRIPTION}",
    urls_namespace="oparl",
    docs_url=None,
    openapi_url="/openapi.json",
)
oparl.add_router("", oparl_router)

api = Api(
    title="Kumppanuuspöytä",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
)


def add_routers() -> None:
    """Add `router` of each app's api.py under the app's name."""
    for app in settings.INSTALLED_APPS:
        if app.startswith("kumppanuus.") and find_spec(f"{app}.api"):
            router = import_module(f"{app}.api").router
            label = app.rpartition(".")[2]
            api.add_router(f"/{label}/", router, tags=[label])


def problem(status: int, title: str, detail: Any = None) -> HttpResponse:
    """Return an error in the form that RFC 9457 gives."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _missing(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(404, "Not found")


def _denied(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(403, "Not allowed")


def _refused(request: HttpRequest, exc: Any) -> HttpResponse:
    response = problem(getattr(exc, "status", 409), "Refused", str(exc.message))
    if wait := getattr(exc, "wait", 0):
        response.headers["Retry-After"] = str(wait)
    return response


def _http(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(exc.status_code, str(exc))


def _invalid(request: HttpRequest, exc: Any) -> HttpResponse:
    return problem(422, "Not valid", "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors))


def _unreadable(request: HttpRequest, exc: Any) -> HttpResponse:
    """Say what cannot be read as OParl has it: 400, its own kind of error, with a message for people."""
    said = "; ".join(f"{e['loc'][-1]}: {e['msg'].removeprefix('Value error, ')}" for e in exc.errors)
    return _as_oparl(problem(400, "Not valid", said))


def _as_oparl(answer: HttpResponse) -> HttpResponse:
    """Make a problem an error object of OParl, too: both know what the other adds as more to read."""
    told = json.loads(answer.content)
    told |= {
        "type": f"{oparl_shape.SCHEMA}Error",
        "message": told.get("detail") or told["title"],
        "debug": told["title"],
    }
    answer.content = json.dumps(told).encode()
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def nothing_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that is nobody's: a page for people, a problem under /api/."""
    if not request.path.startswith("/api/"):
        return page_not_found(request, exception)
    missing = _missing(request, exception)
    return _as_oparl(missing) if request.path.startswith(oparl_records.ROOT) else missing


for one in (api, hsds, oparl):
    one.add_exception_handler(Http404, _missing)
    one.add_exception_handler(PermissionDenied, _denied)
    one.add_exception_handler(Refused, _refused)
    one.add_exception_handler(HttpError, _http)
    one.add_exception_handler(ValidationError, _invalid)

oparl.add_exception_handler(Http404, lambda request, exc: _as_oparl(_missing(request, exc)))
oparl.add_exception_handler(ValidationError, _unreadable)

add_routers()
