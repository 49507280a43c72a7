"""Run a command apart from this machine's Kopgroep: without its settings, with an empty data folder.

    python tools/isolated.py [--database] COMMAND ...

What the command prints or makes is then the same everywhere. --database keeps KOPGROEP_DATABASE_URL.
"""

import os
import subprocess
import sys
import tempfile

KEPT: tuple[str, ...] = ("KOPGROEP_SAMPLES", "KOPGROEP_TEST_")


def main(command: list[str]) -> int:
    kept = KEPT
    if command[:1] == ["--database"]:
        command, kept = command[1:], (*KEPT, "KOPGROEP_DATABASE_URL")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("KOPGROEP_") or name.startswith(kept)
    }
    with tempfile.TemporaryDirectory(prefix="kopgroep-", ignore_cleanup_errors=True) as folder:
        return subprocess.run(command, env={**environment, "KOPGROEP_DATA": folder}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
