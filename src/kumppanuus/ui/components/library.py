"""The one tag library that all components are registered in."""

from django import template

register = template.Library()
