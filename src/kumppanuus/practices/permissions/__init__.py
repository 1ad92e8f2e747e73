"""Who may do what with operating models, cut by noun."""

from kumppanuus.practices.permissions import forks, templates
from kumppanuus.practices.permissions.practices import cares, develops, judges, keeps

__all__ = ["cares", "develops", "forks", "judges", "keeps", "templates"]
