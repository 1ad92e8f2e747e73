"""Cecilia and Irja, of two organisations that develop the same operating model, write its draft at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
CECILIA = "cecilia.modellstrom@varsinais-suomen-hyvinvointialue.example"  # the owner's
IRJA = "irja.muistikuva@mallilan-muistikerho.example"  # the co-developer's
DRAFT = "/en/practices/yhdistys-mukaan-palvelupolulle/"
WAIT = 30_000  # saved after a pause in typing


def _open(window: Window, code: str) -> Locator:
    """Open a heading of the draft; return its form."""
    window.go(f"{DRAFT}edit/{code}/")
    return window.page.locator("form[data-part]")


def _text(form: Locator) -> Locator:
    return form.locator("[name=text_fi]")


def _saved(form: Locator) -> None:
    expect(form.locator("[data-saved]")).to_be_visible(timeout=WAIT)


def test_two_write_one_heading_and_two_and_nothing_is_lost(window):
    cecilia, irja = window(), window("phone", dark=True)
    cecilia.sign_in(CECILIA)
    irja.sign_in(IRJA)
    cecilia.go(DRAFT)
    cecilia.page.locator("main").get_by_role("button", name="Begin a new version", exact=True).click()
    expect(cecilia.page.locator("main")).to_contain_text("Draft of version 2")

    # Two headings: both are kept.
    hers, other = _open(cecilia, "results"), _open(irja, "tips")
    expect(irja.page.locator(".pr-here")).to_contain_text(
        "Cecilia Modellström is writing: Evaluation results in brief", timeout=WAIT
    )
    irja.assert_accessible()
    irja.assert_fits()
    _text(hers).fill("Jonot lyhenivät.")
    _text(other).fill("Sopikaa yhteyshenkilö.")
    _saved(hers)
    _saved(other)
    cecilia.page.reload()
    assert _text(hers).input_value() == "Jonot lyhenivät."
    irja.page.reload()
    assert _text(other).input_value() == "Sopikaa yhteyshenkilö."

    # One heading: the second is told, is shown what the first saved, and joins it with her own.
    his = _open(irja, "results")
    expect(irja.page.locator(".pr-here")).to_contain_text(
        "Cecilia Modellström is writing: Evaluation results in brief", timeout=WAIT
    )
    _text(hers).fill("Jonot lyhenivät. Palaute oli hyvää.")
    _saved(hers)
    _text(his).fill("Jonot lyhenivät. Kerholaisia tuli lisää.")
    expect(his.locator("[data-state]")).to_contain_text("Somebody wrote here meanwhile", timeout=WAIT)
    expect(his.locator(".pr-theirs")).to_contain_text("Palaute oli hyvää.")
    assert _text(his).input_value() == "Jonot lyhenivät. Kerholaisia tuli lisää."
    irja.assert_accessible()
    irja.assert_fits()
    both = "Jonot lyhenivät. Palaute oli hyvää. Kerholaisia tuli lisää."
    _text(his).fill(both)
    his.get_by_role("button", name="Save the joined text").click()
    _saved(his)
    cecilia.page.reload()
    assert _text(hers).input_value() == both

    # Who is where is shown above all headings, too.
    cecilia.go(f"{DRAFT}edit/")
    expect(cecilia.page.locator(".pr-here")).to_contain_text("Irja Muistikuva is writing: Evaluation results in brief")
    cecilia.assert_accessible()
    confirm = cecilia.page.locator("details.confirm", has_text="Delete the draft")
    confirm.locator("summary").click()
    confirm.locator("button").click()
    expect(cecilia.page.locator("main")).to_contain_text("Begin a new version")
