"""Logs hold no personal links, as docs/operations.md says."""

import io
import logging

from django.conf import settings

from kumppanuus.config.logs import WithoutTokens


def written(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)
    assert WithoutTokens().filter(record)
    return record.getMessage()


def test_tokens_are_left_out_of_what_went_wrong():
    assert written("%s: %s", "Gone", "/fi/answer/Zx-9_a.b:c/3/") == "Gone: /fi/answer/…/3/"
    assert written("%s: %s", "Not Found", "/sv/join/abc") == "Not Found: /sv/join/…"
    assert written("%s", "/en/invitation/abc/?x=1") == "/en/invitation/…/?x=1"
    assert written("%s", "/en/notices/stop/abc/") == "/en/notices/stop/…/"


def test_other_lines_stay_as_they_are():
    assert written("%s: %s", "Not Found", "/fi/rounds/3/") == "Not Found: /fi/rounds/3/"


def test_every_handler_leaves_tokens_out():
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [["without_tokens"]]


def test_a_wrong_answer_by_a_link_leaves_no_token_in_the_log(world, client):
    out = io.StringIO()
    (handler,) = [one for one in logging.getLogger().handlers if any(isinstance(f, WithoutTokens) for f in one.filters)]
    before = handler.setStream(out)
    try:
        client.post(f"/en/answer/{world.tokens['answer']}/1/", {"value": "99"})
    finally:
        handler.setStream(before)
    said = out.getvalue()
    assert (world.tokens["answer"] in said, "/en/answer/…/1/" in said) == (False, True)
