"""What the mirror says, and that every form of it says the same."""

import io
import json
import zipfile

import pikepdf
import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from kumppanuus.assessments.comparison import read_comparison
from kumppanuus.assessments.mirror import gap_in_words, read_mirror


@pytest.fixture
def released(table):
    for place, level in enumerate((1, 1, 1, 1, 2)):
        table.answer(place, level, comment="Tilat ovat ahtaat" if place == 0 else "")
    participation = table.participation(0)
    from kumppanuus.assessments import actions

    answer = participation.response.answers.exclude(comment="").get()
    actions.check_comment(table.keeper, participation, answer=answer, state="released")
    table.sign(3)
    table.close()
    table.release()
    return table


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (0.0, "Both sides see this alike."),
        (0.5, "NGOs see this half a level lower than the municipality."),
        (2.0, "NGOs see this 2 levels lower than the municipality."),
        (-1.5, "NGOs see this one and a half levels higher than the municipality."),
    ],
)
def test_gap_is_told_in_words(gap, words):
    with translation.override("en"):
        assert gap_in_words(gap) == words


def test_mirror_shows_both_sides_and_the_finding(released):
    with translation.override("en"):
        mirror = read_mirror(released.assessment)
        assert {(row.municipal, row.ngo, row.gap) for row in mirror.rows} == {(3, 1.0, 2.0)}
        assert "2 levels lower than the municipality" in mirror.finding
    assert [len(group.rows) for group in mirror.groups] == [3, 3, 3]
    assert [c.text for row in mirror.rows for c in row.comments] == ["Tilat ovat ahtaat"]


def _get(client, released, fmt):
    args = [released.round.pk, released.assessment.area.slug, fmt]
    return client.get(reverse("assessments:download", args=args))


def test_every_form_tells_the_same_figures(client, released):
    rows = json.loads(_get(client, released, "json").content)["items"]
    assert {(row["municipality"], row["ngos"], row["ngo_answers"]) for row in rows} == {(3, 1.0, 5)}
    sheet = load_workbook(io.BytesIO(_get(client, released, "xlsx").content)).active
    assert {(row[4], row[6], row[7]) for row in sheet.iter_rows(min_row=2, values_only=True)} == {(3, 1, 5)}
    csv = _get(client, released, "csv").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 10
    word = zipfile.ZipFile(io.BytesIO(_get(client, released, "docx").content)).read("word/document.xml").decode()
    assert word.count("<w:tblHeader") == 3
    svg = _get(client, released, "svg").content.decode()
    assert svg.count("3 / 1") == 9
    api = client.get(f"/api/v1/assessments/rounds/{released.round.pk}/mirrors/{released.assessment.area.slug}").json()
    assert api["items"] == rows


def test_pdf_is_tagged_and_archivable(client, released):
    pdf = pikepdf.open(io.BytesIO(_get(client, released, "pdf").content))
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert str(pdf.Root.Lang).startswith("en")
    meta = pdf.open_metadata()
    assert meta["pdfuaid:part"] == "1"
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")


def test_embed_may_be_framed_and_pages_may_not(client, released):
    args = [released.round.pk, released.assessment.area.slug]
    embed = client.get(reverse("assessments:embed", args=args))
    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" not in embed.headers["Content-Security-Policy"]
    page = client.get(reverse("assessments:mirror", args=args))
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_comparison_rests_on_released_figures_only(released):
    comparison = read_comparison(released.assessment.area)
    region = next(side for side in comparison.sides if side.key == "region")
    assert (region.count, set(region.ngo.values()), set(region.municipal.values())) == (1, {1.0}, {3.0})
    assert [step.ngo for step in comparison.steps] == [1.0]


def test_nothing_of_single_answers_is_in_any_public_form(client, released):
    """Names of those who answered, and their links, stand nowhere that a visitor can reach."""
    args = [released.round.pk, released.assessment.area.slug]
    addresses = [reverse("assessments:mirror", args=args), reverse("assessments:round", args=[released.round.pk])]
    addresses += [reverse("assessments:download", args=[*args, fmt]) for fmt in ("json", "csv", "svg")]
    for address in addresses:
        body = client.get(address).content.decode()
        for ngo in released.ngos[:5]:
            assert str(ngo.name) not in body, address
