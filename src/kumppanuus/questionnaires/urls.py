from django.urls import path

from kumppanuus.questionnaires.views import editing, reading, spreadsheets

app_name = "questionnaires"
DRAFT = "checklists/<slug:slug>/<id:number>/edit/"

urlpatterns = [
    path("checklists/", reading.checklists, name="list"),
    path("checklists/new/", editing.create, name="create"),
    path("checklists/bank/", reading.bank, name="bank"),
    path("checklists/bank/new/", editing.add_to_bank, name="add_to_bank"),
    path("checklists/<slug:slug>/", reading.questionnaire, name="questionnaire"),
    path("checklists/<slug:slug>/about/", editing.describe, name="describe"),
    path("checklists/<slug:slug>/draft/", editing.draft, name="draft"),
    path("checklists/<slug:slug>/<id:number>/", reading.version, name="version"),
    path("checklists/<slug:slug>/<id:number>/download/<str:fmt>/", reading.download, name="download"),
    path(DRAFT, editing.change, name="change"),
    path(f"{DRAFT}arrange/", editing.arrange, name="arrange"),
    path(f"{DRAFT}theme/", editing.add_theme, name="add_theme"),
    path(f"{DRAFT}theme/<str:key>/", editing.change_theme, name="change_theme"),
    path(f"{DRAFT}item/", editing.add_item, name="add_item"),
    path(f"{DRAFT}item/<str:code>/", editing.change_item, name="change_item"),
    path(f"{DRAFT}sheet/", spreadsheets.upload, name="upload"),
    path(f"{DRAFT}sheet/accept/", spreadsheets.fill_from_sheet, name="fill_from_sheet"),
    path(f"{DRAFT}publish/", editing.publish, name="publish"),
    path(f"{DRAFT}discard/", editing.discard, name="discard"),
]
