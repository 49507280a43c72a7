from django.urls import path

from kopgroep.rooms.tools.views import exploring, needs, research, tools

app_name = "tools"

urlpatterns = [
    path("deals/<slug:deal>/exploring/", exploring.exploring, name="exploring"),
    path("deals/<slug:deal>/exploring/gaps/", exploring.gaps, name="gaps"),
    path("deals/<slug:deal>/exploring/alike/", exploring.alike, name="alike"),
    path("deals/<slug:deal>/needs/", needs.need_list, name="needs"),
    path("deals/<slug:deal>/needs/add/", needs.add, name="need-add"),
    path("needs/<int:need_id>/", needs.need_page, name="need"),
    path("needs/<int:need_id>/edit/", needs.edit, name="need-edit"),
    path("needs/<int:need_id>/support/", needs.support, name="need-support"),
    path("need-supports/<int:support_id>/withdraw/", needs.withdraw, name="support-withdraw"),
    path("needs/<int:need_id>/merge/", needs.merge, name="need-merge"),
    path("needs/<int:need_id>/part/", needs.part, name="need-part"),
    path("needs/<int:need_id>/verdict/", needs.verdict, name="need-verdict"),
    path("gap-verdicts/<int:verdict_id>/withdraw/", needs.reopen, name="verdict-withdraw"),
    path("needs/<int:need_id>/searches/add/", research.search_add, name="search-add"),
    path("searches/<int:search_id>/hits/add/", research.hit_add, name="hit-add"),
    path("deals/<slug:deal>/existing-tools/", research.existing_list, name="existing"),
    path("deals/<slug:deal>/existing-tools/add/", research.existing_add, name="existing-add"),
    path("existing-tools/<int:existing_id>/", research.existing_page, name="existing-tool"),
    path("existing-tools/<int:existing_id>/edit/", research.existing_edit, name="existing-edit"),
    path("existing-tools/<int:existing_id>/claims/add/", research.claim_add, name="claim-add"),
    path("deals/<slug:deal>/tools/", tools.tool_list, name="tools"),
    path("deals/<slug:deal>/tools/add/", tools.add, name="tool-add"),
    path("tools/<int:tool_id>/", tools.tool_page, name="tool"),
    path("tools/<int:tool_id>/edit/", tools.edit, name="tool-edit"),
    path("tools/<int:tool_id>/status/", tools.status, name="status"),
    path("tools/<int:tool_id>/owner/", tools.owner, name="owner"),
    path("tools/<int:tool_id>/wish/", tools.wish, name="wish"),
    path("test-wishes/<int:wish_id>/withdraw/", tools.wish_withdraw, name="wish-withdraw"),
]
