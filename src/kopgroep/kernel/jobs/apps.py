from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kopgroep.kernel.jobs"
    label = "jobs"
