"""A space's own classification: what is used is never lost, and every change can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.services import actions, ptv
from kumppanuus.services.columns import BY_KEY, whole
from kumppanuus.services.filters import DirectoryFilter, find
from kumppanuus.services.imports import hsds
from kumppanuus.services.imports.lookups import Lookups, NotUnderstood
from kumppanuus.services.models import Service, ThemeChange
from kumppanuus.services.tasks import forget_theme_changes
from kumppanuus.services.themes import themes_of
from kumppanuus.spaces import actions as spaces
from kumppanuus.taxonomy.models import Term
from tests.factories import building
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaisa(cast):
    return cast.actor("kaisa")


@pytest.fixture
def add(cast, kaisa):
    """Return what adds a theme to Kaisa's space."""
    return lambda name, **more: actions.add_theme(kaisa, cast.space, name=Text(fi=name), **more)


@pytest.fixture
def entry(cast):
    """Return what makes an entry with terms."""
    area = cast.municipality_a.governs
    return lambda *terms, **more: made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"), terms=terms, **more)


def names(cast) -> list[str]:
    return [str(one.term.name["fi"]) for one in themes_of(cast.space)]


def chosen(term: Term) -> list[str]:
    return sorted(
        Service.objects.filter(pk__in=find(DirectoryFilter({"term": term.key})).ids).values_list("slug", flat=True)
    )


def client_of(cast, who: str) -> Client:
    made = Client()
    made.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = made.session
    session[SESSION_KEY] = cast.acting_for[who]
    session.save()
    return made


# --- adding and changing
def test_themes_stand_in_the_order_that_the_editors_give_each_with_its_subthemes(cast, add):
    grief = add("Suru")
    add("Arki")
    work = add("Työ", after=grief)
    add("Työttömyys", parent=work)
    assert names(cast) == ["Arki", "Suru", "Työ", "Työttömyys"]


def test_change_moves_and_renames_and_undo_sets_both_back(cast, kaisa, add):
    first, second = add("Suru"), add("Arki")
    actions.change_theme(kaisa, second, name=Text(fi="Arjen apu", sv="Hjälp i vardagen"), after=first)
    assert names(cast) == ["Suru", "Arjen apu"]
    actions.undo_theme(kaisa, ThemeChange.objects.get(verb="change"))
    assert names(cast) == ["Arki", "Suru"]
    second.refresh_from_db()
    assert (dict(second.name), second.code) == ({"fi": "Arki"}, "arki")


@pytest.mark.parametrize("name", ["Suru", "SURU"])
def test_a_name_stands_once_among_what_is_offered(cast, kaisa, add, name):
    first = add("Suru")
    with pytest.raises(Refused):
        add(name)
    actions.end_theme(kaisa, first)
    second = add(name)
    assert (first.code, second.code) == ("suru", "suru-2")
    with pytest.raises(Refused):
        actions.resume_theme(kaisa, Term.objects.get(pk=first.pk))


def test_a_theme_stands_at_the_top_or_right_under_a_top_one_of_its_own_space(cast, kaisa, add):
    top = add("Suru")
    below = add("Lesket", parent=top)
    other = spaces.create(
        made_up.TESTS,
        None,
        slug="toinen",
        name=Text(fi="Toinen"),
        operator=cast.space.operator,
        area=cast.space.area,
    )
    elsewhere = actions.add_theme(made_up.TESTS, other, name=Text(fi="Muualla"))
    before = names(cast)
    for parent in (below, elsewhere, made_up.term()):
        with pytest.raises(Refused):
            add("Uusi", parent=parent)
    with pytest.raises(Refused):
        actions.change_theme(kaisa, top, name=Text(fi="Suru"), parent=top)
    assert names(cast) == before


def test_only_the_editors_of_the_space_change_its_themes_and_nobody_the_common_ones(cast, add):
    grief = add("Suru")
    for who in ("aino", "bertil", "cecilia", "oona", "eero", "dani"):
        actor = cast.actor(who)
        with pytest.raises(PermissionDenied):
            actions.add_theme(actor, cast.space, name=Text(fi="Oma"))
        with pytest.raises(PermissionDenied):
            actions.change_theme(actor, grief, name=Text(fi="Oma"))
    with pytest.raises(PermissionDenied):
        actions.change_theme(cast.actor("kaisa"), made_up.term(), name=Text(fi="Oma"))


# --- merging, ending, undoing
def test_merge_takes_entries_and_subthemes_over_and_undo_gives_exactly_those_back(cast, kaisa, add, entry):
    old, new = add("Suru"), add("Menetys")
    below = add("Lesket", parent=old)
    both, only, other = entry(old, new), entry(old), entry(new)
    actions.merge_theme(kaisa, old, into=new)
    below.refresh_from_db()
    assert (names(cast), below.parent_id) == (["Menetys", "Lesket"], new.pk)
    assert [(one.term.code, one.whole) for one in themes_of(cast.space)] == [("menetys", 3), ("lesket", 0)]
    later = entry(new)
    actions.undo_theme(kaisa, ThemeChange.objects.get(verb="merge"))
    below.refresh_from_db()
    assert below.parent_id == old.pk
    have = {
        row.pk: sorted(row.terms.values_list("code", flat=True)) for row in Service.objects.prefetch_related("terms")
    }
    assert have == {
        both.pk: ["menetys", "step_free", "suru"],
        only.pk: ["step_free", "suru"],
        other.pk: ["menetys", "step_free"],
        later.pk: ["menetys", "step_free"],
    }


