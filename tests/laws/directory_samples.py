"""Samples of the directory's actions; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.core.texts import Text
from tests.factories.services import fields
from tests.laws.samples import fixed, sample

fixed("services.recount", lambda w: None)
sample("services.create")(lambda w: (w.cast.ngo_a, fields(w.area_a)))
fixed("services.change", lambda w: w.directory.own, name=Text(fi="Uusi nimi"))
fixed("services.publish", lambda w: w.directory.draft)
fixed("services.pause", lambda w: w.directory.own)
fixed("services.end", lambda w: w.directory.own)
fixed("services.discard", lambda w: w.directory.draft)
fixed("services.confirm", lambda w: w.directory.own)
sample("services.set_place")(lambda w: (w.directory.own, {"area": w.area_a, "address": "Rantatie 1"}))
sample("services.remove_place")(lambda w: (w.directory.own, {"place": w.directory.own.places.get()}))
fixed("services.set_times", lambda w: w.directory.own, schedules=[{"freq": "WEEKLY", "byday": "MO"}])
fixed("services.set_contacts", lambda w: w.directory.own, contacts=[{"phone": "02 555 0102"}])
fixed("services.set_listing", lambda w: w.cast.ngo_a, for_residents=Text(fi="Tule käymään"))
