"""Forms: the summary of what needs correcting, and a whole form with its buttons."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.ui.components.controls import button
from kumppanuus.ui.components.library import register


def target_of(field: BoundField) -> str:
    """Return the id of the field's first control."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def error_summary(*forms: BaseForm | None) -> SafeString | str:
    """List what needs correcting, with links to the fields; nothing when all is well: {% error_summary form %}."""
    rows: list[SafeString] = []
    for form in forms:
        if form is None or not form.errors:
            continue
        form.summarised = True  # type: ignore[attr-defined]  # its own template need not say it again
        rows += [format_html("<li>{}</li>", error) for error in form.non_field_errors()]
        for field in form:
            for error in field.errors:
                if field.is_hidden:
                    rows.append(format_html("<li>{}</li>", error))
                else:
                    rows.append(format_html('<li><a href="#{}">{}: {}</a></li>', target_of(field), field.label, error))
    if not rows:
        return ""
    return format_html(
        '<div class="notice notice-error error-summary" role="alert" tabindex="-1" data-focus>'
        '<div class="notice-body"><h2 class="notice-title">{}</h2><p>{}</p><ul>{}</ul></div></div>',
        *(_("Something needs correcting"), _("Nothing was saved yet. What you wrote is kept below.")),
        format_html_join("", "{}", ((row,) for row in rows)),
    )


@register.simple_tag
def keep(name: str) -> SafeString:
    """Inside a form: let the browser keep what is typed until it is sent: <form …>{% keep "measure" %}…

    A draft is kept on the device per address and name, and shown again with a visible note. Not for what
    others who use the same device must not see.
    """
    return format_html(
        '<div class="notice notice-info kept" data-keep="{}" role="status" hidden><div class="notice-body"><p>{}</p>'
        '<p><button type="button" class="button button-quiet">{}</button></p></div></div>'
        '<div class="notice notice-warning kept" data-offline role="alert" tabindex="-1" hidden>'
        '<div class="notice-body"><p>{}</p></div></div>',
        name,
        _("What you wrote here earlier was not sent. It was kept on this device and is filled in below."),
        _("Start again without it"),
        _("There is no connection just now. What you wrote is kept on this device. Send it when you are online again."),
    )


@register.simple_tag(takes_context=True)
def form(  # noqa: PLR0917 - the tag's arguments
    context: Context,
    form: BaseForm,
    submit: str,
    kind: str = "primary",
    cancel_url: str = "",
    action: str = "",
    draft: str = "",
) -> SafeString:
    """Show a whole form: errors, fields, buttons: {% form form submit="Save" cancel_url=url draft="measure" %}.

    `draft` lets the browser keep what is typed until it is sent; see the component `keep`.
    """
    token: Any = context.get("csrf_token") or get_token(context["request"])
    back = format_html('<a class="button button-quiet" href="{}">{}</a>', cancel_url, _("Cancel")) if cancel_url else ""
    return format_html(
        '{}<form method="post" action="{}" class="form" novalidate{}>{}'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}<p class="buttons">{}{}</p></form>',
        *(error_summary(form), action),
        mark_safe(' enctype="multipart/form-data"') if form.is_multipart() else "",
        keep(draft) if draft else "",
        *(token, form.render(), button(submit, kind=kind), back),
    )
