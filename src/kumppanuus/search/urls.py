"""Addresses of search."""

from django.urls import path

from kumppanuus.search import views, words

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggestions, name="suggestions"),
    path("search/words/", words.words, name="words"),
    path("search/words/new/", words.add_word, name="add_word"),
    path("search/words/silent/", words.silent, name="silent"),
    path("search/words/silent/<id:pk>/drop/", words.drop_silent, name="drop_silent"),
    path("search/words/<id:pk>/", words.change_word, name="change_word"),
    path("search/words/<id:pk>/remove/", words.remove_word, name="remove_word"),
]
