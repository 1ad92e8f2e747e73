"""Addresses of assessment: rounds and mirrors, the keeper's desk, both sides' forms."""

from django.urls import path

from kumppanuus.assessments.views import answering, comparing, joining, keeping, outputs, preparing, public, rounds

app_name = "assessments"

table = "rounds/<id:pk>/<slug:area>/"

urlpatterns = [
    path("rounds/", public.round_list, name="rounds"),
    path("rounds/new/<slug:space>/", rounds.create, name="create"),
    path("rounds/<id:pk>/", public.round_page, name="round"),
    path("rounds/<id:pk>/change/", rounds.change, name="change"),
    path("rounds/<id:pk>/open/", rounds.open_round, name="open"),
    path("rounds/<id:pk>/close/", rounds.close, name="close"),
    path("rounds/<id:pk>/extend/", rounds.extend, name="extend"),
    path("rounds/<id:pk>/remind/", rounds.remind, name="remind"),
    path("rounds/<id:pk>/release/", rounds.release, name="release"),
    path("rounds/<id:pk>/keep/", keeping.desk, name="keep"),
    path("rounds/<id:pk>/texts/", keeping.texts, name="texts"),
    path("rounds/<id:pk>/map/", comparing.round_map, name="map"),
    path(table, public.mirror_page, name="mirror"),
    path(f"{table}keep/", keeping.assessment_desk, name="keep_assessment"),
    path(f"{table}invite/", keeping.invite, name="invite"),
    path(f"{table}sheet/", keeping.sheet, name="sheet"),
    path(f"{table}mirror.<slug:fmt>", outputs.download, name="download"),
    path(f"{table}embed/", outputs.embed, name="embed"),
    path(f"{table}prepare/", preparing.overview, name="prepare"),
    path(f"{table}prepare/<slug:code>/", preparing.item_page, name="prepare_item"),
    path(f"{table}prepare/<slug:code>/assign/", preparing.assign, name="assign"),
    path(f"{table}prepare/<slug:code>/discuss/", preparing.discuss, name="discuss"),
    path(f"{table}prepare/<slug:code>/attach/", preparing.attach, name="attach"),
    path(f"{table}prepare/<slug:code>/detach/", preparing.detach, name="detach"),
    path(f"{table}sign/", preparing.sign, name="sign"),
    path(f"{table}countersign/", preparing.countersign, name="countersign"),
    path(f"{table}correct/", preparing.correct, name="correct"),
    path(f"{table}agree/<slug:code>/", public.agree, name="agree"),
    path("participations/<id:pk>/verify/", keeping.verify, name="verify"),
    path("participations/<id:pk>/refuse/", keeping.refuse, name="refuse"),
    path("participations/<id:pk>/check/", keeping.check_comment, name="check_comment"),
    path("join/<str:token>/", joining.join, name="claim"),
    path("answer/<str:token>/", answering.begin, name="begin"),
    path("answer/<str:token>/all/", answering.whole, name="answer_all"),
    path("answer/<str:token>/summary/", answering.summary, name="give"),
    path("answer/<str:token>/receipt/", answering.receipt, name="receipt"),
    path("answer/<str:token>/change/", answering.reopen, name="reopen"),
    path("answer/<str:token>/<id:place>/", answering.item_page, name="answer"),
    path("municipalities/<slug:area>/mirror/", public.latest, name="latest"),
    path("municipalities/<slug:area>/compare/", comparing.compare, name="compare"),
    path("municipalities/<slug:area>/compare.<slug:fmt>", comparing.compare_export, name="compare_export"),
]
