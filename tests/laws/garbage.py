"""Sending garbage: to every form, address and query string, as anybody, and seeing that nothing breaks or half happens.

What is sent is rolled back each time, so one world serves for all. An answer may be a redirect (it was fine), the form
again or a refusal; it may never be a 500, and where it is not a redirect nothing may have been written.
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kumppanuus.organisations.middleware import SESSION_KEY
from tests.factories.cast import Cast
from tests.laws.addresses import ADDRESSES, names
from tests.laws.writes import counting_writes
from tests.only_actions_write import product_tables

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READERS = ("dani", "link", "aino", "kaisa", "bertil", "cecilia", "oona")
HUGE = "ä" * 100_000
WORDS = (
    "", " ", "\x00", "a\x00b", "\x01\x02\x1b[31m", "\u200b", "\u202eoikealta", "שלום עולם", "👩‍👩‍👧‍👦" * 40, "Z̸̡̢͇̈́" * 200,
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<p style='x'>liitetty <b>teksti</b></p>", "&lt;&amp;",
    "{{ 7 * 7 }}{% now %}", "%s%n%(a)s", "'; DROP TABLE x; --", "=cmd|' /C calc'!A0", "../../../etc/passwd", "C:\\con",
    "eka\r\nBcc: joku@example.org", "javascript:alert(1)", "http://[::1", "http://user:pw@example.org:99999/", "//x",
    "a@b", "ä@ö.example", "a" * 300 + "@example.org", "0", "-1", "1e400", "NaN", "inf", "0x10", "٣", "1,5", "1.5", str(10**30),
    str(-(10**30)), "9223372036854775808", "2147483648", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30",
    "12026-01-01", "31.12.2026", "24:61", "on", "true", "null", "[]", "{}", '{"fi": 1}', "fi", "xx", "x" * 5000, HUGE,
)  # fmt: skip
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"%ff%fe=%c3%28&name=%80"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
    ("application/x-www-form-urlencoded; charset=utf-16", "a=ä".encode("utf-16")),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n\x00\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00"\r\n\r\n1\r\n--x--',
    ),
    ("application/json", b'{"name": ["\\u0000"]}'),
    ("application/json", b"[" * 50_000),
    ("text/plain", HUGE.encode()),
)
FILES = (
    ("x.xlsx", b"PK\x03\x04garbage"), ("x.xlsx", b""), ("x.pdf", b"MZ\x90\x00"), ("x.txt", b"\xff\xfe\x00"),
    ("../../x.txt", b"teksti"), ("x" * 300 + ".txt", b"teksti"), ("x\x00.txt", b"teksti"), ("", b"x"),
)  # fmt: skip
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")
QUERIES = ("page", "q", "sort", "show", "year", "state", "kind", "next", "area", "item", "side", "to", "language")


# What was done is told by the answer itself: the account is gone, the sheet or the letters are made, feedback has come.
# The last mail's address leads nowhere once one has left; who writes where is told all the time.
DONE_AT_ONCE = tuple(
    f"POST {name} "
    for name in (
        *("accounts:erase", "assessments:sheet", "following:by_mail", "practices:here", "services:letters"),
        "spaces:feedback",
    )
)
# Each item of the whole list is kept on its own: what was right stays when one other was not.
# What was written is kept as a draft, also when it cannot be sent.
KEEPS_THE_REST = ("POST assessments:answer_all ", "POST consultations:comment ", "POST consultations:invited_comment ")


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str = ""
    method: str = "get"
    filled: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.queries: set[str] = set()
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "")
        if tag == "a":
            self.queries |= {key for key, _value in parse_qsl(urlsplit(given.get("href", "")).query)}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.forms or name == "csrfmiddlewaretoken":
            return
        form = self.forms[-1]
        if tag == "select":
            self._select = name
            form.filled.setdefault(name, [])
        elif tag == "option" and self._select and ("selected" in given or not form.filled.get(self._select)):
            form.filled[self._select] = [value]
        elif tag == "textarea" and name:
            self._area = name
            form.filled.setdefault(name, [""])
        elif tag in ("input", "button") and name and kind == "file":
            form.files.append(name)
        elif tag in ("input", "button") and name:
            chosen = kind not in ("checkbox", "radio") or "checked" in given or name not in form.filled
            form.filled.setdefault(name, [])
            if chosen:
                form.filled[name] = [value]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].filled[self._area] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""


@dataclass
class Field:
    """The field of battle: a world, a client for each of the cast, and what was found."""

    world: Any
    luck: random.Random
    clients: dict[str, Client] = field(default_factory=dict)
    sent: int = 0
    faults: set[str] = field(default_factory=set)
    places: dict[str, tuple[str, list[Form], set[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        logging.disable(logging.CRITICAL)
        for who in Cast.NAMES:
            client = Client(raise_request_exception=True)
            if who in self.world.cast.people:
                client.force_login(self.world.cast.people[who], backend=BACKEND)
                session = client.session
                session[SESSION_KEY] = self.world.cast.acting_for[who]
                session.save()
            self.clients[who] = client

    def survey(self) -> None:
        """Open each address as somebody who sees it, and note its forms and the names in its query strings."""
        for name in names():
            if name not in ADDRESSES:
                continue
            path = self.path(name)
            forms: list[Form] = []
            queries: set[str] = set()
            reader = "aino"
            for who in READERS:
                try:
                    answer = self.clients[who].get(path)
                except Exception as exc:
                    self.faults.add(f"GET {name} as {who}: {type(exc).__name__}: {str(exc)[:150]}")
                    break
                if answer.status_code == 200:
                    reader = who
                    if answer["content-type"].startswith("text/html"):
                        page = _Reader()
                        page.feed(answer.content.decode())
                        forms, queries = page.forms, page.queries
                    break
            self.places[name] = (reader, forms, queries)

    def path(self, name: str, **changed: Any) -> str:
        """Return the address, with some of its arguments changed."""
        with override("fi"):
            return reverse(name, kwargs=ADDRESSES[name](self.world) | changed)

    def send(self, what: str, who: str, send: Callable[[Client], Any], *, reads: bool = False) -> Any:
        """Send, judge the answer, and take everything back."""
        self.sent += 1
        if self.sent % 20 == 0:
            for cache in caches.all(initialized_only=True):
                cache.clear()
        answer = None
        try:
            with transaction.atomic():
                mark = transaction.savepoint()
                with counting_writes() as written:
                    answer = send(self.clients[who])
                done = answer.status_code in (302, 303) or (answer.status_code == 200 and what.startswith(DONE_AT_ONCE))
                keeps = answer.status_code == 422 and what.startswith(KEEPS_THE_REST)
                if answer.status_code >= 500 and answer.status_code != 503:
                    self.faults.add(f"{what} as {who}: {answer.status_code}")
                after = _digest() if written and (reads or not (done or keeps)) else ""
                transaction.savepoint_rollback(mark)
                if after and after != _digest():
                    self.faults.add(f"{what} as {who}: answers {answer.status_code}, and yet wrote: {written[0][:80]}")
        except Exception as exc:
            self.faults.add(f"{what} as {who}: {type(exc).__name__}: {str(exc)[:150]}")
        return answer

    def forms(self) -> Iterator[tuple[str, str, str, Form]]:
        """Return each form that changes something: of which page, who saw it, where it leads; then bare addresses."""
        known = set()
        for name, (who, forms, _queries) in self.places.items():
            for form in forms:
                if form.method == "post":
                    target = form.action or self.path(name)
                    known.add(urlsplit(target).path)
                    yield name, who, target, form
        for name in self.places:
            if self.path(name) not in known:
                yield name, self.luck.choice(Cast.NAMES), self.path(name), Form(method="post")

    def spoil_a_little(self, name: str, who: str, target: str, form: Form) -> None:
        """Send the form with garbage three times: in one field, in all, and in a way that is no form."""
        told, word = f"POST {name} → {_bare(target)}", self.luck.choice(WORDS)
        one = {self.luck.choice(list(form.filled)): [word]} if form.filled else {}
        self.send(f"{told} {one!r:.60}", who, lambda c: c.post(target, form.filled | one))
        self.send(f"{told} everything={word[:20]!r}", who, lambda c: c.post(target, dict.fromkeys(form.filled, word)))
        (kind, body), method = self.luck.choice(BODIES), self.luck.choice(("POST", "POST", *METHODS))
        other = self.luck.choice(Cast.NAMES)
        told = f"{method} {_bare(target)} {kind} {body[:20]!r}"
        self.send(told, other, lambda c: c.generic(method, target, body, content_type=kind))

    def spoil(self, name: str, who: str, target: str, form: Form, *, words_each: int) -> None:
        """Send the form with garbage: in one field at a time, in all, empty, and in bodies that are no form at all."""
        told = f"POST {name} → {_bare(target)}"
        for key in form.filled:
            for word in self.luck.sample(WORDS, words_each):
                given = {**form.filled, key: [word]}
                self.send(f"{told} {key}={word[:20]!r}", who, lambda c, given=given: c.post(target, given))
        for word in WORDS if form.filled else ():
            given = {key: [word] for key in form.filled}
            self.send(f"{told} everything={word[:20]!r}", who, lambda c, given=given: c.post(target, given))
        if form.filled:
            twice = {key: [self.luck.choice(WORDS) for _n in range(3)] for key in form.filled}
            self.send(f"{told} each three times", who, lambda c: c.post(target, twice))
        for key in form.files:
            for label, content in FILES:
                given = {**form.filled, key: SimpleUploadedFile(label or "x", content)}
                self.send(f"{told} file {label[:20]!r}", who, lambda c, given=given: c.post(target, given))
            self.send(f"{told} no file", who, lambda c: c.post(target, form.filled))
        for kind, body in BODIES:
            self.send(
                f"{told} {kind} {body[:20]!r}",
                who,
                lambda c, k=kind, b=body: c.generic("POST", target, b, content_type=k),
            )
        for method in METHODS:
            self.send(f"{method} {_bare(target)}", who, lambda c, m=method: c.generic(m, target))
        for other in Cast.NAMES:
            self.send(f"{told} as it stands", other, lambda c: c.post(target, form.filled))

    def spoil_query(self, name: str, *, words_each: int = 0) -> None:
        """Ask for the page with garbage in its query string."""
        who, forms, queries = self.places[name]
        keys = sorted(queries | {key for form in forms if form.method == "get" for key in form.filled} | set(QUERIES))
        if not words_each:
            keys = [self.luck.choice(keys)]
        target = self.path(name)
        for key in keys:
            for word in ("%ff%fe", *self.luck.sample(WORDS, words_each)) if words_each else (self.luck.choice(WORDS),):
                raw = word if word == "%ff%fe" else quote(word[:3000])
                self.send(
                    f"GET {name}?{key}={word[:20]!r}",
                    who, lambda c, k=key, r=raw: c.get(f"{target}?{quote(k)}={r}"), reads=True,
                )  # fmt: skip

    def spoil_path(self, name: str, *, each: bool) -> None:
        """Alter each argument of the address: numbers out of range, words that name nothing, links that are not so."""
        given = ADDRESSES[name](self.world)
        for key, value in given.items():
            for other in _others(value) if each else [self.luck.choice(_others(value))]:
                target = self._address(name, key, str(value), other)
                for method in ("get", "post"):
                    who = self.luck.choice(Cast.NAMES)
                    answer = self.send(f"{method} {name} with {key}={str(other)[:24]!r}", who, lambda c, m=method, t=target: getattr(c, m)(t))  # fmt: skip
                    if key == "token" and answer is not None and answer.status_code == 200 and method == "post":
                        self.faults.add(f"{name} takes an altered link: {str(other)[:24]!r}")

    def _address(self, name: str, key: str, value: str, other: Any) -> str:
        marked = self.path(name)
        raw = quote(str(other), safe="")
        return raw.join(marked.rsplit(value, 1)) if value in marked else f"{marked}{raw}/"


def _others(value: Any) -> list[Any]:
    if isinstance(value, int):
        return [0, 999_999, 2**31, 2**63, 10**30, "-1", "١", "1.5", "x"]
    word = str(value)
    return [
        word + "x", "x" + word, word[:-1], word.upper(), word[::-1], "x", "0", "\x00", "ä", "..", "%", "a b", "\u202e", "9" * 40,
        "x" * 3000, "1." + "A" * 43, f"{word}.{word}",
    ]  # fmt: skip


def _bare(path: str) -> str:
    return "/".join(part if len(part) < 24 else "…" for part in path.split("/"))


def _digest() -> str:
    """Return what stands in all product tables, briefly."""
    made = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(product_tables() - {"accounts_personview"}):  # reading is written down there, by design
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 - names of our own models
            made.update(repr(cursor.fetchall()).encode("utf-8", "replace"))
    return made.hexdigest()
