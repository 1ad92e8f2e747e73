"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "services.create": _("added an entry to the directory"),
    "services.change": _("changed the entry"),
    "services.publish": _("published the entry"),
    "services.pause": _("said that it is on a break"),
    "services.end": _("said that it has ended"),
    "services.discard": _("threw a draft away"),
    "services.confirm": _("confirmed that the entry is still right"),
    "services.set_place": _("changed where it is"),
    "services.remove_place": _("removed a place"),
    "services.set_times": _("changed its times"),
    "services.set_contacts": _("changed how to reach it"),
    "services.import_rows": _("imported a list"),
    "services.undo_import": _("undid an import"),
    "services.set_listing": _("changed how the organisation wants to be reached"),
    "services.remind": _("asked whether it is still right"),
    "services.correct": _("corrected a line from an e-mail link"),
    "services.suggest": _("suggested a correction"),
    "services.suggest_entry": _("suggested an entry"),
    "services.accept_suggestion": _("took a suggestion over"),
    "services.decline_suggestion": _("declined a suggestion"),
    "services.undo_correction": _("undid a correction"),
    "services.send_claim_link": _("asked for a link to take the page over"),
    "services.make_letters": _("made letters with codes"),
    "services.claim": _("took the page over"),
    "services.ask_claim": _("asked to keep the page"),
    "services.approve_claim": _("let somebody keep the page"),
    "services.decline_claim": _("did not let somebody keep the page"),
    "services.invite_keeper": _("invited somebody to keep the page"),
}
