"""Every setting of an installation: its name, type, default and meaning. Wrong or unknown ones refuse to start."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "KOPGROEP_"


class SettingWrong(Exception):
    """A setting that cannot be used; says which, what it was, and what would do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: KOPGROEP_<name>."""

    name: str
    read: Callable[[str], Any]
    kind: str
    default: str
    meaning: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return PREFIX + self.name


def boolean(text: str) -> bool:
    words = {
        "true": True,
        "yes": True,
        "1": True,
        "on": True,
        "false": False,
        "no": False,
        "0": False,
        "off": False,
    }
    if text.lower() not in words:
        raise ValueError("say true or false")
    return words[text.lower()]


def names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"choose one of {', '.join(choices)}")
        return text

    return read


def several_of(*choices: str) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        chosen = names(text)
        if unknown := [name for name in chosen if name not in choices]:
            raise ValueError(f"'{unknown[0]}' is none of {', '.join(choices)}")
        return chosen

    return read


def address(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and urlsplit(text).scheme not in schemes:
            raise ValueError(
                f"an address that starts with {' or '.join(scheme + '://' for scheme in schemes)}"
            )
        return text

    return read


def whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError("a whole number of 0 or more")
    return int(text)


def folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def folder_or_none(text: str) -> Path | None:
    return folder(text) if text else None


SETTINGS: tuple[Setting, ...] = (
    Setting("DATA", folder, "folder", "var", "Where the database, the queue, keys and uploads are kept."),
    Setting("DEBUG", boolean, "true or false", "false", "Shows errors in full. Never on a public address."),
    Setting(
        "SECRET_KEY",
        str,
        "text",
        "",
        "Signs sessions. Empty: made once and kept in the data folder.",
        secret=True,
    ),
    Setting(
        "JOURNAL_KEY",
        str,
        "text",
        "",
        "Signs the journal. Empty: made once and kept in the data folder.",
        secret=True,
    ),
    Setting(
        "DATABASE_URL",
        address("sqlite", "postgres", "postgresql"),
        "address",
        "",
        "Empty: SQLite in the data folder. Or postgresql://user:password@host:port/name.",
        secret=True,
    ),
    Setting(
        "QUEUE_URL",
        address("sqlite", "postgres", "postgresql", "redis", "rediss"),
        "address",
        "",
        "Where jobs wait. Empty: a SQLite file in the data folder. Or postgresql://… or redis://….",
        secret=True,
    ),
    Setting(
        "BASE_URL",
        address("http", "https"),
        "address",
        "http://127.0.0.1:8000",
        "The address people use; stands in mails.",
    ),
    Setting(
        "ALLOWED_HOSTS",
        names,
        "names, with commas",
        "127.0.0.1,localhost,[::1]",
        "Host names that are answered.",
    ),
    Setting(
        "HTTPS", boolean, "true or false", "false", "True behind https: cookies and redirects become strict."
    ),
    Setting(
        "MAIL_URL",
        address("smtp", "smtps", "file", "console"),
        "address",
        "",
        "Empty: mails are written to files in the data folder. Or smtp://user:password@host:port.",
        secret=True,
    ),
    Setting(
        "MAIL_TLS",
        one_of("auto", "always", "never"),
        "auto, always or never",
        "auto",
        "STARTTLS on smtp://; auto: always, but for a mail server on this machine. smtps:// has it from the start.",
    ),
    Setting("MAIL_FROM", str, "e-mail address", "kopgroep@kopgroep.example", "Sender of the mails."),
    Setting("MAIL_REPLY_TO", str, "e-mail address", "", "Where answers go. Empty: to the sender."),
    Setting(
        "MAIL_BOUNCES_TO",
        str,
        "e-mail address",
        "",
        "Where mail servers report what does not arrive (the envelope's sender). Empty: the sender.",
    ),
    Setting(
        "MAIL_BOUNCES",
        address("maildir", "imaps", "imap"),
        "address",
        "",
        "Where the worker reads them: maildir:///a/folder or imaps://user:password@host/INBOX. Empty: nowhere.",
        secret=True,
    ),
    Setting(
        "THEME",
        str,
        "file",
        "",
        "A CSS file with an installation's own colours; empty: the theme of the product.",
    ),
    Setting("LANGUAGE", one_of("nl", "en"), "nl or en", "nl", "Language for who has not chosen one."),
    Setting(
        "DEMO",
        boolean,
        "true or false",
        "false",
        "Shows on the sign-in page how to sign in as each example role.",
    ),
    Setting("LOG_FORMAT", one_of("text", "json"), "text or json", "text", "How log lines are written."),
    Setting(
        "LOG_LEVEL", one_of("debug", "info", "warning", "error"), "level", "info", "From which level on."
    ),
    Setting("WORKERS", whole_number, "number", "2", "Web processes that `kopgroep serve` starts."),
    Setting("IMPORT_MAX_MB", whole_number, "megabytes", "20", "The largest table that can be uploaded."),
    Setting(
        "IMPORT_KEEP_DAYS",
        whole_number,
        "days",
        "30",
        "How long uploaded tables are kept; what came in stays.",
    ),
    Setting("API_RATE", str, "number/period", "600/min", "Requests a token or visitor may make to the API."),
    Setting(
        "PROXIES",
        whole_number,
        "number",
        "0",
        "Servers of your own in front of this one that add X-Forwarded-For; attempts are then counted per visitor.",
    ),
    Setting(
        "SECOND_FACTOR",
        several_of("administrator", "manager", "office", "initiator"),
        "roles, with commas",
        "",
        "Roles that must have a second factor (an app or a passkey), such as manager,office,administrator.",
    ),
    Setting(
        "OIDC_NAME", str, "text", "", "What the button says to sign in with your organisation's accounts."
    ),
    Setting(
        "OIDC_SERVER",
        address("http", "https"),
        "address",
        "",
        "The OpenID Connect provider, without /.well-known. Empty: nobody signs in with an organisation.",
    ),
    Setting("OIDC_CLIENT", str, "text", "", "The name (client id) under which the provider knows this site."),
    Setting("OIDC_SECRET", str, "text", "", "The secret (client secret) that goes with it.", secret=True),
    Setting(
        "WEBHOOKS_TO_PRIVATE",
        boolean,
        "true or false",
        "false",
        "Only for trials on one machine: webhooks may go to http:// and to private addresses.",
    ),
    Setting(
        "BACKUP_FOLDER",
        folder_or_none,
        "folder",
        "",
        "Where the worker writes a backup every night; better on another disk. Empty: no nightly backup.",
    ),
    Setting("BACKUP_KEEP", whole_number, "number", "14", "How many nightly backups are kept."),
    Setting("CONTACT_MAIL", str, "e-mail address", "", "Whom visitors can write to about this installation."),
)

# Read by tests and the Makefile only; named here so that they are not refused as a mistake.
ELSEWHERE = ("KOPGROEP_SAMPLES", "KOPGROEP_TEST_")


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Every setting by its short name; raises SettingWrong with all mistakes at once."""
    known = {setting.variable: setting for setting in SETTINGS}
    wrong = []
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in known and not variable.startswith(ELSEWHERE):
            near = difflib.get_close_matches(variable, known, n=1)
            wrong.append(f"{variable} is not a setting." + (f" Did you mean {near[0]}?" if near else ""))
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = environment.get(setting.variable, "") or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as reason:
            shown = "(hidden)" if setting.secret else repr(text)
            wrong.append(f"{setting.variable} is {shown}; it must be {setting.kind}: {reason}.")
    wrong.extend(_belong_together(values, "OIDC_SERVER", "OIDC_NAME", "OIDC_CLIENT", "OIDC_SECRET"))
    if wrong:
        raise SettingWrong("\n".join(wrong))
    return values


def _belong_together(values: Mapping[str, Any], *group: str) -> list[str]:
    """Settings that mean nothing without each other: half of them is a mistake."""
    missing = [PREFIX + name for name in group if not values.get(name)]
    if not missing or len(missing) == len(group):
        return []
    return [f"{', '.join(missing)} must be set too: {PREFIX}{group[0]} and its kind go together."]
