"""Lists to import, for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions
from kumppanuus.services.imports.mapping import suggest
from kumppanuus.services.imports.reading import table_of, what_is_it
from kumppanuus.services.imports.running import work_on
from kumppanuus.services.models import Import, ImportFormat, Source
from kumppanuus.spaces.models import Space

LIST = """Yhdistys;Y-tunnus;Kotikunta;Nimi;Tyyppi;Tiivistelmä;Kuvaus;Puhelin;Osoite;Postinumero;Kunta;Tunniste
Kosken Kuoro;;Koski Tl;Kuoroilta;toiminta;Lauletaan yhdessä.;Tule laulamaan. Nuotteja ei tarvita.;02 555 0110;Keskustie 1;31500;Koski Tl;k1
Kosken Kuoro;;Koski Tl;Joulukonsertti;tapahtuma;Joululauluja kirkossa.;;02 555 0110;;;Koski Tl;k2
Martat;;Marttila;Neulekahvila;toiminta;Neulotaan ja kahvitellaan.;;02 555 0111;;;Marttila;k3
"""


def source(owner: Space | Organisation, name: str = "Kunnan lista", **more: Any) -> Source:
    """Return a source that is not saved yet."""
    return Source(**{"space" if isinstance(owner, Space) else "organisation": owner}, name=name, **more)


def read(
    actor: Actor, of: Source, body: str | bytes, *, work: Callable[[int], object] = work_on, **options: Any
) -> Import:
    """Send a list, its columns as they are guessed, and let it be compared."""
    raw = body.encode() if isinstance(body, str) else body
    fmt = what_is_it(raw)
    guesses, mapping, columns = {}, {}, []
    if fmt == ImportFormat.TABLE:
        table = table_of(raw, {})
        guesses, columns = table.guesses.as_json(), table.header
        mapping = suggest(columns)
    batch = actions.read_list(actor, of, body=raw, filename="lista", fmt=fmt, read={"guesses": guesses})
    actions.map_columns(actor, batch, mapping=mapping, options=options, guesses=guesses, columns=columns)
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def bring_in(actor: Actor, batch: Import, *, work: Callable[[int], object] = work_on) -> Import:
    """Import what was compared."""
    actions.begin_import(actor, batch)
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def undo(actor: Actor, batch: Import, *, work: Callable[[int], object] = work_on) -> Import:
    """Undo an import."""
    actions.begin_undo(actor, batch)
    work(batch.pk)
    batch.refresh_from_db()
    return batch
