"""In: the content of an uploaded sheet, with every problem at its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.interop.sheets import Line, Problem, Sheet
from kumppanuus.questionnaires.content import Content, ItemContent, LevelContent, ThemeContent, find_item, find_theme
from kumppanuus.questionnaires.gaps import MOST_WORDS, words
from kumppanuus.questionnaires.models import ItemKind
from kumppanuus.questionnaires.sheets.columns import (
    KINDS,
    MOST_CODE,
    MOST_LEVEL,
    NO,
    PLAIN,
    ROW_WORDS,
    ROWS,
    TEXTS,
    YES,
)
from kumppanuus.ui.languages import NAMES


@dataclass
class Reading:
    """What a sheet gave: the content, and what is wrong. With problems nothing may be saved."""

    content: Content = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def from_sheet(sheet: Sheet, before: Content, bank: set[str]) -> Reading:
    """Return the content of a read sheet, with every problem at its place.

    Texts are compared with those of the draft `before` (by code), so that translations older than a changed
    original are known.
    """
    reading = Reading(problems=list(sheet.problems))
    languages = _languages(sheet, reading)
    if reading.problems and not languages:
        return reading
    theme: ThemeContent | None = None
    item: ItemContent | None = None
    for line in sheet.lines:
        row = ROW_WORDS.get(line.text("row").strip().lower(), "")
        if row:
            _nothing_besides(line, row, reading)
        if row == "theme":
            theme, item = _theme(line, languages, before, reading), None
            reading.content.append(theme)
        elif not row:
            message = _("Write theme, item or level in the column “row”.")
            reading.problems.append(Problem(line.place("row"), message))
        elif theme is None:
            reading.problems.append(Problem(line.place("row"), _("The first row must be a theme.")))
        elif row == "item":
            item = _item(line, languages, before, reading, bank)
            theme.items.append(item)
        elif item is None:
            reading.problems.append(Problem(line.place("row"), _("A level must follow the item it belongs to.")))
        else:
            _level(line, item, languages, before, reading)
    if not reading.content and not reading.problems:
        reading.problems.append(Problem("", _("The sheet has no rows below its head.")))
    return reading


def _languages(sheet: Sheet, reading: Reading) -> list[str]:
    """Return the languages that the columns name; columns that are missing or unknown are problems."""
    found = []
    for column in dict.fromkeys(sheet.columns):
        text, _space, code = column.partition(" (")
        if column in PLAIN:
            continue
        if text not in TEXTS or not code.endswith(")") or code[:-1] not in NAMES:
            reading.problems.append(Problem("", _("There is no column called “%(column)s”.") % {"column": column}))
        elif code[:-1] not in found:
            found.append(code[:-1])
    needed = ["row", "code", *(f"{text} ({found[0] if found else 'fi'})" for text in ("name", "text"))]
    for column in needed:
        if column not in sheet.columns:
            reading.problems.append(
                Problem(
                    "",
                    _("The column “%(column)s” is missing. Begin from the sheet of this page.") % {"column": column},
                )
            )
            found = [] if column in {"row", "code"} else found
    return found


def _nothing_besides(line: Line, row: str, reading: Reading) -> None:
    """Tell of cells that are not read in such a row, so that nothing is lost unseen."""
    only_items = PLAIN[2:]
    for name, cell in line.cells.items():
        text = name.partition(" (")[0]
        unread = row != "item" if name in only_items else text in TEXTS and not TEXTS[text][ROWS.index(row)]
        if unread:
            reading.problems.append(Problem(cell.address, _("This cell is not read in such a row. Leave it empty.")))


def _text(line: Line, column: tuple[str, str], languages: list[str], before: Text, reading: Reading) -> Text:
    """Return the text that stands in a column for a kind of row, in all languages."""
    name, row = column
    most = TEXTS[name][ROWS.index(row)]
    values = {}
    for code in languages:
        cell = f"{name} ({code})"
        text = line.text(cell).strip()
        if text and len(text) > most:
            facts = {"length": len(text), "most": most}
            message = _("The text is %(length)d characters; at most %(most)d fit.") % facts
            reading.problems.append(Problem(line.place(cell), message))
        values[code] = text
    kept = {code: text for code, text in before.items() if code not in values}
    return before.changed({**kept, **values}) if before else Text({c: t for c, t in values.items() if t})


def _needed(text: Text, line: Line, column: str, languages: list[str], reading: Reading) -> Text:
    if not text:
        name = f"{column} ({languages[0]})"
        reading.problems.append(Problem(line.place(name), _("The column “%(column)s” is empty.") % {"column": name}))
    return text


def _code(line: Line, taken: list[str], reading: Reading) -> str:
    code = line.text("code").strip()
    if not code or len(code) > MOST_CODE or any(c in "/?#\\" or c.isspace() for c in code):
        message = _("Give a code of at most %(most)d characters without spaces, / ? or #.") % {"most": MOST_CODE}
        reading.problems.append(Problem(line.place("code"), message))
    elif code in taken:
        reading.problems.append(Problem(line.place("code"), _("The code %(code)s is there twice.") % {"code": code}))
    return code


def _theme(line: Line, languages: list[str], before: Content, reading: Reading) -> ThemeContent:
    key = _code(line, [theme.key for theme in reading.content], reading)
    old = find_theme(before, key)
    title = _text(line, ("name", "theme"), languages, old.title if old else Text(), reading)
    return ThemeContent(key, _needed(title, line, "name", languages, reading))


def _item(line: Line, languages: list[str], before: Content, reading: Reading, bank: set[str]) -> ItemContent:
    code = _code(line, [item.code for theme in reading.content for item in theme.items], reading)
    found = find_item(before, code)
    old = found[1] if found else ItemContent(code, Text(), Text())

    def text(column: str, was: Text) -> Text:
        return _text(line, (column, "item"), languages, was, reading)

    return ItemContent(
        code=code,
        kind=_kind(line, reading),
        bank=_bank(line, bank, reading),
        evidence_wanted=_yes(line, reading),
        name=_needed(text("name", old.name), line, "name", languages, reading),
        statement=_needed(text("text", old.statement), line, "text", languages, reading),
        more=text("meant", old.more),
        evidence=text("evidence", old.evidence),
        first_steps=text("steps", old.first_steps),
    )


def _kind(line: Line, reading: Reading) -> str:
    kind = line.text("kind").strip().lower() or str(ItemKind.SCALE)
    if kind not in KINDS:
        choices = {"kind": kind, "kinds": ", ".join(KINDS)}
        message = _("There is no kind called “%(kind)s”. Choose one of: %(kinds)s.") % choices
        reading.problems.append(Problem(line.place("kind"), message))
    return kind


def _bank(line: Line, bank: set[str], reading: Reading) -> str:
    slug = line.text("bank").strip()
    if slug and slug not in bank:
        message = _("There is no bank item called “%(slug)s”. The sheet “bank” lists them.") % {"slug": slug}
        reading.problems.append(Problem(line.place("bank"), message))
    return slug


def _yes(line: Line, reading: Reading) -> bool:
    word = line.text("evidence wanted").strip().lower()
    if word not in YES | NO:
        reading.problems.append(Problem(line.place("evidence wanted"), _("Write yes or no.")))
    return word in YES


def _level(line: Line, item: ItemContent, languages: list[str], before: Content, reading: Reading) -> None:
    text = line.text("code").strip()
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_LEVEL)) else -1
    if item.kind not in (ItemKind.SCALE, ItemKind.CHOICE):
        reading.problems.append(Problem(line.place("row"), _("Only items of the kind scale or choice have levels.")))
        return
    if not 0 <= value <= MOST_LEVEL:
        message = _("Write the level's value as a whole number from 0 to %(most)d.") % {"most": MOST_LEVEL}
        reading.problems.append(Problem(line.place("code"), message))
        return
    if any(level.value == value for level in item.levels):
        message = _("The item %(item)s has the level %(level)d twice.") % {"item": item.code, "level": value}
        reading.problems.append(Problem(line.place("code"), message))
        return
    found = find_item(before, item.code)
    old = next((level for level in found[1].levels if level.value == value), None) if found else None
    label = _text(line, ("name", "level"), languages, old.label if old else Text(), reading)
    for code, words_of in label.items():
        if words(words_of) > MOST_WORDS:
            message = _("The label has %(count)d words; at most %(most)d fit on a phone.")
            facts = {"count": words(words_of), "most": MOST_WORDS}
            reading.problems.append(Problem(line.place(f"name ({code})"), message % facts))
    description = _text(line, ("text", "level"), languages, old.description if old else Text(), reading)
    item.levels.append(LevelContent(value, _needed(label, line, "name", languages, reading), description))
    item.levels.sort(key=lambda level: level.value)
