from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "kopgroep.kernel.comments"
    label = "comments"
