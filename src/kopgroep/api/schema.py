"""What the NL API Design Rules ask of the OpenAPI document beyond what is generated."""

from typing import Any


def design_rules(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    return result
