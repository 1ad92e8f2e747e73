"""Addresses of the app."""

from django.urls import path

from kumppanuus.activity import views

app_name = "activity"
urlpatterns = [
    path("history/<str:model>/<id:pk>/", views.history, name="history"),
    path("history/<str:model>/<id:pk>/feed.xml", views.atom, name="atom"),
    path("history/<str:model>/<id:pk>/redact/<str:field>/", views.redact, name="redact"),
    path("me/activity/", views.mine, name="mine"),
    path("me/feed/", views.feed, name="feed"),
]
