"""The directory of the generated country: 100,000 entries with their places, times, contacts and terms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kumppanuus.core.actors import system
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services.actions import recount
from kumppanuus.services.models import (
    Contact,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceKind,
    ServiceLocation,
    ServiceTerm,
)
from kumppanuus.taxonomy.models import Term

if TYPE_CHECKING:
    from bench.data import Finland

ENTRIES = 100_000
WHAT = ("Vertaisryhmä", "Kahvila", "Neuvonta", "Kävelyryhmä", "Ruokailu", "Kerho", "Tukipuhelin", "Talkoot", "Kuoro")
FOR = ("omaisille", "nuorille", "eläkeläisille", "leskille", "työttömille", "perheille", "kaikille", "toipuville")
SENTENCE = "Tule sellaisena kuin olet, kahvi on ilmaista ja ovi auki."
STORY = (
    "Tapaamme viikoittain. Mukaan voi tulla milloin vain, eikä lähetettä tarvita. Kahvi ja pulla kuuluvat asiaan. " * 6
)


def fill(finland: Finland, bulk: Any) -> None:
    """Write the entries straight into the tables, set by set; the yardsticks have 5 and 50 rows or parts."""
    luck = finland.luck
    schemes = ("theme", "target_group", "language", "accessibility", "service_class", "life_event")
    terms = {scheme: list(Term.objects.filter(scheme=scheme).values_list("pk", flat=True)) for scheme in schemes}
    country = Area.objects.get(kind=AreaKind.COUNTRY)
    places = bulk(
        Location(
            organisation=one,
            name=Text(fi="Talo"),
            address=f"Keskustie {n % 90}",
            postal_code="00100",
            area=one.home,
            host=finland.governments.get(one.home_id) if n % 20 == 0 else None,
        )
        for n, one in enumerate(finland.ngos)
    )
    wanted = round(ENTRIES * finland.share)
    names = [
        *("Viisikkoryhmä" for _n in range(5)),
        *("Viisikymppisten kerho" for _n in range(50)),
        *(f"{luck.choice(WHAT)} {luck.choice(FOR)} {n}" for n in range(wanted - 55)),
    ]
    owners = [finland.ngos[n % len(finland.ngos)] for n in range(wanted)]
    entries = bulk(_entry(finland, n, name, owners[n]) for n, name in enumerate(names))
    bulk(
        ServiceArea(service=entry, area=country if n % 200 == 0 else owners[n].home)
        for n, entry in enumerate(entries)
        if owners[n].home is not None
    )
    bulk(
        ServiceTerm(service=entry, term_id=pk)
        for n, entry in enumerate(entries)
        for scheme in schemes
        for pk in {terms[scheme][(n * 7 + len(scheme)) % len(terms[scheme])]}
        if scheme in {"theme", "language"} or (n + len(scheme)) % 2
    )
    bulk(ServiceLocation(service=entry, location=places[n % len(places)]) for n, entry in enumerate(entries))
    bulk(Contact(organisation=owners[n], service=entry, phone="02 555 0100") for n, entry in enumerate(entries))
    many = [(entries[0], 5), (entries[1], 50), *((entry, 1) for entry in entries[2::2])]
    bulk(
        Schedule(service=entry, byday="TU", opens=dt.time(10), closes=dt.time(12))
        for entry, n in many
        for _n in range(n)
    )
    finland.entries = entries
    recount(system("command"), None)


def _entry(finland: Finland, n: int, name: str, owner: Any) -> Service:
    now, today = finland.now, finland.today
    return Service(
        slug=f"merkinta-{n}",
        organisation=owner,
        kind=ServiceKind.values[n % len(ServiceKind.values)],
        status="published",
        listed=True,
        name=Text(fi=name),
        sort_name=alphabet(name)[:100],
        find_by=f"{name} {SENTENCE}".lower(),
        summary=Text(fi=SENTENCE),
        description=Text(fi=STORY),
        price_kind="free" if n % 3 else "paid",
        attendance=("on_site", "remote", "both")[n % 3],
        without_referral=n % 10 != 0,
        rhythm=12,
        verified_at=now,
        verified_as="member",
        verified_by=owner,
        due_on=today + dt.timedelta(days=n % 400 - 30),
    )
