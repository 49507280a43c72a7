"""Writes the reference pages that the code knows best; --check fails when one is not what the code says now."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import django

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by `make docs`; change the code, not this page. -->\n"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopgroep.config.settings")
django.setup()

import click
from django.apps import apps
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from kopgroep.cli.__main__ import commands as command_line
from kopgroep.cli.engine import QUESTIONS
from kopgroep.config.env import SETTINGS
from kopgroep.engine.givens import schema_of as schema_of_problem
from kopgroep.kernel.access import GRANTS, Permission, Role
from kopgroep.kernel.archives.describe import ARCHIVE_FORMAT, left_out, schema_of, stays_behind
from kopgroep.kernel.archives.scope import models_that_go
from kopgroep.kernel.archives.write import VERSION
from kopgroep.kernel.journal.verbs import SENTENCES, Verb
from kopgroep.kernel.privacy.told import kinds_of_data
from kopgroep.rooms.programme.charter import json_schema
from kopgroep.rooms.programme.phases import phases_table


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [" | ".join(head), " | ".join("---" for _ in head), *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def permissions() -> str:
    rows = [
        [f"`{permission}`", *("yes" if permission in GRANTS[role] else "" for role in Role)]
        for permission in Permission
    ]
    return (
        f"# Who may do what\n\n{MADE}\nRoles hold on a record: on the deal for manager, office, initiator and "
        "participant; on the own organisation for contact and deputy; on the installation for the administrator. "
        "A reader is anyone, on a deal that its charter calls open.\n\n"
        + table(["permission", *(role.value for role in Role)], rows)
    )


def verbs() -> str:
    rows = [[f"`{verb}`", str(SENTENCES[verb])] for verb in Verb]
    return f"# Everything that can happen\n\n{MADE}\n" + table(["verb", "sentence in the history"], rows)


def settings() -> str:
    rows = [
        [
            f"`{setting.variable}`",
            setting.kind,
            f"`{setting.default}`" if setting.default else "",
            setting.meaning,
        ]
        for setting in SETTINGS
    ]
    return (
        f"# Settings\n\n{MADE}\nRead from the environment (`make run` also reads a file `.env`). A name that is "
        "not in this table, or a value of the wrong kind, refuses to start.\n\n"
        + table(["variable", "kind", "default", "meaning"], rows)
    )


def env_example() -> str:
    lines = ["# Made by `make docs`. Copy to .env and change what differs; every line is optional.", ""]
    for setting in SETTINGS:
        lines += [f"# {setting.meaning} ({setting.kind})", f"#{setting.variable}={setting.default}", ""]
    return "\n".join(lines)


def below(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all that hang under it, by their whole names."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (found := command.get_command(context, name)) is not None:
                yield from below(found, f"{path} {name}")


def cli() -> str:
    parts = [f"# Command line\n\n{MADE}"]
    for path, command in below(command_line, "kopgroep"):
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        parts.append(f"## `{path}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def data_model() -> str:
    parts = [f"# Data model\n\n{MADE}"]
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if not model.__module__.startswith("kopgroep.") or model._meta.auto_created:
            continue
        rows = []
        for field in model._meta.concrete_fields:
            kind = field.get_internal_type()
            if field.related_model:
                kind = f"→ {field.related_model._meta.label}"
            keep = model.personal.get(field.name)  # type: ignore[attr-defined]
            rows.append([f"`{field.name}`", kind, f"{keep.days} days after `{keep.after}`" if keep else ""])
        rules = "".join(f"- {constraint.name.replace('_', ' ')}\n" for constraint in model._meta.constraints)
        parts.append(
            f"## {model._meta.label}\n\n{model.__doc__ or ''}\n\n"
            + table(["field", "kind", "personal, kept for"], rows)
            + (f"\nAlways:\n\n{rules}" if rules else "")
        )
    return "\n".join(parts)


def personal_data() -> str:
    rows = [
        [
            str(kind.what),
            str(kind.why),
            str(kind.seen_by),
            "; ".join(kind.kept),
            f"{kind.erasing}{f'. {kind.stays}' if kind.stays else ''}",
            ", ".join(f"`{table}`" for table in kind.tables),
        ]
        for kind in kinds_of_data()
    ]
    return (
        f"# Personal data: what is kept, why and how long\n\n{MADE}\nThe public page `/privacy/` tells the same in "
        "Dutch and English. A table that is not here holds no personal data.\n\n"
        + table(["what", "why", "who sees it", "how long", "when the person is erased", "tables"], rows)
    )


def phases() -> str:
    return f"# Phases: what is advised and what is locked\n\n{MADE}\n{phases_table()}"


def api() -> str:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    yaml: bytes = OpenApiYamlRenderer().render(schema, renderer_context={})  # type: ignore[no-untyped-call]
    return yaml.decode()


def charter_schema() -> str:
    return json.dumps(json_schema(), indent=2)


def archive_format() -> str:
    parts = [f"# The archive of a deal: version {VERSION} of the format\n\n{MADE}", ARCHIVE_FORMAT]
    rows = [[f"`{label}`", reason] for label, reason in sorted(left_out().items())]
    parts.append("## What is not in it as rows\n\n" + table(["model", "why"], rows))
    for model in models_that_go():
        said = schema_of(model)
        fields = [
            [
                f"`{name}`",
                str(each["type"]).replace("|", "or"),
                f"→ `{each['refers_to']}`" if "refers_to" in each else "",
                "yes" if each.get("null") else "",
                "yes" if each.get("personal") else "",
            ]
            for name, each in said["fields"].items()
        ]
        stays = ", ".join(f"`{name}`" for name in stays_behind(model))
        parts.append(
            f"## `models/{model._meta.label_lower}.jsonl`\n\n{said['about']}\n\nIn the archive because it "
            f"{said['belongs_by']}.{' Left out: ' + stays + '.' if stays else ''}\n\n"
            + table(["field", "type", "refers to", "may be null", "personal"], fields)
        )
    return "\n".join(parts)


def engine_schema(problem: str) -> str:
    return json.dumps(schema_of_problem(QUESTIONS[problem].kind()), indent=2, ensure_ascii=False)


PAGES: dict[str, Callable[[], str]] = {
    "archive-format.md": archive_format,
    "permissions.md": permissions,
    "verbs.md": verbs,
    "settings.md": settings,
    "../../.env.example": env_example,
    "cli.md": cli,
    "data-model.md": data_model,
    "personal-data.md": personal_data,
    "phases.md": phases,
    "charter.schema.json": charter_schema,
    "api.yaml": api,
    **{f"engine/{problem}.schema.json": partial(engine_schema, problem) for problem in QUESTIONS},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    old = []
    for name, make in PAGES.items():
        # The API speaks Dutch first, as the Dutch API Design Rules ask; the other pages are in English.
        with translation.override("nl" if name == "api.yaml" else "en"):
            text = make().rstrip() + "\n"
        path = REFERENCE / name
        if check:
            if not path.exists() or path.read_text() != text:
                old.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    if old:
        print(f"Not what the code says now: {', '.join(old)}. Run: make docs")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
