"""The objects of OParl 1.1 as we write them.

Each field is "name:type"; "!" marks what is always there, "+" what we add under our own prefix, [x] a list and {x} an
object inside; `url` is an absolute address.
"""

from __future__ import annotations

from typing import Any

SCHEMA = "https://schema.oparl.org/1.1/"
PREFIX = "kumppanuus:"
EVERY = "id:url! type:url! license:url keyword:[string] created:date-time! modified:date-time! web:url deleted:boolean"

OBJECTS: dict[str, str] = {
    "System": """oparlVersion:url! name:string body:url! website:url vendor:url product:url
        +openapi:url""",
    "Body": """system:url name:string! shortName:string website:url organization:url person:url meeting:url paper:url
        legislativeTerm:[{LegislativeTerm}] agendaItem:url consultation:url file:url locationList:url
        legislativeTermList:url membership:url classification:string contactEmail:string contactName:string
        licenseValidSince:date-time oparlSince:date-time""",
    "LegislativeTerm": "body:url name:string startDate:date endDate:date",
    "Organization": """body:url name:string membership:[url] meeting:url consultation:url subOrganizationOf:url
        organizationType:string classification:string startDate:date endDate:date website:url
        +membersOnly:boolean +languages:[string]""",
    "Person": "body:url name:string membership:[{Membership}]",
    "Membership": """person:url organization:url role:string votingRight:boolean startDate:date endDate:date
        +organization:{represented} +seat:string +deputy:boolean""",
    "Meeting": """name:string meetingState:string cancelled:boolean start:date-time end:date-time location:{Location}
        organization:[url] participant:[url] resultsProtocol:{File} agendaItem:[{AgendaItem}]
        +cancelledWhy:string +languages:[string]""",
    "AgendaItem": """meeting:url number:string order:integer name:string public:boolean consultation:url result:string
        resolutionText:string auxiliaryFile:[{File}] start:date-time end:date-time +consultations:[url] +why:string""",
    "Paper": """body:url name:string date:date paperType:string mainFile:{File} consultation:[{Consultation}]
        +withdrawnWhy:string""",
    "Consultation": "paper:url agendaItem:url meeting:url organization:[url] authoritative:boolean role:string",
    "File": """name:string fileName:string mimeType:string date:date size:integer accessUrl:url downloadUrl:url
        meeting:[url] agendaItem:[url] paper:[url] +sha256:string""",
    "Location": "description:string room:string streetAddress:string meetings:[url]",
}
# What is left out when the asker wants no objects inside others.
INTERNAL: dict[str, tuple[str, ...]] = {
    "Body": ("legislativeTerm",),
    "Person": ("membership",),
    "Meeting": ("location", "resultsProtocol", "agendaItem"),
    "AgendaItem": ("auxiliaryFile",),
    "Paper": ("mainFile", "consultation"),
}
SIMPLE: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer", "minimum": 0},
    "boolean": {"type": "boolean"},
    "url": {"type": "string", "format": "uri"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "represented": {
        "type": "object",
        "description": "In whose name the person sits: an organisation that is no OParl Organization",
        "required": ["name", "web"],
        "properties": {"name": {"type": "string"}, "web": {"type": "string", "format": "uri"}},
    },
}
LINKS = ("first", "prev", "self", "next", "last", "web")
NUMBERS = ("totalElements", "elementsPerPage", "currentPage", "totalPages")


def fields(name: str) -> list[tuple[str, str, bool]]:
    """Return an object's fields: (name, type, always there)."""
    found = []
    for word in f"{EVERY} {OBJECTS[name]}".split():
        field, _colon, kind = word.removeprefix("+").partition(":")
        field = f"{PREFIX}{field}" if word.startswith("+") else field
        found.append((field, kind.removesuffix("!"), kind.endswith("!")))
    return found


def components() -> dict[str, Any]:
    """Return the objects as schemas of an OpenAPI document."""
    return {name: _schema(name) for name in OBJECTS}


def one(name: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of an answer with one object."""
    return _answer({"$ref": f"#/components/schemas/{name}"})


def page(name: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of an answer with a page of a list."""
    numbers = {one: {"type": "integer", "minimum": 0} for one in NUMBERS}
    links = {one: dict(SIMPLE["url"]) for one in LINKS}
    properties = {
        "data": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        "pagination": {"type": "object", "required": list(NUMBERS), "properties": numbers},
        "links": {"type": "object", "required": ["first", "self", "last"], "properties": links},
    }
    return _answer({"type": "object", "required": list(properties), "properties": properties})


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}}


def _schema(name: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field, kind, _always in fields(name):
        inner = kind.strip("[]{}")
        value: dict[str, Any] = SIMPLE.get(inner) or {"$ref": f"#/components/schemas/{inner}"}
        properties[field] = {"type": "array", "items": value} if kind.startswith("[") else dict(value)
    properties["type"] = {"type": "string", "enum": [f"{SCHEMA}{name}"]}
    # What is gone keeps only these: the rest of what is always there is said of those that are not.
    required = ["id", "type", "created", "modified"]
    return {"title": name, "type": "object", "properties": properties, "required": required}
