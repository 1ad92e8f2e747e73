"""Law 1: an app imports only from below."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.laws.snapshots import ROOT


def test_import_contracts_hold():
    command = Path(sys.executable).parent / "lint-imports"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
