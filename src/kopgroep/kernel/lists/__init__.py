"""Lists for pages, declared once: columns, filters, order, pages, export and saved views, all in the address.

A room says what its list is, once, at the top of its views:

    PARTNERS = ListOf(
        noun=lambda count: ngettext("partner", "partners", count),
        columns=(
            Column("name", _("Name"), value=lambda row: row.organisation.name, sort=("organisation__name",),
                   url=lambda row: reverse("partners:partner", args=[row.pk])),
            Column("stage", _("Stage"), sort=("stage",), value=lambda row: row.get_stage_display(), phone=True),
            Column("since", _("Since"), value="since_on", sort=("since_on",)),
        ),
        filters=(
            Search("q", _("Search on name"), ("organisation__name", "organisation__aliases__name")),
            Choice("helix", _("Helix"), Helix.choices, lookup="organisation__helix"),
            YesNo("motivated", _("Motivation given"), yes=Q(motivations__isnull=False)),
            Since("since", _("Since"), lookup="since_on"),
        ),
        order="name",
    )

and in the view, with a queryset that holds only what this reader may see and brings its relations along:

    shown = PARTNERS.show(request, partners, title=_("Partners"))
    if shown.download:
        return shown.download
    return render(request, "partners/list.html", {"list": shown, ...})

and in the template:  {% include "ui/list.html" with list=list %}

Every list costs the same number of queries whatever it holds: one count, one page of rows, and for who is signed in one
for the saved views. A parameter that means nothing is left out; one that cannot be read (a date) gets a sentence.
"""

from kopgroep.kernel.lists.columns import Column
from kopgroep.kernel.lists.filters import Choice, Filter, Search, Since, Until, YesNo
from kopgroep.kernel.lists.shown import ListOf, ShownList

__all__ = ["Choice", "Column", "Filter", "ListOf", "Search", "ShownList", "Since", "Until", "YesNo"]
