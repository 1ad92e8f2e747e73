"""What pyproject.toml cannot say: the catalogues are compiled while the wheel is built, or for the checkout.

`python setup.py catalogues` compiles every .po of the checkout beside itself; .mo files are never committed.
"""

from __future__ import annotations

from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build_py import build_py

LOCALE = Path("src") / "kumppanuus" / "locale"


def compile_catalogues(source: Path, target: Path) -> None:
    """Write a .mo below `target` for each .po below `source` that is newer. Fuzzy entries are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = target / po.relative_to(source).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as catalogue, mo.open("wb") as compiled:
            write_mo(compiled, read_po(catalogue, locale=po.parts[-3]))


class Catalogues(Command):
    """Compile the catalogues of the checkout."""

    description = "compile the catalogues beside their sources"
    user_options: list[tuple[str, str, str]] = []

    def initialize_options(self) -> None:
        """There are no options."""

    def finalize_options(self) -> None:
        """There are no options."""

    def run(self) -> None:
        compile_catalogues(LOCALE, LOCALE)


class BuildWithCatalogues(build_py):
    """Build the package with compiled catalogues inside."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            compile_catalogues(LOCALE, Path(self.build_lib) / "kumppanuus" / "locale")


setup(cmdclass={"catalogues": Catalogues, "build_py": BuildWithCatalogues})
