"""What words and codes of foreign lists mean here: municipalities (old ones too), terms, kinds, yes and no."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.places.models import Area, AreaKind, Merger, folded
from kumppanuus.services.models import WEEKDAYS
from kumppanuus.taxonomy.models import OWN, Term

NATION = {"koko maa", "valtakunnallinen", "koko suomi", "suomi", "nationwide", "whole country", "hela landet"}
YES = {"1", "true", "yes", "y", "x", "kylla", "k", "on", "ja", "j", "sann", "tosi"}
NO = {"0", "false", "no", "n", "ei", "e", "nej", "falsk", "epatosi", "-"}
DAYS = {
    **{code.casefold(): code for code, _name in WEEKDAYS},
    **dict(zip(["ma", "ti", "ke", "to", "pe", "la", "su"], [code for code, _name in WEEKDAYS], strict=True)),
    **dict(zip(["man", "tis", "ons", "tor", "fre", "lor", "son"], [code for code, _name in WEEKDAYS], strict=True)),
}


class NotUnderstood(ValueError):
    """A value that cannot be what its column says; the message is translated and quotes the value."""


class Lookups:
    """Names and codes of areas and terms, loaded once for a whole import. Three queries."""

    def __init__(self) -> None:
        self.areas: dict[int, Area] = {}
        self.municipalities: dict[str, int] = {}
        self.wider: dict[str, int] = {}
        self.terms: dict[str, dict[str, int]] = {}
        self.term_keys: dict[int, Term] = {}
        self._load_areas()
        self._load_terms()

    def _load_areas(self) -> None:
        by_code = {}
        for area in Area.objects.exclude(kind=AreaKind.SET).defer("border"):
            self.areas[area.pk] = area
            names = [folded(name) for name in area.name.values()]
            if area.kind == AreaKind.MUNICIPALITY:
                by_code[area.code] = area.pk
                for name in (*names, area.code, area.code.lstrip("0")):
                    self.municipalities.setdefault(name, area.pk)
            else:
                for name in names:
                    self.wider.setdefault(name, area.pk)
                if area.kind == AreaKind.COUNTRY:
                    self.wider |= dict.fromkeys(NATION, area.pk)
        for old in Merger.objects.all():
            if (found := by_code.get(old.new_code)) is not None:
                for name in (folded(old.old_name), old.old_code, old.old_code.lstrip("0")):
                    self.municipalities.setdefault(name, found)

    def _load_terms(self) -> None:
        for term in Term.objects.standing():
            self.term_keys[term.pk] = term
            known = self.terms.setdefault(term.scheme, {})
            for word in (term.code, term.key, term.uri, *term.name.values()):
                if word:
                    known.setdefault(folded(word), term.pk)

    def municipality(self, words: str) -> int:
        """Return the municipality of that name or code, today's one for an old. Raises NotUnderstood."""
        key = folded(words.removesuffix(".0"))
        if (found := self.municipalities.get(key) or self.municipalities.get(key.removesuffix(" kunta"))) is None:
            raise NotUnderstood(_("No municipality is called “%(words)s”.") % {"words": words[:60]})
        return found

    def area(self, words: str) -> int:
        """Return the municipality, else the region, county or country of that name. Raises NotUnderstood."""
        try:
            return self.municipality(words)
        except NotUnderstood:
            if (found := self.wider.get(folded(words))) is None:
                raise
            return found

    def term(self, scheme: str, words: str) -> int:
        """Return the term by its code, address or name in any language. Raises NotUnderstood."""
        known = self.terms.get(scheme, {})
        key = folded(words)
        in_brackets = re.search(r"\[([^\]]+)\]", key)
        parts = [key, key.rpartition("/")[2], key.rpartition(":")[2], key.split("[")[0].strip()]
        for word in [*([in_brackets[1], in_brackets[1].rpartition(":")[2]] if in_brackets else []), *parts]:
            if word in known:
                return known[word]
        raise NotUnderstood(_("“%(words)s” is no class that is known here.") % {"words": words[:60]})

    def own_theme(self, words: str) -> int:
        """Return a space's own theme by its key: "space-koski:suru". Raises NotUnderstood."""
        scheme = words.strip().partition(":")[0]
        return self.term(scheme if scheme.startswith(OWN) else "", words)


