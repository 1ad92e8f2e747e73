"""Addresses of the app."""

from django.urls import path

from kumppanuus.links import views

app_name = "links"
urlpatterns = [
    path("code/", views.enter, name="enter"),
]
