from django.urls import path

from kumppanuus.projects import views

app_name = "projects"

urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/list.<str:fmt>", views.export, name="export"),
    path("projects/feed.atom", views.atom, name="atom"),
    path("projects/new/", views.create, name="create"),
    path("projects/parties/<id:pk>/join/", views.join, name="join"),
    path("projects/parties/<id:pk>/decline/", views.decline, name="decline"),
    path("projects/parties/<id:pk>/leave/", views.leave, name="leave"),
    path("projects/legacies/<id:pk>/heir/", views.ask_heir, name="ask_heir"),
    path("projects/legacies/<id:pk>/take-over/", views.take_over, name="take_over"),
    path("projects/legacies/<id:pk>/refuse/", views.refuse_legacy, name="refuse_legacy"),
    path("projects/legacies/<id:pk>/drop/", views.drop_legacy, name="drop_legacy"),
    path("projects/<slug:slug>/", views.project, name="project"),
    path("projects/<slug:slug>/change/", views.change, name="change"),
    path("projects/<slug:slug>/stop/", views.stop, name="stop"),
    path("projects/<slug:slug>/results/", views.report, name="report"),
    path("projects/<slug:slug>/parties/ask/", views.ask_party, name="ask_party"),
    path("projects/<slug:slug>/legacies/add/", views.add_legacy, name="add_legacy"),
]
