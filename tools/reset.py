"""Start over: remove the data of this checkout, after asking (YES=1 answers)."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What set-up and the server make; anything else means that the folder is not ours alone.
OURS = (
    "kopgroep",
    "queue",
    "secret.key",
    "journal.key",
    "static",
    "uploads",
    "mail",
    "log",
    "cache",
    "checkpoints",
)


def main() -> int:
    folder = Path(os.environ.get("KOPGROEP_DATA") or ROOT / "var").resolve()
    if not folder.exists():
        print(f"There is no data in {folder}.")
        return 0
    strangers = [path.name for path in folder.iterdir() if not path.name.lstrip(".").startswith(OURS)]
    if strangers and folder != ROOT / "var":
        print(
            f"{folder} holds more than Kopgroep's data ({strangers[0]}); remove it by hand.", file=sys.stderr
        )
        return 1
    if os.environ.get("KOPGROEP_DATABASE_URL"):
        print("The data is in the database of KOPGROEP_DATABASE_URL; only the files are removed here.")
    if os.environ.get("YES") != "1" and not confirmed(folder):
        print("Nothing was removed.")
        return 0
    shutil.rmtree(folder)
    print(f"Removed {folder}. `make run` starts afresh.")
    return 0


def confirmed(folder: Path) -> bool:
    try:
        return input(f"Remove all data in {folder}? Stop the server first. [y/N] ").strip().lower() in {
            "y",
            "yes",
            "j",
            "ja",
        }
    except EOFError:
        sys.exit("\nThere is nobody to ask; YES=1 answers. Nothing was removed.")


if __name__ == "__main__":
    sys.exit(main())
