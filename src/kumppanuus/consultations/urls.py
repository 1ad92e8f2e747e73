from django.urls import path

from kumppanuus.consultations.views import bench, commenting, lists, moderating, pages

app_name = "consultations"

urlpatterns = [
    path("consultations/", lists.rounds, name="rounds"),
    path("consultations/list.<str:fmt>", lists.export, name="export"),
    path("consultations/feed.atom", lists.atom, name="atom"),
    path("consultations/prepare/", moderating.prepare, name="prepare"),
    path("consultations/invited/<str:token>/", commenting.invited, name="invited"),
    path("consultations/invited/<str:token>/<slug:key>/", commenting.invited_comment, name="invited_comment"),
    path("consultations/themes/<id:pk>/", bench.theme, name="theme"),
    path("consultations/remarks/<id:pk>/", bench.remark, name="remark"),
    path("consultations/remarks/<id:pk>/withdraw/", commenting.withdraw, name="withdraw"),
    path("consultations/remarks/<id:pk>/discard/", commenting.discard, name="discard"),
    path("consultations/<slug:slug>/", pages.round_page, name="round"),
    path("consultations/<slug:slug>/comments/", pages.remarks, name="remarks"),
    path("consultations/<slug:slug>/comments.<str:fmt>", pages.remarks_export, name="remarks_export"),
    path("consultations/<slug:slug>/summary/", pages.summary, name="summary"),
    path("consultations/<slug:slug>/summary.<str:fmt>", pages.document, name="document"),
    path("consultations/<slug:slug>/comment/<slug:key>/", commenting.comment, name="comment"),
    path("consultations/<slug:slug>/nothing/", commenting.nothing, name="nothing"),
    path("consultations/<slug:slug>/change/", moderating.change, name="change"),
    path("consultations/<slug:slug>/announce/", moderating.announce, name="announce"),
    path("consultations/<slug:slug>/invite/", moderating.invite, name="invite"),
    path("consultations/<slug:slug>/remind/", moderating.remind, name="remind"),
    path("consultations/<slug:slug>/extend/", moderating.extend, name="extend"),
    path("consultations/<slug:slug>/close/", moderating.close, name="close"),
    path("consultations/<slug:slug>/answers/", bench.bench, name="bench"),
    path("consultations/<slug:slug>/publish/", moderating.publish, name="publish"),
]
