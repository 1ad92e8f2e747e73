from django.urls import path

from kumppanuus.bodies import views

app_name = "bodies"

urlpatterns = [
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/list.<str:fmt>", views.export, name="export"),
    path("bodies/feed.atom", views.atom, name="atom"),
    path("bodies/kinds/<slug:space>/", views.kinds, name="kinds"),
    path("bodies/kinds/<slug:space>/new/", views.set_kind, name="add_kind"),
    path("bodies/kinds/<slug:space>/<slug:code>/", views.set_kind, name="set_kind"),
    path("bodies/kinds/<slug:space>/<slug:code>/end/", views.end_kind, name="end_kind"),
    path("bodies/new/<slug:space>/", views.create, name="create"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("bodies/<slug:slug>/seats.<str:fmt>", views.seats_export, name="seats_export"),
    path("bodies/<slug:slug>/change/", views.change, name="change"),
    path("bodies/<slug:slug>/end/", views.end, name="end"),
    path("bodies/<slug:slug>/rules/<id:number>/", views.rules, name="rules"),
    path("bodies/<slug:slug>/rules/adopt/", views.adopt_rules, name="adopt_rules"),
    path("bodies/<slug:slug>/seats/add/", views.add_seat, name="add_seat"),
    path("seats/<id:pk>/change/", views.change_seat, name="change_seat"),
    path("seats/<id:pk>/end/", views.end_seat, name="end_seat"),
    path("seats/<id:pk>/appoint/", views.appoint, name="appoint"),
    path("mandates/<id:pk>/end/", views.end_mandate, name="end_mandate"),
    path("mandates/<id:pk>/name/", views.show_name, name="show_name"),
]
