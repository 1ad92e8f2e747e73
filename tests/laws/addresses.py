"""For each URL name a sample of its arguments in the world of tests, or the reason why it has none.

"token" as an argument stands for what only the link holder has: the others try the address with an altered one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from kumppanuus.services.hsds.parts import taxonomy_id, term_id
from tests.factories.world import World
from tests.laws.body_addresses import BODY_ADDRESSES
from tests.laws.continuity_addresses import CONTINUITY_ADDRESSES
from tests.laws.merge_addresses import MERGE_ADDRESSES
from tests.laws.search_addresses import SEARCH_ADDRESSES

Arguments = Callable[[World], dict[str, Any]]


def none(w: World) -> dict[str, Any]:
    return {}


def of_round(w: World) -> dict[str, Any]:
    return {"pk": w.open.pk}


def of_table(w: World) -> dict[str, Any]:
    return {"pk": w.open.pk, "area": w.area_a.slug}


def of_item(w: World) -> dict[str, Any]:
    return {**of_table(w), "code": w.items()[0].code}


def of_mirror(w: World) -> dict[str, Any]:
    return {"pk": w.released.pk, "area": w.area_a.slug}


def of_area(w: World) -> dict[str, Any]:
    return {"area": w.area_a.slug}


def of_answer(w: World) -> dict[str, Any]:
    return {"token": w.tokens["answer"]}


def of_organisation(w: World) -> dict[str, Any]:
    return {"slug": w.cast.municipality_a.slug}


def of_draft(w: World) -> dict[str, Any]:
    return {"slug": w.draft_checklist.slug, "number": 1}


def of_checklist(w: World) -> dict[str, Any]:
    return {"slug": "core-nine"}


def of_space(w: World) -> dict[str, Any]:
    return {"slug": w.cast.space.slug}


def of_history(w: World) -> dict[str, Any]:
    return {"model": "measures.measure", "pk": w.measure.pk}


def pk(name: str) -> Arguments:
    return lambda w: {"pk": getattr(w, name).pk}


def of_entry(w: World) -> dict[str, Any]:
    return {"slug": w.directory.own.slug}


def of_place(w: World) -> dict[str, Any]:
    return {**of_entry(w), "pk": w.directory.own.places.get().pk}


def of_import(w: World) -> dict[str, Any]:
    return {"uuid": w.directory.compared.uuid}


IMPORT_PAGES = (*("import", "columns", "choose_rows", "begin_import", "undo_import", "drop_import"),)
ENTRY_PAGES = (
    *("service", "change", "participants", "areas", "classes", "upkeep", "times", "contacts", "add_place"),
    *("publish", "pause", "end", "confirm", "removal"),
)

HSDS_LISTS = (
    *("root", "openapi-json", "api-root", "services", "organizations", "service_at_locations"),
    *("taxonomies", "taxonomy_terms"),
)

ADDRESSES: dict[str, Arguments] = {
    # places
    "places:areas": none,
    "places:choose": none,
    "places:area": lambda w: {"slug": w.region.slug},
    "places:areas_csv": lambda w: {"slug": w.region.slug},
    # the directory
    "services:services": none,
    "services:choose": none,
    "services:gaps": none,
    "services:hsds": none,
    "services:atom": none,
    "services:calendar": none,
    "services:calendar_of": lambda w: {"organisation": w.cast.ngo_a.slug},
    "services:download": lambda w: {"fmt": "csv"},
    "services:embed": none,
    "services:ptv": of_entry,
    "services:ptv_of": lambda w: {"organisation": w.cast.ngo_a.slug},
    "services:create": lambda w: {"organisation": w.cast.ngo_a.slug},
    "services:listing": lambda w: {"organisation": w.cast.ngo_a.slug},
    **{f"services:{name}": of_entry for name in ENTRY_PAGES},
    **{f"services:{name}": of_place for name in ("change_place", "remove_place")},
    # the directory: upkeep
    **{f"services:{name}": none for name in ("needs", "suggestions", "claims", "letters")},
    **{f"services:{name}": of_entry for name in ("remind", "languages", "suggest")},
    "services:suggest_line": lambda w: {**of_entry(w), "line": "summary"},
    **{
        f"services:{name}": lambda w: {"organisation": w.directory.unkept.organisation.slug}
        for name in ("claim", "send_claim_link", "invite_keeper", "suggest_entry")
    },
    "services:confirm_by_link": lambda w: {"token": w.tokens["confirm"]},
    "services:correct_by_link": lambda w: {"token": w.tokens["correct"]},
    "services:correct_line": lambda w: {"token": w.tokens["correct"], "line": "summary"},
    "services:claim_by_link": lambda w: {"token": w.tokens["claim"]},
    "services:suggestion": lambda w: {"token": w.tokens["suggestion"]},
    **{
        f"services:{name}": lambda w: {"pk": w.directory.suggestion.pk}
        for name in ("accept_suggestion", "decline_suggestion", "undo_correction")
    },
    **{f"services:{name}": lambda w: {"pk": w.directory.claim.pk} for name in ("approve_claim", "decline_claim")},
    "services:imports": none,
    "services:import_template": lambda w: {"fmt": "csv"},
    "services:new_import": lambda w: {"kind": "space", "slug": w.cast.space.slug},
    **{f"services:{name}": of_import for name in IMPORT_PAGES},
    "services:import_errors": lambda w: {**of_import(w), "fmt": "csv"},
    "services:discard": lambda w: {"slug": w.directory.draft.slug},
    **{f"services:{name}": of_space for name in ("themes", "add_theme")},
    **{
        f"services:{name}_theme": lambda w: {**of_space(w), "code": w.directory.other_theme.code}
        for name in ("change", "merge", "end", "resume")
    },
    "services:undo_theme": lambda w: {"pk": w.directory.other_theme_change.pk},
    **SEARCH_ADDRESSES,
    **BODY_ADDRESSES,
    **MERGE_ADDRESSES,
    **CONTINUITY_ADDRESSES,
    # accounts
    "accounts:me": none,
    "accounts:welcome": none,
    "accounts:data": none,
    "accounts:erase": none,
    "accounts:terms": none,
    "accounts:sign_in": none,
    # links, notices
    "links:enter": none,
    "notices:preferences": none,
    # organisations
    "organisations:act_for": none,
    "organisations:organisations": none,
    "organisations:create": none,
    "organisations:download": lambda w: {"fmt": "csv"},
    "organisations:organisation": of_organisation,
    "organisations:change": of_organisation,
    "organisations:members": of_organisation,
    "organisations:invite": of_organisation,
    "organisations:ask_to_join": of_organisation,
    "organisations:add_post": of_organisation,
    "organisations:invitation": lambda w: {"token": w.tokens["invitation"]},
    "organisations:withdraw_invitation": pk("invitation"),
    "organisations:approve": pk("join_request"),
    "organisations:decline": pk("join_request"),
    "organisations:change_membership": lambda w: {"pk": w.cast.municipality_a.memberships.order_by("pk")[0].pk},
    "organisations:end_membership": lambda w: {"pk": w.cast.municipality_a.memberships.order_by("pk")[0].pk},
    "organisations:change_post": pk("post"),
    "organisations:end_post": pk("post"),
    "organisations:set_holder": pk("post"),
    "organisations:end_holding": pk("holding"),
    "organisations:show_name": pk("holding"),
    # questionnaires
    "questionnaires:list": none,
    "questionnaires:create": none,
    "questionnaires:bank": none,
    "questionnaires:questionnaire": of_checklist,
    "questionnaires:describe": lambda w: {"slug": w.draft_checklist.slug},
    "questionnaires:draft": lambda w: {"slug": w.draft_checklist.slug},
    "questionnaires:version": lambda w: {"slug": "core-nine", "number": 1},
    "questionnaires:download": lambda w: {"slug": "core-nine", "number": 1, "fmt": "xlsx"},
    "questionnaires:change": of_draft,
    "questionnaires:arrange": of_draft,
    "questionnaires:add_theme": of_draft,
    "questionnaires:change_theme": lambda w: {
        **of_draft(w),
        "key": w.draft_checklist.versions.get().themes.first().key,
    },
    "questionnaires:add_item": of_draft,
    "questionnaires:change_item": lambda w: {
        **of_draft(w),
        "code": w.draft_checklist.versions.get().items.first().code,
    },
    "questionnaires:upload": of_draft,
    "questionnaires:fill_from_sheet": of_draft,
    "questionnaires:publish": of_draft,
    "questionnaires:discard": of_draft,
    "questionnaires:add_to_bank": none,
    # assessments: public
    "assessments:rounds": none,
    "assessments:round": of_round,
    "assessments:map": lambda w: {"pk": w.released.pk},
    "assessments:mirror": of_mirror,
    "assessments:download": lambda w: {**of_mirror(w), "fmt": "csv"},
    "assessments:embed": of_mirror,
    "assessments:agree": lambda w: {**of_mirror(w), "code": w.items()[0].code},
    "assessments:latest": of_area,
    "assessments:compare": of_area,
    "assessments:compare_export": lambda w: {**of_area(w), "fmt": "csv"},
    # assessments: the keeper
    "assessments:create": lambda w: {"space": w.cast.space.slug},
    "assessments:change": pk("draft_round"),
    "assessments:open": pk("draft_round"),
    "assessments:close": of_round,
    "assessments:extend": of_round,
    "assessments:remind": of_round,
    "assessments:release": of_round,
    "assessments:keep": of_round,
    "assessments:texts": of_round,
    "assessments:keep_assessment": of_table,
    "assessments:invite": of_table,
    "assessments:sheet": of_table,
    "assessments:verify": pk("claimed"),
    "assessments:refuse": pk("claimed"),
    "assessments:check_comment": pk("claimed"),
    # assessments: the municipality
    "assessments:prepare": of_table,
    "assessments:prepare_item": of_item,
    "assessments:assign": of_item,
    "assessments:discuss": of_item,
    "assessments:attach": of_item,
    "assessments:detach": of_item,
    "assessments:sign": of_table,
    "assessments:countersign": of_table,
    "assessments:correct": of_table,
    # assessments: the NGO
    "assessments:claim": lambda w: {"token": w.tokens["join"]},
    "assessments:begin": of_answer,
    "assessments:answer_all": of_answer,
    "assessments:give": of_answer,
    "assessments:receipt": of_answer,
    "assessments:reopen": of_answer,
    "assessments:answer": lambda w: {**of_answer(w), "place": 1},
    # measures, spaces, files, activity
    **dict.fromkeys(("measures:measures", "measures:atom"), none),
    "measures:export": lambda w: {"fmt": "csv"},
    "measures:propose": none,
    "measures:measure": pk("measure"),
    "measures:accept": pk("proposed"),
    "measures:countersign": pk("proposed"),
    "measures:decline": pk("proposed"),
    "measures:report": pk("measure"),
    # search
    "search:search": none,
    "api-1:search": none,
    "search:suggestions": none,
    # dashboard
    "dashboard:front": none,
    "dashboard:work": none,
    "dashboard:open_data": none,
    "catalogue": lambda w: {"fmt": "jsonld"},
    "dashboard:spaces": none,
    "dashboard:space": lambda w: {"slug": w.cast.space.slug},
    "dashboard:municipality": lambda w: {"slug": w.area_a.slug},
    # the API
    "api-1:list_areas": none,
    "api-1:read_area": lambda w: {"slug": w.area_a.slug},
    "api-1:organisations": none,
    "api-1:organisation": of_organisation,
    "api-1:list_checklists": none,
    "api-1:read_checklist": of_checklist,
    "api-1:read_checklist_version": lambda w: {"slug": "core-nine", "number": 1},
    "api-1:list_bank_items": none,
    "api-1:rounds": none,
    "api-1:one_round": lambda w: {"round_id": w.released.pk},
    "api-1:mirror": lambda w: {"round_id": w.released.pk, **of_area(w)},
    "api-1:comparison": of_area,
    "spaces:accessibility": of_space,
    "spaces:privacy": of_space,
    "spaces:terms": of_space,
    "spaces:feedback": of_space,
    "spaces:answer_feedback": pk("feedback"),
    "spaces:change": of_space,
    "spaces:marks": of_space,
    "spaces:drop_marks": of_space,
    "spaces:wear_marks": pk("marks"),
    "spaces:roles": of_space,
    "spaces:appoint": of_space,
    "spaces:dismiss": lambda w: {"pk": w.cast.space.roles.order_by("pk")[0].pk},
    "spaces:recover": of_space,
    "spaces:add_public_body": of_space,
    "spaces:feedback_list": of_space,
    "files:download": lambda w: {"uuid": w.own_file.uuid},
    "activity:history": of_history,
    "activity:atom": of_history,
    "activity:redact": lambda w: {
        "model": "questionnaires.questionnaire",
        "pk": w.draft_checklist.pk,
        "field": "source_url",
    },
    "activity:mine": none,
    "activity:feed": none,
    "api-1:services": none,
    "api-1:themes": lambda w: {"space": w.cast.space.slug},
    "api-1:service": of_entry,
    # HSDS
    "hsds-profile": none,
    **{f"hsds:{name}": none for name in HSDS_LISTS},
    "hsds:service": lambda w: {"id": w.directory.own.uuid},
    "hsds:organization": lambda w: {"id": w.cast.ngo_a.uuid},
    "hsds:service_at_location": lambda w: {"id": w.directory.own.places.get().uuid},
    "hsds:taxonomy": lambda w: {"id": taxonomy_id("theme")},
    "hsds:taxonomy_term": lambda w: {"id": term_id("theme", "company")},
    "api-1:spaces": none,
    "api-1:space": of_space,
    "api-1:list_measures": none,
    # the house
    "ui:styleguide": none,
    "healthz": none,
    "readyz": none,
    "robots": none,
    "sitemap": none,
    "developers": none,
    "api_docs": none,
    "api-1:openapi-json": none,
    "api-1:api-root": none,
    # sign-in
    "account_login": none,
    "account_logout": none,
    "account_signup": none,
    "account_email": none,
    "account_request_login_code": none,
    "account_inactive": none,
    "mfa_index": none,
    "mfa_list_webauthn": none,
    "socialaccount_connections": none,
    "usersessions_list": none,
}

STEP = "a step of the sign-in library that only makes sense after the one before it"
NO_PASSWORDS = "there are no passwords; the address answers 404"
WITHOUT_SAMPLE: dict[str, str] = {
    "services:stop_search": "posted to by mail programs, which take no redirect; tests/services/test_saved.py",
    "following:stop": "a signed address in a mail; tests/following/test_mail.py",
    "notices:stop": "a signed address in a mail; tests/notices/test_views.py",
    "notices:sent_mail": "in the demo only; tests/notices/test_views.py",
    "notices:sent_one": "in the demo only; tests/notices/test_views.py",
    "account_change_password": NO_PASSWORDS,
    "account_set_password": NO_PASSWORDS,
    "account_reset_password": NO_PASSWORDS,
    "account_reset_password_done": NO_PASSWORDS,
    "account_reset_password_from_key": NO_PASSWORDS,
    "account_reset_password_from_key_done": NO_PASSWORDS,
    "account_reauthenticate": STEP,
    "account_email_verification_sent": STEP,
    "account_confirm_login_code": STEP,
    "mfa_authenticate": STEP,
    "mfa_reauthenticate": STEP,
    "mfa_reauthenticate_webauthn": STEP,
    "mfa_add_webauthn": STEP,
    "mfa_remove_webauthn": "needs a passkey made by a browser; tests/browser",
    "mfa_edit_webauthn": "needs a passkey made by a browser; tests/browser",
    "mfa_login_webauthn": "answers a script with JSON",
    "socialaccount_login_cancelled": STEP,
    "socialaccount_login_error": STEP,
    "socialaccount_signup": STEP,
    "openid_connect_login": "needs a provider; tests/accounts",
    "openid_connect_callback": "needs a provider; tests/accounts",
}


def names() -> Iterator[str]:
    """Return the name of every address that has one, once."""
    seen = set()
    for name in _walk(get_resolver().url_patterns, ()):
        if name not in seen:
            seen.add(name)
            yield name


def _walk(patterns: list[Any], spaces: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join([*spaces, pattern.name])
        else:
            yield from _walk(pattern.url_patterns, (*spaces, pattern.namespace) if pattern.namespace else spaces)
