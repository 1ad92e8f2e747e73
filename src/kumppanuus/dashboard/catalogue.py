"""What is open here as a DCAT-AP 3 catalogue: the same graph as JSON-LD and as Turtle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.ui.context import PRODUCT
from kumppanuus.ui.languages import INTERFACE

LICENCE = "http://creativecommons.org/licenses/by/4.0/"
AUTHORITY = "http://publications.europa.eu/resource/authority"
FILE_TYPES = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON", "application/json"),
    "atom": ("ATOM", "application/atom+xml"),
}
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


Node = dict[str, Any]


@dataclass(frozen=True)
class Dataset:
    """One dataset: its name in addresses, words, the page that shows it, its files as (kind, URL name, argument)."""

    name: str
    title: Any
    description: Any
    page: str
    forms: tuple[tuple[str, str, str], ...]
    frequency: str = "CONT"


DATASETS = (
    Dataset(
        "directory",
        _("Directory"),
        _("What NGOs, parishes and public bodies offer: help, activities, peer support, events and volunteer tasks."),
        "services:services",
        (
            *((fmt, "services:download", fmt) for fmt in ("csv", "xlsx", "json")),
            ("atom", "services:atom", ""),
            ("json", "hsds:services", ""),
            ("json", "api-1:services", ""),
        ),
    ),
    Dataset(
        "organisations",
        _("Organisations"),
        _("Associations, foundations, parishes and public bodies, with their official numbers and where they act."),
        "organisations:organisations",
        (
            *((fmt, "organisations:download", fmt) for fmt in ("csv", "xlsx", "json")),
            ("json", "hsds:organizations", ""),
            ("json", "api-1:organisations", ""),
        ),
    ),
    Dataset(
        "rounds",
        _("Results of assessment rounds"),
        _("How municipalities and NGOs see their co-operation, as released round by round."),
        "assessments:rounds",
        (("json", "api-1:rounds", ""),),
        "ANNUAL",
    ),
    Dataset(
        "bodies",
        _("Bodies"),
        _("Bodies of co-operation: what for, who convenes them, which organisations sit in them and since when."),
        "bodies:bodies",
        (
            *((fmt, "bodies:export", fmt) for fmt in ("csv", "xlsx")),
            ("json", "oparl:bodies", ""),
            ("json", "api-1:list_bodies", ""),
        ),
    ),
    Dataset(
        "meetings",
        _("Meetings"),
        _("Meetings of bodies that are open to everybody: agendas, papers, approved minutes and what came of items."),
        "meetings:meetings",
        (
            *((fmt, "meetings:export", fmt) for fmt in ("csv", "xlsx")),
            ("atom", "meetings:atom", ""),
            ("json", "oparl:root", ""),
            ("json", "api-1:list_meetings", ""),
        ),
    ),
    Dataset(
        "negotiations",
        _("Yearly negotiations"),
        _("What counties, municipalities and NGOs have agreed for the year, who has signed, and how it goes."),
        "negotiations:negotiations",
        (
            ("csv", "negotiations:export", "csv"),
            ("xlsx", "negotiations:export", "xlsx"),
            ("json", "api-1:list_negotiations", ""),
        ),
    ),
    Dataset(
        "matters",
        _("Matters and their paths"),
        _("Initiatives, statements and questions: to whom they were sent, where they wait and what was answered."),
        "matters:matters",
        (("csv", "matters:export", "csv"), ("xlsx", "matters:export", "xlsx"), ("json", "api-1:list_matters", "")),
    ),
    Dataset(
        "measures",
        _("Agreed measures"),
        _("What municipalities and NGOs have agreed to do, by whom, by when, and how far it is."),
        "measures:measures",
        (("csv", "measures:export", "csv"), ("xlsx", "measures:export", "xlsx"), ("json", "api-1:list_measures", "")),
    ),
)
SERVICES = (
    ("hsds", _("The directory as HSDS 3.1"), "hsds:root", "hsds:openapi-json"),
    ("oparl", _("Bodies, meetings and papers as OParl 1.1"), "oparl:root", "oparl:openapi-json"),
    ("v1", _("Our own interface"), "api-1:openapi-json", "api-1:openapi-json"),
)


def _at(name: str, *args: str) -> str:
    with override("fi"):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _in_all(words: Any) -> list[dict[str, str]]:
    found = []
    for code in INTERFACE:
        with override(code):
            found.append({"@value": str(words), "@language": code})
    return found


def _id(address: str) -> dict[str, str]:
    return {"@id": address}


def graph() -> list[dict[str, Any]]:
    """Return the catalogue, its datasets, distributions and services as nodes with expanded values."""
    root = f"{settings.SITE_URL}/catalogue"
    home = _id(_at("dashboard:front"))
    publisher: Node = {"@id": f"{root}#publisher", "@type": "foaf:Agent", "foaf:name": _in_all(PRODUCT)}
    languages = [_id(f"{AUTHORITY}/language/{code}") for code in ("FIN", "SWE", "ENG")]
    nodes: list[Node] = [
        {
            "@id": root,
            "@type": "dcat:Catalog",
            "dct:title": _in_all(_("Open data of the partnership table")),
            "dct:description": _in_all(_("Everything public here, for other systems to read.")),
            "dct:publisher": _id(publisher["@id"]),
            "dct:license": _id(LICENCE),
            "dct:language": languages,
            "foaf:homepage": home,
            "dcat:dataset": [_id(f"{root}#{one.name}") for one in DATASETS],
            "dcat:service": [_id(f"{root}#{name}") for name, *_rest in SERVICES],
        },
        publisher,
    ]
    for one in DATASETS:
        nodes += _dataset(root, one, publisher["@id"], languages)
    nodes += [
        {
            "@id": f"{root}#{name}",
            "@type": "dcat:DataService",
            "dct:title": _in_all(title),
            "dcat:endpointURL": _id(_at(start)),
            "dcat:endpointDescription": _id(_at(document)),
            "dct:license": _id(LICENCE),
            "dct:publisher": _id(publisher["@id"]),
        }
        for name, title, start, document in SERVICES
    ]
    return nodes


def _dataset(root: str, one: Dataset, publisher: str, languages: list[dict[str, str]]) -> list[Node]:
    forms: list[Node] = [
        {
            "@id": f"{root}#{one.name}-{number}",
            "@type": "dcat:Distribution",
            "dct:title": _in_all(FILE_TYPES[kind][0]),
            "dcat:accessURL": _id(_at(name, *([argument] if argument else []))),
            "dct:license": _id(LICENCE),
            "dct:format": _id(f"{AUTHORITY}/file-type/{FILE_TYPES[kind][0]}"),
            "dcat:mediaType": _id(f"https://www.iana.org/assignments/media-types/{FILE_TYPES[kind][1]}"),
        }
        for number, (kind, name, argument) in enumerate(one.forms, 1)
    ]
    dataset: Node = {
        "@id": f"{root}#{one.name}",
        "@type": "dcat:Dataset",
        "dct:title": _in_all(one.title),
        "dct:description": _in_all(one.description),
        "dct:publisher": _id(publisher),
        "dct:language": languages,
        "dct:accrualPeriodicity": _id(f"{AUTHORITY}/frequency/{one.frequency}"),
        "dct:spatial": _id(f"{AUTHORITY}/country/FIN"),
        "dcat:theme": _id(f"{AUTHORITY}/data-theme/SOCI"),
        "dcat:landingPage": _id(_at(one.page)),
        "dcat:distribution": [_id(form["@id"]) for form in forms],
    }
    return [dataset, *forms]


def as_jsonld(nodes: list[dict[str, Any]]) -> str:
    """Return the graph as JSON-LD."""
    return json.dumps({"@context": PREFIXES, "@graph": nodes}, ensure_ascii=False, indent=1)


def as_turtle(nodes: list[dict[str, Any]]) -> str:
    """Return the graph as Turtle."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for node in nodes:
        parts = [f"a {node['@type']}"]
        for name, values in node.items():
            if not name.startswith("@"):
                many = values if isinstance(values, list) else [values]
                parts.append(f"{name} {', '.join(_turtle(value) for value in many)}")
        lines.append(f"\n<{node['@id']}> " + " ;\n  ".join(parts) + " .")
    return "\n".join(lines) + "\n"


