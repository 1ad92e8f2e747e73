"""Addresses of search."""

from django.urls import path

from kumppanuus.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggestions, name="suggestions"),
]
