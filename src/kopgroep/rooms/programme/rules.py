"""Why a deal, its planning or its phase cannot be changed now."""

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.kernel.records import Record
from kopgroep.rooms.programme.charter import Charter
from kopgroep.rooms.programme.models import Deal, PhaseEntry


def obstacles_to_changing(deal: Deal) -> Iterator[Obstacle]:
    """Every action that changes a record of a deal clears this first."""
    if deal.is_read_only:
        yield Obstacle(
            "read-only",
            _("This deal is history: it shows what was, with its sources, and cannot be changed."),
            who=_("Nobody; load a new version of its charter to correct a fact."),
        )


def obstacles_to_setting_up(code: str) -> Iterator[Obstacle]:
    """A deal is known by its code, once in the installation."""
    if Deal.objects.filter(code=code).exists():
        yield Obstacle(
            "code-taken",
            _("There is a deal with the code '%(code)s' already; give this one another code.")
            % {"code": code},
            who=_("Whoever sets up the deal."),
        )


def obstacles_to_loading(deal: Deal, charter: Charter) -> Iterator[Obstacle]:
    """A charter may drop what nothing hangs on; of another deal it cannot be."""
    if charter.deal.code != deal.code:
        yield Obstacle(
            "other-deal",
            _("This charter is of the deal '%(other)s', not of '%(code)s'.")
            % {"other": charter.deal.code, "code": deal.code},
        )
    kept = {
        "phases": {each.code for each in charter.phases},
        "principles": {each.code for each in charter.principles},
        "participation_roles": {each.code for each in charter.roles},
        "norms": {each.code for each in charter.norms},
    }
    for relation, codes in kept.items():
        for row in getattr(deal, relation).exclude(code__in=codes).order_by("pk"):
            yield from _obstacles_to_dropping(row)


def _obstacles_to_dropping(row: Record) -> Iterator[Obstacle]:
    """One obstacle that names everything hanging on a row, other than what the charter itself made."""
    made_by_charter = set(apps.get_app_config("programme").get_models()) - {PhaseEntry}
    hanging = []
    for relation in row._meta.related_objects:
        if relation.related_model in made_by_charter:
            continue
        model = relation.related_model
        count = model._base_manager.filter(**{relation.field.name: row}).count()
        if count:
            hanging.append(f"{count} × {gettext(str(model._meta.verbose_name))}")
    if hanging:
        yield Obstacle(
            "in-use",
            _("'%(row)s' is no longer in the charter, but cannot be removed: %(hanging)s hang on it.")
            % {"row": str(row), "hanging": ", ".join(hanging)},
            who=_("Keep it in the charter, or first remove what hangs on it."),
        )
