from __future__ import annotations

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from kumppanuus.ui.components.frame import in_language
from tests.ui.test_texts import shown

pytestmark = pytest.mark.django_db  # the context of a request knows the name of the space
TAG = re.compile(r"<[^>]+>")


def words(html: str) -> str:
    return " ".join(TAG.sub(" ", html).split())


@pytest.mark.parametrize(
    ("source", "said", "shape"),
    [
        ('{% side "public" %}', "Municipality", "rect"),
        ('{% side "ngo" %}', "NGOs", "circle"),
        ('{% side "ngo" label="8 NGOs" %}', "8 NGOs", "circle"),
        ('{% badge "Open" kind="open" %}', "Open", "circle"),
        ('{% badge "Late" kind="late" %}', "Late", "path"),
    ],
)
def test_marks_have_a_shape_and_a_word(source: str, said: str, shape: str) -> None:
    html = shown(source)
    assert words(html) == said
    assert re.findall(r"<(rect|circle|path) ", html)[0] == shape


@pytest.mark.parametrize("kind", ["info", "success", "warning", "error", "debug"])
def test_notice_takes_every_level_of_messages(kind: str) -> None:
    html = shown("{% notice kind=kind title=title %}<p>Inside</p>{% endnotice %}", kind=kind, title="A <b>")
    assert words(html) == "A &lt;b&gt; Inside"


def test_crumbs_link_all_but_the_last() -> None:
    html = shown('{% crumbs "Rounds" "/r/" name %}', name="Round <7>")
    assert re.findall(r"<li>(.*?)</li>", html) == ['<a href="/r/">Rounds</a>', "Round &lt;7&gt;"]


def test_table_stacked_puts_the_words_of_the_head_at_each_cell_of_the_body() -> None:
    html = shown(
        '{% table caption="Answers" stack=True %}<thead><tr><th scope="col">Who</th><th class="number"> Was <b>asked</b>'
        '</th><th>R&amp;D</th></tr></thead><tbody><tr><th scope="row">A</th><td class="number">1</td><td>2</td></tr>'
        '<tr><th>B</th><td data-label="Own">3</td><td>4</td></tr></tbody>{% endtable %}'
    )
    assert html.partition("<tbody>")[2] == (
        '<tr><th scope="row">A</th><td data-label="Was asked" class="number">1</td><td data-label="R&amp;D">2</td></tr>'
        '<tr><th>B</th><td data-label="Own">3</td><td data-label="R&amp;D">4</td></tr></tbody></table></div>'
    )


def test_table_names_its_scrolling_region_by_the_caption() -> None:
    html = shown('{% table caption="Answers" %}<tbody></tbody>{% endtable %}')
    assert html == (
        '<div class="table-scroll" role="region" aria-labelledby="t-answers" tabindex="0">'
        '<table class="table"><caption id="t-answers">Answers</caption><tbody></tbody></table></div>'
    )


def test_facts_leave_out_pairs_without_a_value() -> None:
    assert shown('{% facts "A" 1 "B" none "C" "" "D" 0 %}', none=None) == (
        '<dl class="facts"><div><dt>A</dt><dd>1</dd></div><div><dt>D</dt><dd>0</dd></div></dl>'
    )


def test_progress_says_how_far_in_words() -> None:
    assert words(shown('{% progress 3 9 label="Answered" %}')) == "Answered 3 of 9 3 of 9"
    assert 'max="1"' in shown('{% progress 0 0 label="Answered" %}')


def test_pages_keep_other_parameters() -> None:
    request = RequestFactory().get("/?q=a%26b&page=2")
    page = Paginator(range(100), 10).get_page(2)
    with override("en"):
        html = engines["django"].from_string("{% pages p %}").render({"p": page}, request)
    assert re.findall(r'href="([^"]+)" rel="(\w+)"', html) == [
        ("?q=a%26b&amp;page=1", "prev"),
        ("?q=a%26b&amp;page=3", "next"),
    ]
    assert re.findall(r'aria-current="page">(\d+)<', html) == ["2"]


