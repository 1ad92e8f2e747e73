"""What OParl 1.1 says of its objects, written down from the specification, and a client that knows nothing of us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.test import Client

COMMON = """id:url! type:namespace! license:url keyword:strings created:moment! modified:moment! web:url
    deleted:boolean"""
# Each property and its type; ! is required. `list of X` is the address of a list; X alone the address of one.
PROPERTIES = {
    "System": """oparlVersion:url! otherOparlVersions:urls body:list-of-Body! name:string contactEmail:string
        contactName:string website:url vendor:url product:url""",
    "Body": """system:System shortName:string name:string! website:url licenseValidSince:moment oparlSince:moment
        ags:string rgs:string equivalentBody:urls contactEmail:string contactName:string
        organization:list-of-Organization! person:list-of-Person! meeting:list-of-Meeting! paper:list-of-Paper!
        legislativeTerm:{LegislativeTerm}s! agendaItem:list-of-AgendaItem! consultation:list-of-Consultation!
        file:list-of-File! locationList:list-of-Location! legislativeTermList:list-of-LegislativeTerm!
        membership:list-of-Membership! classification:string location:{Location}""",
    "LegislativeTerm": "body:Body name:string startDate:day endDate:day",
    "Organization": """body:Body name:string membership:Memberships meeting:list-of-Meeting
        consultation:list-of-Consultation shortName:string post:strings subOrganizationOf:Organization
        organizationType:string classification:string startDate:day endDate:day website:url location:{Location}
        externalBody:url""",
    "Person": """body:Body name:string familyName:string givenName:string formOfAddress:string affix:string
        title:strings gender:string phone:strings email:strings location:Location locationObject:{Location}
        status:strings membership:{Membership}s life:string lifeSource:string""",
    "Membership": """person:Person organization:Organization role:string votingRight:boolean startDate:day
        endDate:day onBehalfOf:Organization""",
    "Meeting": """name:string meetingState:string cancelled:boolean start:moment end:moment location:{Location}
        organization:Organizations participant:Persons invitation:{File} resultsProtocol:{File}
        verbatimProtocol:{File} auxiliaryFile:{File}s agendaItem:{AgendaItem}s""",
    "AgendaItem": """meeting:Meeting number:string order:integer! name:string public:boolean
        consultation:Consultation result:string resolutionText:string resolutionFile:{File} auxiliaryFile:{File}s
        start:moment end:moment""",
    "Paper": """body:Body name:string reference:string date:day paperType:string relatedPaper:Papers
        superordinatedPaper:Papers subordinatedPaper:Papers mainFile:{File} auxiliaryFile:{File}s
        location:{Location}s originatorPerson:Persons underDirectionOf:Organizations
        originatorOrganization:Organizations consultation:{Consultation}s""",
    "Consultation": """paper:Paper agendaItem:AgendaItem meeting:Meeting organization:Organizations
        authoritative:boolean role:string""",
    "File": """name:string fileName:string mimeType:string date:day size:integer sha1Checksum:string
        sha512Checksum:string text:string accessUrl:url! downloadUrl:url externalServiceUrl:url masterFile:File
        derivativeFile:Files fileLicense:url meeting:Meetings agendaItem:AgendaItems paper:Papers""",
    "Location": """description:string geojson:object streetAddress:string room:string postalCode:string
        subLocality:string locality:string bodies:Bodys organizations:Organizations persons:Persons
        meetings:Meetings papers:Papers""",
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
PLAIN = {"string": str, "integer": int, "boolean": bool, "object": dict}


def properties_of(name: str) -> dict[str, tuple[str, bool]]:
    """Return {property: (type, required)} of a type."""
    words = (word.partition(":") for word in f"{COMMON} {PROPERTIES[name]}".split())
    return {field: (kind.rstrip("!"), kind.endswith("!")) for field, _colon, kind in words}


def type_of(row: dict[str, Any]) -> str:
    """Return the short name of an object's type."""
    return row["type"].removeprefix("https://schema.oparl.org/1.1/")


