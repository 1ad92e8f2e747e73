from django.urls import path

from kumppanuus.calendars.views import clock, entries, feeds

app_name = "calendars"

urlpatterns = [
    path("calendar/", clock.calendar, name="calendar"),
    path("calendar/feed.ics", feeds.ics, name="ics"),
    path("calendar/feed.atom", feeds.atom, name="atom"),
    path("calendar/own/<str:token>/feed.ics", feeds.own_ics, name="own_ics"),
    path("calendar/entries/new/", entries.add, name="add"),
    path("calendar/entries/<id:pk>/", entries.entry, name="entry"),
    path("calendar/entries/<id:pk>/change/", entries.change, name="change"),
    path("calendar/entries/<id:pk>/cancel/", entries.cancel, name="cancel"),
    path("me/calendar/", feeds.own_feed, name="own_feed"),
    path("me/calendar/open/", feeds.open_feed, name="open_feed"),
    path("me/calendar/close/", feeds.close_feed, name="close_feed"),
]