def test_pages_of_one_page_are_nothing() -> None:
    assert shown("{% pages p %}", p=Paginator([1], 10).get_page(1)) == ""


def test_tabs_nav_marks_the_current_one_by_key_or_address() -> None:
    tabs = [("Theme", "?s=t", "theme"), ("Gap", "?s=g", "gap")]
    for current in ("gap", "?s=g"):
        html = shown("{% tabs_nav tabs current %}", tabs=tabs, current=current)
        assert re.findall(r'aria-current="page">(\w+)<', html) == ["Gap"]


def test_downloads_say_the_kind_of_file() -> None:
    assert words(shown("{% downloads files %}", files=[("Mirror", "/m.pdf", "PDF")])) == "Mirror PDF"


def post_button(source: str) -> str:
    with override("en"):
        return engines["django"].from_string(source).render({}, RequestFactory().get("/"))


def test_post_button_is_a_form_with_a_token() -> None:
    html = post_button('{% post_button "Release" "/x/" name="a" value="1" %}')
    assert re.findall(r'method="post" action="([^"]+)"', html) == ["/x/"]
    assert len(re.findall(r'name="csrfmiddlewaretoken" value="\w{64}"', html)) == 1
    assert re.findall(r'<button type="submit" class="([^"]+)" name="a" value="1">', html) == ["button button-secondary"]


def test_post_button_with_confirm_says_first_what_will_happen() -> None:
    html = post_button('{% post_button "Release" "/x/" confirm="It becomes public." %}')
    assert words(html) == "Release It becomes public. Release"
    assert html.index("<summary") < html.index("It becomes public.") < html.index("<button")


class SampleForm(forms.Form):
    name = forms.CharField(label="Name <b>")
    level = forms.ChoiceField(label="Level", choices=[("1", "One")], widget=forms.RadioSelect)

    def clean(self) -> None:
        self.add_error(None, "Together they do not fit.")


def test_error_summary_links_to_the_first_control_of_each_field() -> None:
    html = shown("{% error_summary form %}", form=SampleForm({}))
    assert re.findall(r'href="([^"]+)">([^<]+)<', html) == [
        ("#id_name", "Name &lt;b&gt;: This field is required."),
        ("#id_level_0", "Level: This field is required."),
    ]
    assert "<li>Together they do not fit.</li>" in html


def test_error_summary_of_a_good_form_is_nothing() -> None:
    assert shown("{% error_summary form %}", form=SampleForm()) == ""


def test_form_says_each_error_once_above_and_once_at_the_field() -> None:
    with override("en"):
        html = (
            engines["django"]
            .from_string('{% form form submit="Save" cancel_url="/back/" %}')
            .render({"form": SampleForm({})}, RequestFactory().get("/"))
        )
    assert html.count("Together they do not fit.") == 1
    assert html.count("This field is required.") == 4
    assert re.findall(r'aria-describedby="([^"]+)"', html) == ["id_name_error", "id_level_error"]
    assert re.findall(r'id="(id_\w+_error)"', html) == ["id_name_error", "id_level_error"]


def test_link_if_exists_takes_the_first_name_that_exists() -> None:
    source = '{% link_if_exists "nowhere:at_all ui:styleguide" "Guide" section=section %}'
    assert shown(source, "sv", section="") == '<li><a href="/sv/styleguide/">Guide</a></li>'
    assert shown('{% link_if_exists "ui:styleguide" "Guide" section="ui" %}') == (
        '<li><a href="/en/styleguide/" aria-current="true">Guide</a></li>'
    )
    assert shown('{% link_if_exists "ui:styleguide" "Guide" section="styleguide" %}').count("aria-current") == 1
    assert shown('{% link_if_exists "nowhere:at_all" "x" %}{% url_if_exists "nowhere:at_all" %}') == ""


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/fi/areas/x/?q=1", "/sv/areas/x/?q=1"),
        ("/en/", "/sv/"),
        ("/healthz", "/sv/"),
        ("/api/v1/", "/sv/"),
        ("/fi", "/sv/"),
    ],
)
def test_in_language_swaps_the_prefix(path: str, there: str) -> None:
    assert in_language(path, "sv") == there