def many(words: str) -> list[str]:
    """Split a cell that holds several: at semicolons, bars and line ends, else at commas."""
    cut = re.split(r"[;|\n]", words)
    if len(cut) == 1:
        cut = words.split(",")
    return [part.strip() for part in cut if part.strip()]


def yes_or_no(words: str) -> bool:
    """Return what a cell says, in Finnish, Swedish, English or as a number. Raises NotUnderstood."""
    key = folded(words)
    if key in YES:
        return True
    if key in NO:
        return False
    raise NotUnderstood(_("“%(words)s” is neither yes nor no.") % {"words": words[:60]})


def day(words: str) -> str:
    """Return a day as 2026-05-31 from that, 31.5.2026 or 31/5/2026. Raises NotUnderstood."""
    text = words.strip()[:30]
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$", text):
        year, month, number = found.groups()
    elif found := re.match(r"(\d{1,2})[./](\d{1,2})[./](\d{4})$", text):
        number, month, year = found.groups()
    else:
        raise NotUnderstood(_("“%(words)s” is no day. Write it as 31.5.2026.") % {"words": text})
    try:
        return dt.date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        raise NotUnderstood(_("“%(words)s” is no day. Write it as 31.5.2026.") % {"words": text}) from None


def hour(words: str) -> str:
    """Return a time of day as 09:30 from that, 9.30, 9 or 09:30:00. Raises NotUnderstood."""
    found = re.match(
        r"(?:klo\s*|kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?::\d{2})?(?:\s*Z|[+-]\d\d:?\d\d)?$", words.strip()
    )
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise NotUnderstood(_("“%(words)s” is no time of day. Write it as 9.30.") % {"words": words[:30]})
    return f"{int(found[1]):02}:{found[2] or '00'}"


def web(words: str) -> str:
    """Return a web address with its scheme. Raises NotUnderstood for what is none."""
    text = words.strip()
    if not re.match(r"https?://", text, re.IGNORECASE):
        text = f"https://{text}"
    if len(text) > 200 or not re.fullmatch(r"https?://[^\s/?#@:]+\.[^\s/?#@:]+(?::\d{1,5})?(?:[/?#]\S*)?", text):
        raise NotUnderstood(_("“%(words)s” is no web address.") % {"words": words[:60]})
    return text


def mail(words: str) -> str:
    """Return an e-mail address. Raises NotUnderstood for what is none."""
    text = words.strip().removeprefix("mailto:").replace("(at)", "@").replace("[at]", "@").replace(" ", "")
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+", text) or len(text) > 254:
        raise NotUnderstood(_("“%(words)s” is no e-mail address.") % {"words": words[:60]})
    return text


def schedule(words: str) -> dict[str, Any]:
    """Return a rule from its short form: "WEEKLY TU,TH 10:00-12:00 2026-01-01..2026-05-30 /2". Raises NotUnderstood."""
    rule: dict[str, Any] = {"freq": "WEEKLY", "interval": 1, "byday": "", "opens": None, "closes": None}
    rule |= {"starts": None, "until": None}
    for part in words.split():
        if part in {"ONCE", "WEEKLY", "MONTHLY"}:
            rule["freq"] = part
        elif found := re.fullmatch(r"/(\d{1,2})", part):
            rule["interval"] = int(found[1])
        elif ".." in part:
            starts, _dots, until = part.partition("..")
            rule["starts"], rule["until"] = (starts and day(starts)) or None, (until and day(until)) or None
        elif found := re.fullmatch(r"([\d.:]+)(?:[-–]([\d.:]+))?", part):
            rule["opens"], rule["closes"] = hour(found[1]), hour(found[2]) if found[2] else None
        else:
            names = [re.fullmatch(r"(-?\d?)([a-zåäö]+)", one.casefold()) for one in part.split(",")]
            if not all(one and DAYS.get(folded(one[2])) for one in names):
                raise NotUnderstood(_("“%(words)s” is no time.") % {"words": words[:60]})
            rule["byday"] = ",".join(f"{one[1]}{DAYS[folded(one[2])]}" for one in names if one)
    if not 1 <= rule["interval"] <= 12 or (rule["freq"] == "ONCE" and not rule["starts"]) or len(rule["byday"]) > 60:
        raise NotUnderstood(_("“%(words)s” is no time.") % {"words": words[:60]})
    return rule
