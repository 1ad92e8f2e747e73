"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "questionnaires.discard": _("deleted a draft"),
    "questionnaires.add_to_bank": _("added an item to the bank"),
    "questionnaires.load": _("loaded the shipped checklists"),
    "questionnaires.create": _("made the checklist"),
    "questionnaires.describe": _("changed what is told of the checklist"),
    "questionnaires.draft": _("began a new version"),
    "questionnaires.fill_from_sheet": _("read a spreadsheet into the draft"),
    "questionnaires.publish": _("published a version"),
}
