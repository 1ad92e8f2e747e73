"""Bulletins for tests: sent ones, one that goes out later, a draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.bulletins import actions
from kumppanuus.bulletins.models import Attachment, Bulletin
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from tests.factories.cast import Cast
from tests.factories.uploads import text_file

SECRET_DRAFT = "Salainen tiedoteluonnos"
TITLE = Text(fi="Avustukset haettavana", sv="Understöd kan sökas")


def bulletin(actor: Actor, sender: Organisation, area: Area, title: Text = TITLE, **fields: Any) -> Bulletin:
    """Begin a bulletin."""
    body = Text(fi="Hakuaika päättyy lokakuussa.", sv="Ansökningstiden slutar i oktober.")
    return actions.write(actor, sender, **({"title": title, "body": body, "area": area} | fields))


def sent(actor: Actor, sender: Organisation, area: Area, title: Text = TITLE, **fields: Any) -> Bulletin:
    """Send a bulletin, all of its mails too."""
    made = bulletin(actor, sender, area, title, **fields)
    actions.send(actor, made)
    while actions.tell(system("bulletins"), made):
        pass
    return made


@dataclass
class Bulletins:
    """What the world has of bulletins."""

    sent: Bulletin  # of municipality A
    other: Bulletin  # of the umbrella, in B
    draft: Bulletin  # of municipality A
    later: Bulletin  # of municipality A
    attachment: Attachment  # of the draft


def bulletins(cast: Cast, area_a: Area, area_b: Area) -> Bulletins:
    """Build the bulletins of the world."""
    aino = cast.actor("aino")
    own = cast.municipality_a
    links = [{"title": "Ohje", "url": "https://example.org/ohje"}]
    first = sent(aino, own, area_a, links=links)
    other = sent(cast.actor("kaisa"), cast.umbrella, area_b, Text(fi="Verkoston uutisia"))
    draft = bulletin(aino, own, area_a, Text(fi=SECRET_DRAFT))
    later = bulletin(aino, own, area_a, Text(fi="Myöhemmin lähtevä"))
    actions.schedule(aino, later, at=timezone.now() + dt.timedelta(days=5))
    attachment = actions.attach(aino, draft, title=Text(fi="Salainen liite"), file=text_file())
    return Bulletins(first, other, draft, later, attachment)
