"""The library of operating models, generated: 5,000 models of 20 versions each, families of 40 forks, who uses them.

    DATABASE_URL=… python -m bench.library --share 1.0 --addresses FILE

Rows are written straight into the tables, as in bench/data.py; the texts come from a pool of sixty, each heading's
changed in every fourth version. A share of 0.1 keeps the models that are measured and makes a tenth of the others.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from bench.data import BACKEND, NO_PASSWORD, bulk, command, sql  # noqa: E402
from kumppanuus.accounts.models import Person  # noqa: E402
from kumppanuus.accounts.terms import TERMS_VERSION  # noqa: E402
from kumppanuus.config import loading  # noqa: E402
from kumppanuus.consultations.models import Consultation  # noqa: E402
from kumppanuus.core.models import RedactionOpen  # noqa: E402
from kumppanuus.core.texts import Text  # noqa: E402
from kumppanuus.organisations.middleware import SESSION_KEY  # noqa: E402
from kumppanuus.organisations.models import Membership, Organisation  # noqa: E402
from kumppanuus.places.models import Area, AreaKind  # noqa: E402
from kumppanuus.practices.models import (  # noqa: E402
    Adoption,
    AdoptionStage,
    Collection,
    Developer,
    Inclusion,
    Practice,
    PracticeVersion,
    Section,
    Stage,
    TemplateVersion,
)
from kumppanuus.questionnaires.models import BankItem  # noqa: E402
from kumppanuus.spaces.models import Space  # noqa: E402
from kumppanuus.taxonomy.models import Term  # noqa: E402

SEED = 20261123
MODELS, VERSIONS, FORKS, FAMILIES = 5_000, 20, 40, 20
ROUNDS = 300
BASES, EDITS = 10, 6
TIMED, FEW, MANY = "mittamalli", "viisikko", "viisikymmenikko"
WRITTEN = {  # how many paragraphs stand under a heading; the others of the template are empty, as they mostly are
    "place": 0, "funder": 0, "plain": 1, "basic-idea": 3, "environment": 2, "target-group": 2, "conditions": 2,
    "results": 2, "tips": 1, "resources": 1, "starting-point": 2, "trials": 1,
}  # fmt: skip
SENTENCES = (
    "Kunta ja järjestöt sopivat yhdessä, mitä tiloja iltaisin avataan ja kuka avaimen antaa.",
    "Kokeilussa oli mukana kuusi yhdistystä, joista kahdella ei ollut aiempaa yhteistyötä kunnan kanssa.",
    "Vastuuhenkilö kirjaa toiveet yhteiseen kalenteriin ja vastaa niihin kahden viikon kuluessa.",
    "Osallistujat kertoivat, että kynnys lähteä mukaan madaltui, kun ilmoittautua sai puhelimella.",
    "Ensimmäisenä vuonna kustannuksia tuli lähinnä tiedottamisesta ja yhteisistä tilaisuuksista.",
    "Malli vaatii sovitun yhteyshenkilön sekä kunnassa että järjestöissä, muuten asiat jäävät odottamaan.",
    "Palautetta kerättiin kahdesti vuodessa, ja sen pohjalta muutettiin vuorojen pituutta ja hinnoittelua.",
    "Pienessä kunnassa samat ihmiset ovat mukana monessa, joten kokoukset yhdistettiin muihin tapaamisiin.",
)


class Library:
    """The generated library at a share of its full size."""

    def __init__(self, share: float) -> None:
        self.luck, self.share, self.now = random.Random(SEED), share, timezone.now()
        self.template = TemplateVersion.objects.filter(status="published").earliest("pk")
        self.terms = list(Term.objects.filter(scheme__in=("theme", "target_group")).order_by("pk"))
        self.items = list(BankItem.objects.order_by("pk"))
        self.areas = list(Area.objects.municipalities().order_by("pk"))

    def organisations(self) -> None:
        """Governments of all municipalities, who write and use; one space; a reader who does both."""
        rows = [
            Organisation(
                slug=f"kunta-{one.slug}", name=Text(fi=str(one.name)), kind="municipality", home=one, governs=one,
                email=f"{one.slug}@bench.example", created_at=self.now,
            )
            for one in self.areas
        ]  # fmt: skip
        for one in rows:
            one.follow_texts()
        self.owners = bulk(rows)
        self.reader = Person.objects.create(
            email="lukija@bench.example", name="Liisa Lukija", password=NO_PASSWORD, terms_version=TERMS_VERSION,
            terms_accepted_at=self.now,
        )  # fmt: skip
        Membership.objects.create(
            person=self.reader, organisation=self.owners[1], role="admin", start=timezone.localdate()
        )
        self.space = Space.objects.create(
            slug="suomi", name=Text(fi="Kumppanuuspöytä"), operator=self.owners[0], languages=["fi", "sv"],
            area=Area.objects.get(kind=AreaKind.COUNTRY), intro=Text(fi=SENTENCES[0]),
        )  # fmt: skip
        self.collections = bulk(
            Collection(slug=f"kokoelma-{n}", name=Text(fi=f"Kokoelma {n}"), aim=Text(fi=SENTENCES[n]), space=self.space)
            for n in range(5)
        )

    def pool(self) -> Practice:
        """Write the texts of which all versions are made, as versions of a practice that nobody is shown."""
        kept = Practice.objects.create(slug="tekstit", space=self.space, owner=self.owners[0], languages=["fi"])
        rows = bulk(self._version(kept, number, "superseded") for number in range(1, BASES * EDITS + 1))
        fields = {one.code: one for one in self.template.fields.all()}
        bulk(
            Section(version=row, field=fields[code], revision=1, text=Text(fi=self._text(n // EDITS, n % EDITS, most)))
            for n, row in enumerate(rows)
            for code, most in WRITTEN.items()
        )
        return kept

    def _text(self, base: int, edit: int, most: int) -> str:
        """Return paragraphs: an edit changes one sentence of one of them, and the last has one more in every other."""
        if not most:
            return f"Kunta {base}, rahasto {edit}"
        parts = [
            [SENTENCES[(base * 3 + paragraph * 5 + n) % len(SENTENCES)] for n in range(5)] for paragraph in range(most)
        ]
        parts[edit % most][edit % 5] = f"Vuoden {2020 + edit} jälkeen sovittiin uudelleen, **kuka** vastaa mistäkin."
        if edit % 2:
            parts[-1] += ["Sovittiin myös:\n\n- vuoroista\n- avaimista\n- siivouksesta"]
        return "\n\n".join(" ".join(sentences) for sentences in parts)

    def _version(self, practice: Practice, number: int, status: str, **more: Any) -> PracticeVersion:
        day = self.now - dt.timedelta(days=30 * (VERSIONS - number) + 1, minutes=practice.pk)
        owner = {"organisation": practice.owner_id, "name": practice.owner.name.as_json(), "owner": True}
        return PracticeVersion(
            practice=practice, template=self.template, number=number, status=status, published_at=day, created_at=day,
            name=Text(fi=f"{practice.find_by.capitalize()}"), short=Text(fi=" ".join(SENTENCES[:3])),
            credited=[owner], note=Text(fi="Tarkennettiin, kuka vastaa mistäkin."), **more,
        )  # fmt: skip

    def models(self) -> None:
        """Write the models: those that are measured, families, and single ones; then their versions."""
        number = round(MODELS * self.share)
        firsts = [(TIMED, FORKS, VERSIONS), (FEW, 5, 5), (MANY, 50, 50)]
        firsts += [(f"perhe-{n}", FORKS, VERSIONS) for n in range(round(FAMILIES * self.share))]
        listed = [(f"viisikon-{n}", 0, VERSIONS) for n in range(5)]
        listed += [(f"viisikymppisten-{n}", 0, VERSIONS) for n in range(50)]
        left = number - len(listed) - sum(1 + forks for _slug, forks, _versions in firsts)
        plan = [*firsts, *listed, *((f"malli-{n}", 0, VERSIONS) for n in range(left))]
        parents = bulk(self._model(n, slug) for n, (slug, _forks, _versions) in enumerate(plan))
        above = self._versions(
            {one.pk: versions for one, (_s, _f, versions) in zip(parents, plan, strict=True)}, parents
        )
        forks = bulk(
            self._model(
                n, f"{parent.slug}-oma-{n}", origin=parent, forked_from=above[parent.pk][-1 - n % 3], fork=n + 1
            )
            for parent, (_slug, number_of, _versions) in zip(parents, plan, strict=True)
            for n in range(number_of)
        )
        self._versions({one.pk: VERSIONS for one in forks}, forks)
        self.yard = parents[:3]
        self.everything = [*parents, *forks]
        self.made = {parent.pk: [one for one in forks if one.origin_id == parent.pk] for parent in self.yard}
        self.above = above

    def _model(self, n: int, slug: str, *, fork: int = 0, **more: Any) -> Practice:
        words = slug.replace("-", " ")
        day = self.now - dt.timedelta(days=n % 900, minutes=n)
        return Practice(
            slug=slug, space=self.space, owner=self.owners[(fork or n * 7) % len(self.owners)], languages=["fi"],
            stage=list(Stage)[n % 3], find_languages=" fi ", created_at=day, published_at=day,
            find_by=f"{words} — yhteinen toimintamalli", **more,
        )  # fmt: skip

    def _versions(self, wanted: dict[int, int], practices: list[Practice]) -> dict[int, list[PracticeVersion]]:
        """Write the versions of practices; the last is in force."""
        found: dict[int, list[PracticeVersion]] = {}
        for begin in range(0, len(practices), 500):
            some = practices[begin : begin + 500]
            rows = bulk(
                self._version(
                    one, number, "published" if number == wanted[one.pk] else "superseded",
                    based_on=one.forked_from if number == 1 else None, upstream=one.forked_from,
                )
                for one in some
                for number in range(1, wanted[one.pk] + 1)
            )  # fmt: skip
            for row in rows:
                found.setdefault(row.practice_id, []).append(row)
            for one in some:
                one.current = found[one.pk][-1]
                found[one.pk] = found[one.pk][-3:]
            Practice.objects.bulk_update(some, ["current"])
        return found

    def texts(self, pool: Practice) -> None:
        """Give each version its sections from the pool: a million of them, of five hundred models at a time."""
        last = Practice.objects.latest("pk").pk
        for begin in range(0, last + 1, 500):
            with transaction.atomic():
                self._texts(pool, begin, begin + 500)

    def _texts(self, pool: Practice, begin: int, end: int) -> None:
        sql(
            f"""
            INSERT INTO practices_section (version_id, field_id, text, revision, changed_at)
            SELECT v.id, f.id, s.text, 1, v.created_at
            FROM practices_practiceversion v
            JOIN practices_practice m ON m.id = v.practice_id
            JOIN practices_templatefield f ON f.version_id = v.template_id
            JOIN practices_practiceversion p ON p.practice_id = {pool.pk}
              AND p.number = 1 + {EDITS} * (COALESCE(m.origin_id, m.id) % {BASES}) + ((v.number + f.id) / 4) % {EDITS}
            JOIN practices_section s ON s.version_id = p.id AND s.field_id = f.id
            WHERE v.practice_id <> {pool.pk} AND m.id >= {begin} AND m.id < {end}
            """  # noqa: S608 - numbers of ours
        )

    def around(self) -> None:
        """Topics, places, checklist items, collections, developers, users and comment rounds."""
        luck, today = self.luck, timezone.localdate()
        bulk(
            Practice.terms.through(practice_id=one.pk, term_id=term.pk)
            for one in self.everything
            for term in luck.sample(self.terms, 3)
        )
        bulk(
            Practice.helps.through(practice_id=one.pk, bankitem_id=luck.choice(self.items).pk)
            for one in self.everything
        )
        bulk(
            Practice.places.through(practice_id=one.pk, area_id=area.pk)
            for one in self.everything
            for area in luck.sample(self.areas, luck.choice((1, 1, 3)))
        )
        bulk(
            Inclusion(collection=self.collections[n % 5], practice=one, state="approved", by=self.owners[0])
            for n, one in enumerate(self.everything)
            if n % 3 == 0
        )
        uses = [(self.yard[0], FORKS), (self.yard[1], 5), (self.yard[2], 50)]
        uses += [(one, luck.choice((0, 0, 1, 2, 6))) for one in self.everything if one not in self.yard]
        bulk(
            Adoption(
                practice=one, organisation=self.owners[n + 1], version=one.current, stage=list(AdoptionStage)[n % 3],
                since=today - dt.timedelta(days=n), results=Text(fi=SENTENCES[n % 8]),
            )
            for one, most in uses
            for n in range(most)
        )  # fmt: skip
        bulk(
            Developer(
                practice=one, organisation=self.owners[-1 - n], state="accepted", start=today, part=Text(fi="Kokeili")
            )
            for one, most in ((self.yard[0], 3), (self.yard[1], 5), (self.yard[2], 50))
            for n in range(most)
        )
        others = self.everything[:: max(1, round(MODELS / ROUNDS))][: round(ROUNDS * self.share)]
        bulk(
            Consultation(
                organisation=one.owner, slug=f"kierros-{n}", title=Text(fi=f"Kierros {n}"),
                opens_at=self.now - dt.timedelta(days=60), closes_at=self.now - dt.timedelta(days=30),
                closed_at=self.now - dt.timedelta(days=30), target_model="practices.practiceversion",
                target_id=one.current_id,
            )
            for n, one in enumerate(others)
        )  # fmt: skip

    def write_down(self) -> dict[str, Any]:
        """Return the addresses to measure: what is timed, and the same page with few and many rows."""
        session = SessionStore()
        session["_auth_user_id"], session["_auth_user_backend"] = str(self.reader.pk), BACKEND
        session["_auth_user_hash"], session[SESSION_KEY] = self.reader.get_session_auth_hash(), self.owners[1].pk
        session.create()
        slugs = (TIMED, FEW, MANY)

        def of_each(name: str, *more: int) -> list[str]:
            return [reverse(f"practices:{name}", args=[slug, *more]) for slug in slugs]

        with translation.override("fi"):
            listed = reverse("practices:practices")
            pages = {
                "list": [listed, f"{listed}?q=viisikon", f"{listed}?q=viisikymppisten"],
                "list, filtered": [
                    f"{listed}?stage=idea&origin=fork",
                    f"{listed}?stage=idea&q=viisikon",
                    f"{listed}?stage=idea&q=viisikymppisten",
                ],
                "model": of_each("practice"),
                "version": of_each("version", 3),
                "versions compared": of_each("compare", 1, 4),
                "family": of_each("family"),
            }
        return {"pages": pages, "session": session.session_key}


def build(share: float) -> dict[str, Any]:
    """Make the tables, fill them, and return the addresses to measure with what stands in the tables."""
    loading.migrate()
    loading.load_reference(lambda _words: None)
    library = Library(share)
    # Sections of what is published are frozen: they are written as if something were being redacted.
    opened = RedactionOpen.objects.create()
    with transaction.atomic():
        library.organisations()
        pool = library.pool()
        library.models()
    library.texts(pool)
    with transaction.atomic():
        library.around()
        opened.delete()
        written = library.write_down()
    sql("ANALYZE")
    counted = (Practice, PracticeVersion, Section, Adoption, Inclusion, Consultation)
    written["rows"] = {model._meta.label: model._default_manager.count() for model in counted}
    return written


if __name__ == "__main__":
    sys.exit(command(__doc__, build, lambda _written: ""))
