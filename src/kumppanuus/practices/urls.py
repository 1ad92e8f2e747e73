from django.urls import path

from kumppanuus.practices.views import lists, pages, writing

app_name = "practices"

urlpatterns = [
    path("practices/", lists.practices, name="practices"),
    path("practices/mine/", lists.mine, name="mine"),
    path("practices/new/", writing.create, name="create"),
    path("practices/<slug:slug>/", pages.practice, name="practice"),
    path("practices/<slug:slug>/v<id:number>/", pages.version, name="version"),
    path("practices/<slug:slug>/edit/", writing.edit, name="edit"),
    path("practices/<slug:slug>/edit/<slug:code>/", writing.section, name="section"),
    path("practices/<slug:slug>/edit/<slug:code>/here/", writing.here, name="here"),
    path("practices/<slug:slug>/describe/", writing.describe, name="describe"),
    path("practices/<slug:slug>/draft/", writing.draft, name="draft"),
    path("practices/<slug:slug>/publish/", writing.publish, name="publish"),
    path("practices/<slug:slug>/discard/", writing.discard, name="discard"),
    path("practices/<slug:slug>/withdraw/", writing.withdraw, name="withdraw"),
    path("practices/<slug:slug>/reopen/", writing.reopen, name="reopen"),
]
