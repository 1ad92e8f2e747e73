from django.urls import path

from kumppanuus.forums import signing, views

app_name = "forums"

urlpatterns = [
    path("forums/", views.forums, name="forums"),
    path("forums/list.<str:fmt>", views.export, name="export"),
    path("forums/feed.atom", views.atom, name="atom"),
    path("forums/new/", views.create, name="create"),
    path("forums/registrations/<str:token>/", signing.by_link, name="by_link"),
    path("forums/<slug:slug>/", views.forum, name="forum"),
    path("forums/<slug:slug>/event.ics", views.ics, name="ics"),
    path("forums/<slug:slug>/change/", views.change, name="change"),
    path("forums/<slug:slug>/cancel/", views.cancel, name="cancel"),
    path("forums/<slug:slug>/outcome/", views.tell_outcome, name="tell_outcome"),
    path("forums/<slug:slug>/files/", views.attach, name="attach"),
    path("forums/files/<id:pk>/remove/", views.detach, name="detach"),
    path("forums/<slug:slug>/attendance/", views.attendance, name="attendance"),
    path("forums/<slug:slug>/coming/", views.coming, name="coming"),
    path("forums/<slug:slug>/coming.<str:fmt>", views.coming_export, name="coming_export"),
    path("forums/<slug:slug>/register/", signing.register, name="register"),
    path("forums/<slug:slug>/withdraw/", signing.withdraw, name="withdraw"),
]