def faults(row: dict[str, Any], *, inside: bool = False) -> list[str]:
    """Return what of an object is not as the specification has it."""
    name = type_of(row)
    if name not in PROPERTIES:
        return [f"{row.get('id')}: no such type"]
    known = properties_of(name)
    at, found = f"{name} {row['id']}", []
    if not row.get("deleted"):
        found += [f"{at}: no {field}" for field, (_kind, always) in known.items() if always and field not in row]
    for field, value in row.items():
        if ":" in field:
            continue
        if field not in known:
            found.append(f"{at}: {field} is no property")
        elif value is None or (value == [] and field != "legislativeTerm"):
            found.append(f"{at}: {field} is empty")
        else:
            found += [f"{at}: {field}: {fault}" for fault in _wrong(known[field][0], value)]
    return found


def _wrong(kind: str, value: Any) -> list[str]:
    if kind in PLAIN:
        return [] if type(value) is PLAIN[kind] and value != "" else [f"{value!r} is no {kind}"]
    if kind == "day":
        return [] if dt.date.fromisoformat(value).isoformat() == value else [f"{value!r} is no day"]
    if kind == "moment":
        return [] if MOMENT.fullmatch(value) else [f"{value!r} is no moment"]
    if kind.startswith("{") and kind.endswith("}"):
        return ([] if type_of(value) == kind[1:-1] else ["another type"]) + faults(value, inside=True)
    if kind.startswith("{"):
        return [fault for one in value for fault in _wrong(kind[:-1], one)]
    if kind in {"strings", "urls"} or (kind.endswith("s") and kind[:-1] in {*PROPERTIES}):
        return [fault for one in value for fault in _wrong("string" if kind == "strings" else "url", one)]
    return [] if isinstance(value, str) and value.startswith(("http://", "https://")) else [f"{value!r} is no address"]


class Reader:
    """A client that begins at the system and goes where the answers lead, by what the specification says they are."""

    def __init__(self, client: Client, **query: str) -> None:
        self.client, self.query = client, query
        self.objects: dict[str, dict[str, Any]] = {}
        self.lists: set[str] = set()

    def get(self, address: str, **query: Any) -> dict[str, Any]:
        assert address.startswith(settings.SITE_URL), address
        answer = self.client.get(address.removeprefix(settings.SITE_URL), query or None)
        assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])
        return answer.json()

    def pages(self, address: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Give the pages of a list, following `next`."""
        page = self.get(address, **self.query, **query)
        while True:
            yield page
            if "next" not in page["links"]:
                return
            page = self.get(page["links"]["next"])

    def rows(self, address: str, **query: Any) -> list[dict[str, Any]]:
        """Return all objects of a list."""
        return [row for page in self.pages(address, **query) for row in page["data"]]

    def walk(self) -> dict[str, dict[str, Any]]:
        """Return every object that can be reached from the system, by its id."""
        self._see(self.get(f"{settings.SITE_URL}/api/oparl/"))
        return self.objects

    def _see(self, row: dict[str, Any]) -> None:
        if row["id"] in self.objects:
            return
        self.objects[row["id"]] = row
        kinds = properties_of(type_of(row))
        for field, value in row.items():
            kind = kinds.get(field, ("", False))[0]
            if kind.startswith("list-of-"):
                if value not in self.lists:
                    self.lists.add(value)
                    for one in self.rows(value):
                        self._see(one)
            elif kind.startswith("{"):
                for one in value if kind.endswith("}s") else [value]:
                    self._whole(one["id"])
            elif kind.rstrip("s") in PROPERTIES or kind in PROPERTIES:
                for address in value if isinstance(value, list) else [value]:
                    self._whole(address)

    def _whole(self, address: str) -> None:
        if address not in self.objects:
            self._see(self.get(address))

    def of(self, name: str) -> list[dict[str, Any]]:
        """Return the objects of a type that were reached, in the order of their ids."""
        found = [row for row in self.objects.values() if type_of(row) == name]
        return sorted(found, key=lambda row: row["id"])
