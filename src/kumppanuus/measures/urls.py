from django.urls import path

from kumppanuus.measures import views

app_name = "measures"

urlpatterns = [
    path("measures/", views.measures, name="measures"),
    path("measures/list.<str:fmt>", views.export, name="export"),
    path("measures/feed.atom", views.atom, name="atom"),
    path("measures/new/", views.propose, name="propose"),
    path("measures/<id:pk>/", views.measure, name="measure"),
    path("measures/<id:pk>/accept/", views.accept, name="accept"),
    path("measures/<id:pk>/countersign/", views.countersign, name="countersign"),
    path("measures/<id:pk>/decline/", views.decline, name="decline"),
    path("measures/<id:pk>/report/", views.report, name="report"),
]
