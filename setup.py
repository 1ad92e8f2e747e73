"""What pyproject.toml cannot say: the catalogues are compiled while the wheel is built; .mo are never committed."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "src"))

from kumppanuus.config.catalogues import compile_catalogues  # noqa: E402 - found through the line above


class BuildWithCatalogues(build_py):
    """Build the package with compiled catalogues inside."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            compile_catalogues(target=Path(self.build_lib) / "kumppanuus" / "locale")


setup(cmdclass={"build_py": BuildWithCatalogues})
