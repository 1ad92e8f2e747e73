"""Addresses of the directory."""

from django.urls import path

from kumppanuus.services.views import editing, gaps, opening, parts, reading

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
]
