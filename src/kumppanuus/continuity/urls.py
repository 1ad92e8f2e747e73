"""Addresses of the app."""

from django.urls import path

from kumppanuus.continuity import views

app_name = "continuity"
urlpatterns = [
    path("posts/<id:pk>/hand-over/", views.begin, name="begin"),
    path("hand-overs/<id:pk>/", views.handover, name="handover"),
    path("hand-overs/<id:pk>/write/", views.write, name="write"),
    path("hand-overs/<id:pk>/take-over/", views.take_over, name="take_over"),
    path("hand-overs/<id:pk>/finish/", views.finish, name="finish"),
    path("hand-overs/<id:pk>/call-off/", views.call_off, name="call_off"),
    path("ownerless/", views.ownerless, name="ownerless"),
]
