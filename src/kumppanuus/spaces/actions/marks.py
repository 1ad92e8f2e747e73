"""A space's marks: drawn and looked at first, then worn; earlier ones can be worn again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File as Content
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.files.models import File
from kumppanuus.files.pictures import as_logo
from kumppanuus.spaces.context import forget
from kumppanuus.spaces.models import Marks, Space, SpaceRoleKind

LOGO_KINDS = ("image/png", "image/jpeg", "image/webp")


@quiet_action
def draw_marks(
    actor: Actor,
    space: Space,
    *,
    theme: str,
    logo: Content[bytes] | None = None,
    alternative_text: Text | None = None,
    without_logo: bool = False,
) -> Marks:
    """Draw marks to look at before they are worn: a draft, of which a space has one.

    Without a new logo that of the draft, else of the worn marks, is kept. Refused for a picture that is no PNG,
    JPEG or WebP, and for a logo without alternative text.
    """
    before = Marks.objects.filter(space=space, worn_at=None).select_related("logo").first()
    base = before or space.marks
    kept = base.picture if base is not None and not without_logo else None
    picture = _stored(actor, space, logo, alternative_text) if logo and not without_logo else kept
    if picture is not None and not alternative_text:
        raise Refused(_("A picture needs an alternative text. Nothing was uploaded."))
    drafts = list(Marks.objects.filter(space=space, worn_at=None).select_related("logo"))
    made = Marks.objects.create(
        space=space,
        logo=picture,
        alternative_text=(alternative_text if picture else None) or Text(),
        theme=theme,
        made_by_id=actor.person_id,
    )
    for draft in drafts:
        left, _unused = draft.picture, draft.delete()
        if left is not None and not Marks.objects.filter(logo=left).exists():
            files.remove(system("spaces"), left)
    return made


def _stored(actor: Actor, space: Space, logo: Content[bytes], words: Text | None) -> File:
    """Keep the picture as a small PNG that only the space's editors see until it is worn."""
    kind = getattr(getattr(logo, "examined", None), "content_type", "")
    if kind not in LOGO_KINDS:
        raise Refused(_("A logo is a PNG, JPEG or WebP picture. Nothing was uploaded."))
    try:
        small = as_logo(logo)
    except ValidationError as exc:
        raise Refused(" ".join(exc.messages)) from exc
    token = f"space:{space.pk}:{SpaceRoleKind.EDITOR}"
    return files.upload(actor, None, file=small, alternative_text=words, audience_token=token)


@action
def wear_marks(actor: Actor, marks: Marks) -> Marks:
    """Put marks into use: the space's pages, printed sheets and documents show them. Refused when the logo is gone."""
    if marks.logo is not None and marks.picture is None:
        raise Refused(_("The logo of these marks has been removed. Draw new ones."))
    if marks.logo is not None:
        files.publish(system("spaces"), marks.logo)
    marks.worn_at = timezone.now()
    marks.save(update_fields=["worn_at"])
    Space.objects.filter(pk=marks.space_id).update(marks=marks)
    note(marks.space, audience={"public"}, theme=marks.theme)
    transaction.on_commit(forget)
    return marks


@action
def drop_marks(actor: Actor, space: Space) -> Space:
    """Take the marks out of use; they stay among the earlier ones and can be worn again."""
    space.marks = None
    space.save(update_fields=["marks"])
    transaction.on_commit(forget)
    return space
