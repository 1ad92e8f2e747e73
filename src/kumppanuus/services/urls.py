"""Addresses of the directory."""

from django.urls import path

from kumppanuus.services.views import checks, claims, editing, gaps, needs, opening, parts, reading, suggestions

app_name = "services"
urlpatterns = [
    path("open-data/hsds/", opening.hsds, name="hsds"),
    path("directory/", reading.services, name="services"),
    path("directory/gaps/", gaps.gaps, name="gaps"),
    path("directory/new/", editing.choose, name="choose"),
    path("organisations/<slug:organisation>/entries/new/", editing.create, name="create"),
    path("organisations/<slug:organisation>/listing/", parts.listing, name="listing"),
    path("directory/<slug:slug>/", reading.service, name="service"),
    path("directory/<slug:slug>/change/", editing.change, name="change"),
    path("directory/<slug:slug>/change/participants/", editing.participants, name="participants"),
    path("directory/<slug:slug>/change/areas/", editing.areas, name="areas"),
    path("directory/<slug:slug>/change/classes/", editing.classes, name="classes"),
    path("directory/<slug:slug>/change/upkeep/", editing.upkeep, name="upkeep"),
    path("directory/<slug:slug>/change/times/", parts.times, name="times"),
    path("directory/<slug:slug>/change/contacts/", parts.contacts, name="contacts"),
    path("directory/<slug:slug>/change/places/new/", parts.add_place, name="add_place"),
    path("directory/<slug:slug>/change/places/<id:pk>/", parts.change_place, name="change_place"),
    path("directory/<slug:slug>/change/places/<id:pk>/remove/", parts.remove_place, name="remove_place"),
    path("directory/<slug:slug>/publish/", editing.publish, name="publish"),
    path("directory/<slug:slug>/pause/", editing.pause, name="pause"),
    path("directory/<slug:slug>/end/", editing.end, name="end"),
    path("directory/<slug:slug>/discard/", editing.discard, name="discard"),
    path("directory/<slug:slug>/confirm/", editing.confirm, name="confirm"),
    # upkeep: from e-mail links, by others, first claims
    path("directory/<slug:slug>/remind/", checks.remind, name="remind"),
    path("directory/<slug:slug>/change/languages/", needs.languages, name="languages"),
    path("directory/<slug:slug>/suggest/", suggestions.suggest, name="suggest"),
    path("directory/<slug:slug>/suggest/<str:line>/", suggestions.suggest_line, name="suggest_line"),
    path("organisations/<slug:organisation>/entries/suggest/", suggestions.suggest_entry, name="suggest_entry"),
    path("organisations/<slug:organisation>/claim/", claims.claim, name="claim"),
    path("organisations/<slug:organisation>/claim/send/", claims.send_claim_link, name="send_claim_link"),
    path("organisations/<slug:organisation>/claim/invite/", claims.invite_keeper, name="invite_keeper"),
    path("upkeep/", needs.needs, name="needs"),
    path("upkeep/right/<str:token>/", checks.confirm_by_link, name="confirm_by_link"),
    path("upkeep/correct/<str:token>/", checks.correct_by_link, name="correct_by_link"),
    path("upkeep/correct/<str:token>/<str:line>/", checks.correct_line, name="correct_line"),
    path("upkeep/suggestions/", suggestions.suggestions, name="suggestions"),
    path("upkeep/suggestions/<id:pk>/accept/", suggestions.accept_suggestion, name="accept_suggestion"),
    path("upkeep/suggestions/<id:pk>/decline/", suggestions.decline_suggestion, name="decline_suggestion"),
    path("upkeep/suggestions/<id:pk>/undo/", suggestions.undo_correction, name="undo_correction"),
    path("upkeep/suggestion/<str:token>/", suggestions.suggestion, name="suggestion"),
    path("upkeep/claims/", claims.claims, name="claims"),
    path("upkeep/claims/<id:pk>/approve/", claims.approve_claim, name="approve_claim"),
    path("upkeep/claims/<id:pk>/decline/", claims.decline_claim, name="decline_claim"),
    path("upkeep/claim/<str:token>/", claims.claim_by_link, name="claim_by_link"),
    path("upkeep/letters/", claims.letters, name="letters"),
]
