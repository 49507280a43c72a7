from django.urls import path

from kopgroep.rooms.assessment.views import assessing, framework, results

app_name = "assessment"

urlpatterns = [
    path("deals/<slug:deal>/framework/", framework.framework, name="framework"),
    path("deals/<slug:deal>/framework/draft/", framework.draft, name="draft"),
    path("frameworks/<int:framework_id>/criteria/add/", framework.criterion, name="criterion-add"),
    path("frameworks/<int:framework_id>/criteria/<slug:code>/", framework.criterion, name="criterion"),
    path(
        "frameworks/<int:framework_id>/criteria/<slug:code>/remove/",
        framework.remove,
        name="criterion-remove",
    ),
    path("frameworks/<int:framework_id>/adopt/", framework.adopt, name="adopt"),
    path("deals/<slug:deal>/assess/", assessing.mine, name="mine"),
    path("tools/<int:tool_id>/assess/", assessing.assess, name="assess"),
    path("assessments/<int:assessment_id>/withdraw/", assessing.withdraw, name="withdraw"),
    path("tools/<int:tool_id>/assessments/", results.tool_scores, name="tool"),
    path("deals/<slug:deal>/results/", results.results, name="results"),
]
