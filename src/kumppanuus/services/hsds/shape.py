"""The objects of HSDS 3.1 as we write them, and what the Finnish profile adds to them.

Each field is "name:type"; "!" marks what is always there, "+" what the profile adds, [x] a list and {x} one object.
"""

from __future__ import annotations

from typing import Any

VERSION = "3.1"
SCHEMAS = "https://docs.openreferral.org/en/v3.1.3/hsds/schema_reference.html"

OBJECTS: dict[str, str] = {
    "service": """id:uuid! name:string! alternate_name:string description:string url:uri additional_urls:[url]
        email:email status:status! application_process:string fees_description:string eligibility_description:string
        assured_date:date assurer_email:email alert:string last_modified:date-time organization_id:uuid
        organization:{organization} phones:[phone] schedules:[schedule] service_areas:[service_area]
        service_at_locations:[service_at_location] languages:[language] cost_options:[cost_option] contacts:[contact]
        attributes:[attribute] +kind:string! +without_referral:boolean! +for_professionals:string +attendance:string!
        +registration_url:uri +assured_as:string +assured_until:date +available_languages:[string]!
        +first_day:date +last_day:date""",
    "organization": """id:uuid! name:string! alternate_name:string description:string! email:email website:uri
        uri:uri legal_status:string contacts:[contact] phones:[phone] locations:[location]
        organization_identifiers:[organization_identifier] attributes:[attribute] +kind:string!
        +municipality_code:string +available_languages:[string]! +contacting:[contacting] +services:[service]""",
    "service_at_location": """id:uuid! description:string service_id:uuid location_id:uuid location:{location}
        service:{service} service_areas:[service_area] contacts:[contact] phones:[phone] schedules:[schedule]""",
    "location": """id:uuid! location_type:location_type! name:string alternate_name:string transportation:string
        latitude:number longitude:number organization_id:uuid addresses:[address] accessibility:[accessibility]
        +municipality_code:string!""",
    "address": """id:uuid! address_1:string! city:string! state_province:string! postal_code:string! country:string!
        address_type:location_type! location_id:uuid""",
    "phone": "id:uuid! number:string! type:string description:string contact_id:uuid",
    "contact": "id:uuid! name:string title:string email:email phones:[phone] +audience:string!",
    "schedule": """id:uuid! valid_from:date valid_to:date dtstart:date until:date count:number wkst:weekday
        freq:frequency interval:number byday:string description:string opens_at:string closes_at:string
        attending_type:string notes:string service_at_location_id:uuid""",
    "service_area": "id:uuid! name:string extent:string extent_type:string uri:uri",
    "language": "id:uuid! name:string code:string",
    "cost_option": "id:uuid! option:string currency:string amount:number amount_description:string",
    "accessibility": "id:uuid! description:string details:string attributes:[attribute]",
    "attribute": """id:uuid! link_id:uuid link_entity:string taxonomy_term_id:uuid value:string label:string
        taxonomy_term:{taxonomy_term}""",
    "url": "id:uuid! label:string url:uri!",
    "organization_identifier": "id:uuid! identifier_scheme:string identifier_type:string! identifier:string!",
    "taxonomy": "id:uuid! name:string! description:string! uri:uri",
    "taxonomy_term": """id:uuid! code:string name:string! description:string! parent_id:uuid taxonomy:string
        taxonomy_detail:{taxonomy} language:string taxonomy_id:uuid term_uri:uri +service_class_id:uuid +ended:date
        +replaced_by_id:uuid""",
    "contacting": "audience:string! text:string!",
}
SIMPLE: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "status": {"type": "string", "enum": ["active", "inactive", "defunct", "temporarily closed"]},
    "location_type": {"type": "string", "enum": ["physical", "postal", "virtual"]},
    "weekday": {"type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]},
    "frequency": {"type": "string", "enum": ["WEEKLY", "MONTHLY"]},
}
PAGE: dict[str, Any] = {
    "type": "object",
    "required": [
        *("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"),
    ],
    "properties": {
        "total_items": {"type": "integer"},
        "total_pages": {"type": "integer"},
        "page_number": {"type": "integer"},
        "size": {"type": "integer", "description": "How many there are on this page"},
        "first_page": {"type": "boolean"},
        "last_page": {"type": "boolean"},
        "empty": {"type": "boolean"},
        "next": {
            "type": "string",
            "format": "uri",
            "description": "Profile: the next page; nothing is repeated or dropped, whatever happens meanwhile",
        },
        "contents": {"type": "array", "items": {"type": "object"}},
    },
}


def fields(name: str) -> list[tuple[str, str, bool, bool]]:
    """Return an object's fields: (name, type, always there, added by the profile)."""
    found = []
    for word in OBJECTS[name].split():
        field, _colon, kind = word.removeprefix("+").partition(":")
        found.append((field, kind.removesuffix("!"), kind.endswith("!"), word.startswith("+")))
    return found


def components() -> dict[str, Any]:
    """Return the objects as schemas of an OpenAPI document."""
    return {name: _schema(name) for name in OBJECTS}


def root() -> dict[str, Any]:
    """Return what the OpenAPI document says of the first address."""
    names = {name: dict(SIMPLE["uri"]) for name in ("profile", "openapi_url")} | {"version": {"type": "string"}}
    return _answer({"type": "object", "required": sorted(names), "properties": names})


def one(name: str) -> dict[str, Any]:
    """Return what the OpenAPI document says of an answer with one object."""
    return _answer({"$ref": f"#/components/schemas/{name}"})


MINIMAL = {
    "title": "minimal",
    "type": "object",
    "properties": {"id": SIMPLE["uuid"], "modified_date": SIMPLE["date-time"]},
    "required": ["id", "modified_date"],
}


def page(name: str, *, minimal: bool = False) -> dict[str, Any]:
    """Return what the OpenAPI document says of an answer with a page of objects, or one per line; `minimal`: or of only
    their ids and when they changed.
    """
    whole_ones: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    items = {"anyOf": [whole_ones, MINIMAL]} if minimal else whole_ones
    contents = {"type": "array", "items": items}
    whole = PAGE | {"properties": PAGE["properties"] | {"contents": contents}}
    answer = _answer(whole)
    answer["responses"]["200"]["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    return answer


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}}


def _schema(name: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for field, kind, _always, added in fields(name):
        inner = kind.strip("[]{}")
        value: dict[str, Any] = SIMPLE.get(inner) or {"$ref": f"#/components/schemas/{inner}"}
        properties[field] = {"type": "array", "items": value} if kind.startswith("[") else dict(value)
        if added:
            properties[field] = properties[field] | {"description": "Finnish profile"}
    required = [field for field, _kind, always, _added in fields(name) if always]
    return {"title": name, "type": "object", "properties": properties} | ({"required": required} if required else {})