def _turtle(value: dict[str, str]) -> str:
    if "@id" in value:
        return f"<{value['@id']}>"
    return f"{json.dumps(value['@value'], ensure_ascii=False)}@{value['@language']}"


@same_until_anything_happens
@require_safe
def catalogue(request: HttpRequest, fmt: str) -> HttpResponse:
    """Give the catalogue as JSON-LD or Turtle."""
    match fmt:
        case "jsonld":
            response = HttpResponse(as_jsonld(graph()), content_type="application/ld+json; charset=utf-8")
        case "ttl":
            response = HttpResponse(as_turtle(graph()), content_type="text/turtle; charset=utf-8")
        case _:
            raise Http404
    response["Access-Control-Allow-Origin"] = "*"
    return response


def shown() -> list[dict[str, Any]]:
    """Return the datasets for the page, in the reader's language."""
    return [
        {
            "title": str(one.title),
            "description": str(one.description),
            "page": reverse(one.page),
            "forms": [
                (_named(kind, name), reverse(name, args=[argument] if argument else []))
                for kind, name, argument in one.forms
            ],
        }
        for one in DATASETS
    ]


def _named(kind: str, name: str) -> str:
    """Name a form of a dataset so that two of a kind are told apart."""
    app = name.partition(":")[0]
    words = {"hsds": "HSDS 3.1", "oparl": "OParl 1.1", "api-1": gettext("API")}
    return words.get(app) or ("Atom" if kind == "atom" else FILE_TYPES[kind][0])
