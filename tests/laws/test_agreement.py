"""Law 2: for each model and each of the cast, `visible_to` equals the rows of which `view_<model>` says yes."""

from __future__ import annotations

from django.apps import apps

from kumppanuus.core import permissions

# Models that no reader starts from, each with its reason.
PART = "read through the row it belongs to"
INNER = "never shown: kept for the platform itself"
WITHOUT_READERS = {
    "accounts.Export": PART,
    "activity.EventAudience": INNER,
    "activity.EventTarget": PART,
    "assessments.Assignment": PART,
    "assessments.Cell": PART,
    "assessments.CommentCheck": PART,
    "assessments.ItemMeasure": PART,
    "assessments.Signature": PART,
    "assessments.Standing": PART,
    "assessments.TeamComment": PART,
    "bodies.Rules": PART,
    "bulletins.Sending": PART,
    "calls.CallSeat": PART,
    "core.Redaction": INNER,
    "continuity.HandoverLine": PART,
    "core.RedactionOpen": INNER,
    "links.Tally": INNER,
    "matters.Attachment": PART,
    "matters.Step": PART,
    "measures.Consent": PART,
    "measures.MeasureState": PART,
    "meetings.Signature": PART,
    "merging.Step": PART,
    "negotiations.Agreement": PART,
    "negotiations.FollowUp": PART,
    "negotiations.Group": PART,
    "negotiations.Party": PART,
    "negotiations.Point": PART,
    "negotiations.Presentation": PART,
    "negotiations.Proposal": PART,
    "negotiations.Signature": PART,
    "bulletins.Attachment": PART,
    "following.AddressFollow": INNER,
    "forums.Attachment": PART,
    "notices.AddressStop": INNER,
    "notices.Beat": INNER,
    "organisations.OrganisationArea": PART,
    "places.Merger": INNER,
    "practices.Attachment": PART,
    "practices.TemplateField": PART,
    "practices.Writing": PART,
    "questionnaires.Answer": PART,
    "questionnaires.BankItem": "public as a whole, the same for everybody",
    "questionnaires.Evidence": PART,
    "questionnaires.Item": PART,
    "questionnaires.Level": PART,
    "questionnaires.Theme": PART,
    "search.Document": "shown by search.find, which looks at what the asker may see",
    "search.Lexeme": INNER,
    "search.Posting": INNER,
    "search.Segment": INNER,
    "search.State": INNER,
    "search.Vector": INNER,
    "search.SilentDay": "numbers of days, which the page of silent words shows to editors",
    "search.Waiting": INNER,
    "services.Closure": PART,
    "services.Contact": PART,
    "services.ImportFile": INNER,
    "services.ImportRow": PART,
    "services.Reminder": INNER,
    "services.Schedule": PART,
    "services.ServiceArea": PART,
    "services.ServiceLocation": PART,
    "services.ServiceTerm": PART,
    "services.Tally": INNER,
    "services.SourceRecord": INNER,
}


def product_models():
    for model in apps.get_models():
        if model._meta.app_config.name.startswith("kumppanuus."):
            yield model


def test_every_model_has_readers_or_a_reason():
    without = {m._meta.label for m in product_models() if not hasattr(m._default_manager, "visible_to")}
    assert without - WITHOUT_READERS.keys() == set()
    known = {m._meta.label for m in product_models()}
    assert {label for label in WITHOUT_READERS if label in known} - without == set()


def test_every_model_with_readers_has_its_permission():
    wanted = {
        f"{m._meta.app_label}.view_{m._meta.model_name}"
        for m in product_models()
        if hasattr(m._default_manager, "visible_to")
    }
    assert wanted - permissions.register.keys() == set()


def test_visible_to_equals_the_permission_for_each_of_the_cast(world):
    wrong, seen_by_nobody = [], []
    for model in product_models():
        if not hasattr(model._default_manager, "visible_to"):
            continue
        name = f"{model._meta.app_label}.view_{model._meta.model_name}"
        rows = list(model._default_manager.all())
        if not rows:
            seen_by_nobody.append(model._meta.label)
        for who in world.cast.NAMES:
            by_query = set(model._default_manager.visible_to(world.actor(who)).values_list("pk", flat=True))
            asked = world.actor(who)
            by_permission = {row.pk for row in rows if asked.may(name, row)}
            if by_query != by_permission:
                wrong.append(
                    f"{model._meta.label}, {who}: only visible_to {sorted(by_query - by_permission)[:5]}, "
                    f"only {name} {sorted(by_permission - by_query)[:5]}"
                )
    assert wrong == []
    assert set(seen_by_nobody) <= {"taxonomy.Term"}, "the world has no row of these, so nothing could leak"