def test_an_old_address_of_a_filtered_list_leads_to_what_the_theme_is_part_of(cast, kaisa, add, entry):
    old, new = add("Suru"), add("Menetys")
    mine, theirs = entry(old), entry(new)
    third = add("Kuolema")
    actions.merge_theme(kaisa, old, into=new)
    actions.merge_theme(kaisa, new, into=third)
    with pytest.raises(Refused):
        actions.undo_theme(kaisa, ThemeChange.objects.get(verb="merge", term=old))
    for code in (old, new, third):
        assert chosen(code) == sorted([mine.slug, theirs.slug])
    assert DirectoryFilter({"term": [old.key, new.key]}).query() == "term=space-varsinais-suomi%3Akuolema".replace(
        "space-varsinais-suomi", third.scheme
    )


def test_merge_is_refused_into_itself_a_subtheme_with_subthemes_an_ended_one_and_another_classification(
    cast, kaisa, add
):
    top = add("Suru")
    below, other = add("Lesket", parent=top), add("Arki")
    under_other, ended = add("Ruoka", parent=other), add("Vanha")
    actions.end_theme(kaisa, ended)
    for into in (top, below, under_other, ended, made_up.term()):
        with pytest.raises(Refused):
            actions.merge_theme(kaisa, top, into=into)
    assert ThemeChange.objects.filter(verb="merge").count() == 0


def test_an_ended_theme_stays_where_it_is_and_is_not_offered_to_others(cast, kaisa, add, entry):
    grief = add("Suru")
    has, has_not = entry(grief), entry()
    actions.end_theme(kaisa, grief)
    assert chosen(grief) == [has.slug]
    client = client_of(cast, "bertil")
    box = f'value="{grief.pk}"'
    assert [
        box in client.get(reverse("services:classes", args=[one.slug])).content.decode() for one in (has, has_not)
    ] == [True, False]
    actions.resume_theme(kaisa, Term.objects.get(pk=grief.pk))
    assert box in client.get(reverse("services:classes", args=[has_not.slug])).content.decode()


def test_undo_of_adding_removes_what_nobody_uses_and_is_refused_once_it_is_used(cast, kaisa, add, entry):
    add("Turha")
    used = add("Suru")
    entry(used)
    actions.undo_theme(kaisa, ThemeChange.objects.get(term__code="turha"))
    with pytest.raises(Refused):
        actions.undo_theme(kaisa, ThemeChange.objects.get(term=used))
    assert names(cast) == ["Suru"]


def test_changes_are_undone_the_latest_first_and_for_thirty_days(cast, kaisa, add):
    term = add("Suru")
    actions.change_theme(kaisa, term, name=Text(fi="Suru ja menetys"))
    first, last = ThemeChange.objects.order_by("pk")
    with pytest.raises(Refused):
        actions.undo_theme(kaisa, first)
    with building():
        ThemeChange.objects.filter(pk=last.pk).update(at=timezone.now() - dt.timedelta(days=31))
    last.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.undo_theme(kaisa, last)
    forget_theme_changes()
    assert list(ThemeChange.objects.values_list("pk", flat=True)) == [first.pk]


# --- filtering, pages, exports
def test_the_filter_counts_a_theme_with_its_subthemes_and_finds_as_many(cast, add, entry):
    top = add("Suru")
    below = add("Lesket", parent=top)
    entry(top, below)
    entry(below)
    entry(top)
    counted = find(DirectoryFilter({})).counted.by
    assert (counted[f"term:{top.key}"], counted[f"term:{below.key}"]) == (3, 2)
    assert (len(chosen(top)), len(chosen(below))) == (3, 2)


def test_members_class_their_entry_by_the_themes_of_the_spaces_around_it(cast, add, entry):
    grief, mine = add("Suru"), entry(made_up.term())
    client = client_of(cast, "bertil")
    data = {"themes": [made_up.term().pk], "own_0": [grief.pk]}
    assert client.post(reverse("services:classes", args=[mine.slug]), data).status_code == 303
    assert sorted(mine.terms.values_list("code", flat=True)) == ["company", "step_free", "suru"]
    page = client.get("/fi/directory/").content.decode()
    assert f'value="{grief.key}"' in page
    assert "Suru" in client.get(mine.get_absolute_url()).content.decode()


