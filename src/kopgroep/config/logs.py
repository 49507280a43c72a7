"""Structured logs: one line per event, as text for people or JSON for machines; no addresses of visitors."""

import logging
import logging.config

import structlog

SHARED: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# Libraries that say more than an administrator wants to read.
QUIET = {
    "huey": {"level": "WARNING"},
    "django_tasks": {"level": "WARNING"},
    "django.request": {"level": "ERROR"},
    "django.server": {"level": "WARNING"},
    # Who knocks with the wrong name is no failure of ours: one line, and not where in the program it was seen.
    "django.security.DisallowedHost": {"filters": ["no traceback"]},
}


class NoTraceback(logging.Filter):
    """Keeps what was said, as a warning."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def last_steps(form: str) -> list[structlog.types.Processor]:
    """How a line is written; never with the values of variables, for those may be what somebody typed."""
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        return [strip, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [strip, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]


def logging_settings(*, form: str, level: str) -> None:
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": SHARED,
                    "processors": last_steps(form),
                }
            },
            "filters": {"no traceback": {"()": NoTraceback}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["stderr"], "level": level.upper()},
            "loggers": QUIET,
        }
    )
    structlog.configure(
        processors=[
            *SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
