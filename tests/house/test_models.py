"""What holds for every model of the product."""

import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps

from kopgroep.kernel.records import Keep

MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("kopgroep.") and not model._meta.auto_created
]
FACTORIES = {
    name: function
    for path in (Path(__file__).parents[1] / "factories").glob("*.py")
    for name, function in vars(importlib.import_module(f"tests.factories.{path.stem}")).items()
    if name.startswith("make_") and inspect.isfunction(function)
}
# Journal rows are made by record() and nothing else.
MADE_BY_RECORD: dict[str, dict[str, object]] = {
    "Chain": {"name": "registry"},
    "Entry": {},
    "PrivateText": {},
    "Mention": {"address": "programme.deal:x"},
    "Checkpoint": {},
}

by_name = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def field_names(model) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


@by_name
def test_every_model_has_a_factory_and_names_itself_without_a_query(model, db, django_assert_num_queries):
    row = (
        model(pk=1, **MADE_BY_RECORD[model.__name__])
        if model.__name__ in MADE_BY_RECORD
        else FACTORIES[f"make_{snake(model.__name__)}"]()
    )

    with django_assert_num_queries(0):
        assert str(row)


@by_name
def test_every_model_says_what_is_personal_and_how_long_it_is_kept(model):
    assert "personal" in vars(model) or model.personal == {}
    assert set(model.personal) <= field_names(model)
    assert all(isinstance(keep, Keep) and keep.days > 0 and keep.after for keep in model.personal.values())


@by_name
def test_people_stand_only_in_fields_declared_personal(model):
    looks_personal = {
        field.name
        for field in model._meta.concrete_fields
        if re.fullmatch(r"(.*_)?(email|phone|person_name)", field.name)
    }

    assert looks_personal <= set(model.personal)


@by_name
def test_every_model_says_how_it_hangs_on_its_deal(model):
    path = model.deal_path

    if not path:
        return
    step = model
    for name in path.split("__"):
        field = step._meta.get_field(name)
        step = field.related_model
    assert step._meta.label == "programme.Deal"


@by_name
def test_who_did_it_is_never_kept_without_when(model):
    names = field_names(model)

    lonely = {
        name for name in names if name.endswith("_by") and name.removesuffix("_by") + "_at" not in names
    }

    assert lonely == set()


@by_name
def test_moments_and_days_are_named_for_what_they_are(model):
    django_names = {"date_joined", "last_login"}

    wrong = {
        field.name
        for field in model._meta.concrete_fields
        if field.name not in django_names
        and (
            (field.get_internal_type() == "DateTimeField" and not field.name.endswith("at"))
            or (
                field.get_internal_type() == "DateField"
                and not re.search(r"(^|_)(on|from|until)$", field.name)
            )
        )
    }

    assert wrong == set()


@by_name
def test_every_constraint_is_named_as_a_sentence(model):
    names = [constraint.name for constraint in model._meta.constraints]

    assert [name for name in names if name.count("_") < 1] == []
