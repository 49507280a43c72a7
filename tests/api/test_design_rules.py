"""The OpenAPI document against the official linter of the NL API Design Rules, and against what answers really are."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "apilint"
SPECTRAL = TOOL / "node_modules" / ".bin" / "spectral"
PROBLEMS = 1


@pytest.fixture
def document(client, db):
    response = client.get("/api/v1/openapi.json", headers={"accept-language": "nl"})
    assert response.status_code == 200
    return response.json()


@pytest.fixture(scope="session")
def spectral():
    """The linter, installed from its lock file; npm is a developer's tool."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not on this machine; only the official API linter needs it")
    if not SPECTRAL.exists():
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=TOOL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"npm could not install the linter: {done.stderr[-300:]}")
    return str(SPECTRAL)


def lint(spectral, ruleset, path):
    done = subprocess.run(
        [spectral, "lint", "-q", "-f", "json", "-r", str(ruleset), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout[done.stdout.index("[") :])
    return [f"{one['code']}: {'/'.join(map(str, one['path']))}" for one in found if one["severity"] == 0]


@pytest.mark.proof
def test_the_official_linter_finds_no_errors(document, samples, spectral, tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))

    assert lint(spectral, samples / "standaarden" / "api-design-rules" / "linter.yaml", path) == []


@pytest.mark.proof
def test_the_linter_bites_when_a_rule_is_broken(document, samples, spectral, tmp_path):
    document["paths"]["/deals/"] = document["paths"].pop("/deals")
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))

    found = lint(spectral, samples / "standaarden" / "api-design-rules" / "linter.yaml", path)

    assert "path-keys-no-trailing-slash: paths//deals/" in found


def test_every_operation_is_described_and_names_its_errors(document):
    operations = [
        (f"{method} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "patch", "put", "delete"}
    ]

    assert len(operations) >= 15
    for name, operation in operations:
        assert operation["summary"], name
        assert operation["description"], name
        assert {"400", "401", "403", "404", "429"} <= set(operation["responses"]), name


def test_the_document_may_be_read_from_any_page(client, db):
    response = client.get("/api/v1/openapi.json")

    assert response.headers["Access-Control-Allow-Origin"] == "*"
