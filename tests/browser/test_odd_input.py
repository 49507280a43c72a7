"""Odd input at every operation of a served API: never a failure of ours, and every answer as documented."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.sites import LIVING

pytestmark = [pytest.mark.browser, pytest.mark.proof]

SCHEMATHESIS = str(Path(sys.executable).parent / "schemathesis")
# What an answer must be whatever was asked; positive and negative data alike.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.parametrize("person", ["visitor", "manager"])
def test_odd_input_never_makes_the_api_fail(site, tmp_path, person):
    # Addresses that exist, else most questions would end at "not found"; the operations on one partner find theirs.
    known = tmp_path / "schemathesis.toml"
    known.write_text(f'[parameters]\n"path.deal" = "{LIVING}"\n"path.phase" = "network"\n')
    headers = []
    if person == "manager":
        headers = ["-H", f"Authorization: Bearer {site.token_of('manager')}"]
    command = [
        *(
            SCHEMATHESIS,
            "--config-file",
            str(known),
            "run",
            f"{site.address}/api/v1/openapi.json",
            "--url",
            f"{site.address}/api/v1",
        ),
        *("--checks", CHECKS, "--max-examples", "40", "--seed", "1", "--workers", "1", "--no-color"),
        *headers,
    ]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
