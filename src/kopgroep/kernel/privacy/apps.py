from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "kopgroep.kernel.privacy"
    label = "privacy"

    def ready(self) -> None:
        from kopgroep.kernel.jobs.registry import register  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.privacy.retention import keep_no_longer  # noqa: PLC0415 -- as above

        register(keep_no_longer, title=_("Remove personal data whose time is past"), retryable=True)
