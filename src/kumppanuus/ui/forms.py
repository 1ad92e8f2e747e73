"""The form renderer with one field template, and the form field for texts in several languages."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "ui/field.html"
