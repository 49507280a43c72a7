from django.urls import path

from kopgroep.rooms.meetings.views import acts, pages

app_name = "meetings"

urlpatterns = [
    path("deals/<slug:deal>/meetings/", pages.meetings, name="meetings"),
    path("deals/<slug:deal>/meetings/call/", acts.call, name="call"),
    path("deals/<slug:deal>/meetings/series/", acts.series, name="series"),
    path("deals/<slug:deal>/meetings/calendar.ics", pages.feed, name="feed"),
    path("deals/<slug:deal>/decisions/", pages.decisions, name="decisions"),
    path("deals/<slug:deal>/decisions/add/", acts.decide, name="decide"),
    path("deals/<slug:deal>/tasks/", pages.tasks, name="tasks"),
    path("deals/<slug:deal>/tasks/add/", acts.task, name="task-add"),
    path("deals/<slug:deal>/digest/", pages.digest, name="digest"),
    path("deals/<slug:deal>/digest/keep/", acts.capture, name="capture"),
    path("meetings/<int:meeting_id>/", pages.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/calendar.ics", pages.ics, name="ics"),
    path("meetings/<int:meeting_id>/door/", pages.door, name="door"),
    path("meetings/<int:meeting_id>/move/", acts.move, name="move"),
    path("meetings/<int:meeting_id>/cancel/", acts.cancel, name="cancel"),
    path("meetings/<int:meeting_id>/agenda/add/", acts.item, name="item-add"),
    path("meetings/<int:meeting_id>/answer/", acts.answer, name="answer"),
    path("meetings/<int:meeting_id>/attend/", acts.attend, name="attend"),
    path("agenda-items/<int:item_id>/minutes/", acts.minutes, name="minutes"),
    path("attendances/<int:attendance_id>/take-off/", acts.take_off, name="take-off"),
    path("decisions/<int:decision_id>/replace/", acts.replace, name="replace"),
    path("decisions/<int:decision_id>/withdraw/", acts.end, name="end"),
    path("tasks/<int:task_id>/done/", acts.done, name="done"),
    path("here/<str:code>/", acts.check_in, name="check-in"),
]