def test_the_page_tells_everybody_the_themes_and_editors_what_can_be_done(cast, kaisa, add, entry):
    grief = add("Suru", description=Text(fi="Kuolema, ero, menetys"))
    entry(grief)
    page = reverse("services:themes", args=[cast.space.slug])
    seen = {who: client_of(cast, who).get(page).content.decode() for who in ("kaisa", "bertil")}
    change = reverse("services:change_theme", args=[cast.space.slug, grief.code])
    assert [(text.count("Kuolema, ero, menetys"), text.count(change)) for text in seen.values()] == [(1, 1), (1, 0)]
    assert "1 entry" in seen["bertil"]


def test_editors_add_merge_end_and_undo_on_the_pages(cast, add):
    keep = add("Menetys")
    client, slug = client_of(cast, "kaisa"), cast.space.slug
    made = client.post(reverse("services:add_theme", args=[slug]), {"name_fi": "Suru", "name_sv": "Sorg"})
    assert made.status_code == 303
    grief = Term.objects.get(code="suru")
    merge = reverse("services:merge_theme", args=[slug, "suru"])
    assert client.post(merge, {"into": keep.pk}).status_code == 303
    assert client.get(reverse("services:change_theme", args=[slug, "suru"])).status_code == 404
    change = ThemeChange.objects.get(verb="merge")
    assert client.post(reverse("services:undo_theme", args=[change.pk])).status_code == 303
    grief.refresh_from_db()
    assert grief.merged_into_id is None
    assert client.post(reverse("services:end_theme", args=[slug, "suru"])).status_code == 303
    assert client.post(reverse("services:resume_theme", args=[slug, "suru"])).status_code == 303
    assert names(cast) == ["Suru", "Menetys"]
    again = client.post(reverse("services:add_theme", args=[slug]), {"name_fi": "Suru"})
    assert (again.status_code, "Another theme is called" in again.content.decode()) == (422, True)


def test_a_theme_that_means_a_service_class_goes_to_the_catalogue_with_it(cast, add, entry):
    group = made_up.term("service_class", "P16", "Tuki")
    grief = add("Suru", means=group)
    mine = entry(grief)
    row = whole(Service.objects.all()).get(pk=mine.pk)
    assert [one["code"] for one in ptv.service_record(row)["serviceClasses"]] == ["P16"]
    assert "At least one service class." not in ptv.lacks(row)
    with pytest.raises(Refused):
        add("Väärä", means=made_up.term())


def test_hsds_tells_the_classification_and_its_terms(cast, kaisa, add, entry):
    grief = add("Suru", description=Text(fi="Kuolema, ero, menetys"))
    below, old = add("Lesket", parent=grief), add("Vanha")
    mine = entry(below)
    actions.merge_theme(kaisa, old, into=grief)
    client = Client()
    terms = {one["code"]: one for one in client.get("/api/hsds/taxonomy_terms?per_page=500").json()["contents"]}
    assert terms["suru"]["description"] == "Kuolema, ero, menetys"
    assert terms["lesket"]["parent_id"] == terms["suru"]["id"]
    assert terms["vanha"]["replaced_by_id"] == terms["suru"]["id"]
    taxonomies = {one["id"]: one for one in client.get("/api/hsds/taxonomies").json()["contents"]}
    own = taxonomies[terms["suru"]["taxonomy_id"]]
    assert (own["name"], str(cast.space.name.in_language("fi")) in own["name"]) == (own["name"], True)
    service = client.get(f"/api/hsds/services/{mine.uuid}").json()
    assert [one["taxonomy_term"]["code"] for one in service["attributes"]] == ["lesket"]
    found = client.get(f"/api/hsds/services?taxonomy_term_id={terms['suru']['id']}").json()["contents"]
    assert [one["id"] for one in found] == [str(mine.uuid)]


def test_a_record_of_hsds_brings_its_own_themes_back(cast, add, entry):
    mine = entry(add("Suru"), made_up.term())
    record = Client().get(f"/api/hsds/services/{mine.uuid}").json()
    (row,) = list(hsds.records(b"", record, Lookups()))
    assert row["service"]["terms.own"] == [term.pk for term in mine.terms.all() if term.is_own]


def test_the_api_tells_a_space_s_themes(cast, kaisa, add, entry):
    grief = add("Suru")
    entry(grief)
    actions.end_theme(kaisa, add("Vanha", after=grief))
    told = Client().get(f"/api/v1/services/themes/{cast.space.slug}").json()
    assert [(one["key"], one["ended"], one["entries"]) for one in told] == [
        (f"{grief.scheme}:suru", False, 1),
        (f"{grief.scheme}:vanha", True, 0),
    ]


def test_the_column_of_own_themes_is_read_back(add, entry):
    grief, mine = add("Suru"), entry()
    with building():
        mine.terms.add(grief)
    row, field = whole(Service.objects.all()).get(pk=mine.pk), BY_KEY["own_themes"]
    assert field.value(row) == grief.key
    assert field.parse(grief.key, Lookups()) == [grief.pk]
    with pytest.raises(NotUnderstood):
        field.parse("theme:company", Lookups())
