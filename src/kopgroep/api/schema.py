"""What the NL API Design Rules ask of the OpenAPI document beyond what is generated from the endpoints."""

from __future__ import annotations

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "Probleem volgens RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Mistake"}},
        "obstacles": {"type": "array", "items": {"$ref": "#/components/schemas/Obstacle"}},
    },
}
MISTAKE = {
    "type": "object",
    "description": "Een fout in een veld.",
    "required": ["in", "location", "code", "detail"],
    "properties": {
        "in": {"type": "string"},
        "location": {"type": "object", "properties": {"pointer": {"type": "string"}}},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
OBSTACLE = {
    "type": "object",
    "description": "Waarom iets nu niet kan, en wie dat kan veranderen.",
    "required": ["code", "why", "who", "mend"],
    "properties": {name: {"type": "string"} for name in ("code", "why", "who", "mend")},
}
ERRORS = {
    "400": "Het verzoek klopt niet.",
    "401": "Meld je eerst aan.",
    "403": "Je mag dit niet.",
    "404": "Dit bestaat niet.",
    "405": "Dit kan hier niet.",
    "406": "Deze vorm van antwoord is er niet.",
    "429": "Te veel verzoeken.",
}
WRITE_ERRORS = {"409": "Dit kan nu niet.", "415": "Dit soort inhoud wordt niet gelezen."}
WRITES = {"post", "put", "patch", "delete"}


def problem_response(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def design_rules(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Adds the problem shape, every error an operation can give, and the API-Version header on every answer."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {"Problem": PROBLEM, "Mistake": MISTAKE, "Obstacle": OBSTACLE}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if "responses" not in operation:
                continue
            errors = ERRORS | (WRITE_ERRORS if method in WRITES else {})
            for code, description in errors.items():
                operation["responses"].setdefault(code, problem_response(description))
            for response in operation["responses"].values():
                response.setdefault("headers", {})["API-Version"] = {
                    "description": "De volledige versie van de API.",
                    "schema": {"type": "string"},
                }
    return result
