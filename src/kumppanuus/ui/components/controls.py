"""Controls: buttons, links that look like them, buttons that post, copying."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.ui.components.library import register
from kumppanuus.ui.components.marks import icon as draw
from kumppanuus.ui.components.texts import reader_language


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, obj: Any = None) -> bool:
    """Say whether the reader has the permission: {% may "assessments.release" round as can_release %}."""
    return bool(context["request"].actor.may(permission, obj))


@register.simple_tag
def button(label: str, kind: str = "primary", name: str = "", value: str = "", icon: str = "") -> SafeString:
    """Submit the form around it; kind is primary, secondary or danger: {% button "Send the answer" %}."""
    naming = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button type="submit" class="button button-{}"{}>{}{}</button>',
        kind,
        naming,
        draw(icon) if icon else "",
        label,
    )


@register.simple_tag
def button_link(label: str, url: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """Link that looks like a button, for the next step: {% button_link "Open a round" url kind="primary" %}."""
    return format_html('<a class="button button-{}" href="{}">{}{}</a>', kind, url, draw(icon) if icon else "", label)


@register.simple_tag(takes_context=True)
def post_button(  # noqa: PLR0917 - the tag's arguments
    context: Context,
    label: str,
    url: str,
    kind: str = "secondary",
    confirm: str = "",
    name: str = "",
    value: str = "",
) -> SafeString:
    """Do one thing by POST: {% post_button "Release" url confirm="What will happen" %}.

    With `confirm` the button first opens the words of what will happen, and a second button does it.
    """
    token = context.get("csrf_token") or get_token(context["request"])
    hidden = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    submit = button(label, kind=kind, name=name, value=value)
    if not confirm:
        return format_html('<form class="post" method="post" action="{}">{}{}</form>', url, hidden, submit)
    return format_html(
        '<details class="confirm"><summary class="button button-{}">{}</summary>'
        '<form class="confirm-body" method="post" action="{}">{}<p>{}</p><p class="buttons">{}</p></form></details>',
        *("secondary" if kind == "primary" else kind, label, url, hidden, confirm, submit),
    )


@register.simple_tag
def copy(value: str, label: str) -> SafeString:
    """Show an address or code to be copied; the label names it: {% copy link label="Address of the link" %}."""
    return format_html(
        '<div class="copy"><label>{} <input type="text" readonly value="{}"></label>'
        '<button type="button" class="button button-secondary" data-copy hidden>{}{}</button></div>',
        *(label, value, draw("copy"), format_html('<span data-done="{}">{}</span>', _("Copied"), _("Copy"))),
    )


@register.simple_tag
def options(choices: Iterable[tuple[Any, ...]], chosen: Any = "") -> SafeString:
    """Write the options of a long select at once: (value, words) or (value, words, their language) of each.

    {% options areas wanted.area %}; a template's loop costs twenty times as much.
    """
    picked, reader, found = str(chosen if chosen is not None else ""), reader_language(), []
    for value, words, *language in choices:
        lang = f' lang="{language[0]}"' if language and language[0] and language[0] != reader else ""
        mark = " selected" if str(value) == picked else ""
        found.append(f'<option value="{escape(str(value))}"{lang}{mark}>{escape(str(words))}</option>')
    return mark_safe("".join(found))


@register.simple_tag
def ticks(choices: Iterable[Any]) -> SafeString:
    """Write what is to be ticked in a filter at once: things with `name`, `value`, `label`, `number` and `chosen`.

    Each has an id of its own, by which the focus stays on it when the list around it is swapped.
    """
    return mark_safe(
        "".join(
            f'<label class="tick"><input type="checkbox" id="{one.name}-{escape(str(one.value))}" name="{one.name}"'
            f' value="{escape(str(one.value))}"'
            f"{' checked' if one.chosen else ''}><span>{escape(str(one.label))}</span> "
            f'<span class="quiet">{"" if one.number is None else one.number}</span></label>'
            for one in choices
        )
    )
