"""Addresses of the app."""

from django.urls import path

from kumppanuus.merging import views

app_name = "merging"
urlpatterns = [
    path("duplicates/", views.pairs, name="pairs"),
    path("duplicates/<id:pk>/", views.pair, name="pair"),
    path("duplicates/<id:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("duplicates/<id:pk>/consent/", views.consent, name="consent"),
    path("duplicates/<id:pk>/merge/", views.merge, name="merge"),
    path("organisations/<slug:slug>/same-as/", views.suggest, name="suggest"),
    path("directory/<slug:slug>/same-as/", views.suggest_entry, name="suggest_entry"),
    path("merges/<id:pk>/", views.merge_made, name="merge_made"),
    path("merges/<id:pk>/undo/", views.undo, name="undo"),
]
