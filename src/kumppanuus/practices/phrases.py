"""What the events of this app are called in a history."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "practices.create": _("began to describe the operating model"),
    "practices.describe": _("changed the basic information of the operating model"),
    "practices.draft": _("began a new version"),
    "practices.publish": _("published a version of the operating model"),
    "practices.discard": _("deleted a draft"),
    "practices.withdraw": _("withdrew the operating model"),
    "practices.reopen": _("put the operating model back"),
    "practices.invite": _("invited an organisation to develop"),
    "practices.request": _("asked to develop"),
    "practices.accept": _("took an organisation in as a developer"),
    "practices.refuse": _("did not take an organisation in as a developer"),
    "practices.end": _("ended the developing of an organisation"),
    "practices.offer": _("offered the operating model to another owner"),
    "practices.take_over": _("took the operating model over"),
    "practices.decline_offer": _("ended an offer to another owner"),
    "practices.make_collection": _("made the collection"),
    "practices.change_collection": _("changed the collection"),
    "practices.include": _("put an operating model into a collection"),
    "practices.approve": _("approved an operating model in the collection"),
    "practices.decline": _("did not take an operating model into the collection"),
    "practices.remove": _("took the operating model out of a collection"),
    "practices.order": _("put the collection in another order"),
    "practices.adopt": _("told how far it has taken the operating model into use"),
    "practices.change_adoption": _("changed how far it has taken the operating model into use"),
    "practices.confirm": _("confirmed that it uses the operating model"),
    "practices.drop": _("stopped using the operating model and told why"),
    "practices.load_templates": _("loaded the headings of operating models"),
}
