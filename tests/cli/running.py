"""Runs `kopgroep` as people do, with a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Nothing of this machine's own installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPGROEP_")}
    return {
        **kept,
        "KOPGROEP_DATA": str(folder),
        **{f"KOPGROEP_{name}": value for name, value in settings.items()},
    }


def kopgroep(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kopgroep.cli.__main__", *arguments],
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=300,
    )
