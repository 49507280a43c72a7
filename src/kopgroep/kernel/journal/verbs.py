"""Everything that can happen, and the sentence that tells it. %(who)s is the acting person."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    DEAL_SET_UP = "deal.set_up"
    DEAL_CHANGED = "deal.changed"
    DEAL_CLONED = "deal.cloned"
    DEAL_ARCHIVED = "deal.archived"
    DEAL_RESTORED = "deal.restored"
    PHASE_PLANNED = "phase.planned"
    PHASE_ENTERED = "phase.entered"
    PHASE_OPENED = "phase.opened"
    ORGANISATION_ADDED = "organisation.added"
    ORGANISATION_CHANGED = "organisation.changed"
    ORGANISATIONS_MERGED = "organisation.merged"
    MERGER_UNDONE = "organisation.merger_undone"
    PARTNER_ADDED = "partner.added"
    PARTNER_MOVED = "partner.moved"
    MOTIVATION_GIVEN = "partner.motivation_given"
    ROLE_TAKEN = "partner.role_taken"
    RELATION_CHANGED = "partner.relation_changed"
    INTENTION_CHANGED = "partner.intention_changed"
    INTENTION_WITHDRAWN = "partner.intention_withdrawn"
    PARTNER_LEFT = "partner.left"
    LEAVING_UNDONE = "partner.leaving_undone"
    PARTNER_WELCOMED = "partner.welcomed"
    ENQUIRY_MADE = "enquiry.made"
    ENQUIRY_ANSWERED = "enquiry.answered"
    ENQUIRY_POSTPONED = "enquiry.postponed"
    ENQUIRY_DECLINED = "enquiry.declined"
    ENQUIRY_ACCEPTED = "enquiry.accepted"
    ENQUIRY_REOPENED = "enquiry.reopened"
    CONTACT_ADDED = "contact.added"
    CONTACT_CHANGED = "contact.changed"
    CONTACT_ENDED = "contact.ended"
    CONTACT_SUCCEEDED = "contact.succeeded"
    CONTACT_SETTLED = "contact.settled"
    HANDOVER_WRITTEN = "handover.written"
    EXPERTISE_GIVEN = "expertise.given"
    EXPERTISE_WITHDRAWN = "expertise.withdrawn"
    RELATION_MANAGER_NAMED = "relation_manager.named"
    RELATION_MANAGER_ENDED = "relation_manager.ended"
    CONTACT_MOMENT_LOGGED = "contact_moment.logged"
    CONTACT_MOMENT_CHANGED = "contact_moment.changed"
    CONTACT_MOMENT_FOLLOWED_UP = "contact_moment.followed_up"
    CONTACT_MOMENT_REMOVED = "contact_moment.removed"
    INVITATION_SENT = "invitation.sent"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    INVITATION_ACCEPTED = "invitation.accepted"
    GATE_REVIEWED = "gate.reviewed"
    COMMENT_MADE = "comment.made"
    COMMENT_WITHDRAWN = "comment.withdrawn"
    LINK_MADE = "link.made"
    LINK_ENDED = "link.ended"
    LINK_USED = "link.used"
    USER_ADDED = "user.added"
    ACCOUNT_CHANGED = "user.account_changed"
    WAY_IN_CHANGED = "user.way_in_changed"
    ROLE_GRANTED = "user.role_granted"
    GRANT_ENDED = "user.grant_ended"
    TOKEN_MADE = "token.made"
    TOKEN_ENDED = "token.ended"
    WEBHOOK_ADDED = "webhook.added"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_SECRET_RENEWED = "webhook.secret_renewed"
    WEBHOOK_SWITCHED_ON = "webhook.switched_on"
    WEBHOOK_SWITCHED_OFF = "webhook.switched_off"
    WEBHOOK_TRIED = "webhook.tried"
    WEBHOOK_REMOVED = "webhook.removed"
    MAILS_CHOSEN = "mail_address.mails_chosen"
    MAIL_ADDRESS_TRUSTED = "mail_address.trusted"
    MAIL_SENT_AGAIN = "mail.sent_again"
    TABLE_IMPORTED = "import.done"
    IMPORT_UNDONE = "import.undone"
    PERSON_EXPORTED = "person.exported"
    PERSON_ERASED = "person.erased"
    RETENTION_RAN = "retention.ran"
    JOB_STARTED = "job.started"
    JOB_STOPPED = "job.stopped"


SENTENCES: Mapping[Verb, Promise] = {
    Verb.DEAL_SET_UP: _("%(who)s set up the deal %(deal)s from its charter."),
    Verb.DEAL_CHANGED: _("%(who)s loaded a changed charter: %(changes)s."),
    Verb.DEAL_CLONED: _("%(who)s set up the deal %(deal)s with %(template)s as template."),
    Verb.DEAL_ARCHIVED: _("%(who)s took an archive of the deal, with %(rows)s records."),
    Verb.DEAL_RESTORED: _("%(who)s restored the deal from an archive of %(made_on)s, with %(rows)s records."),
    Verb.PHASE_PLANNED: _("%(who)s moved the planning: %(moves)s. Reason: %(reason)s"),
    Verb.PHASE_ENTERED: _("%(who)s started the phase %(phase)s. Reason: %(reason)s"),
    Verb.PHASE_OPENED: _("%(who)s opened %(what)s outside its phase. Reason: %(reason)s"),
    Verb.ORGANISATION_ADDED: _("%(who)s added the organisation %(organisation)s."),
    Verb.ORGANISATION_CHANGED: _("%(who)s changed %(organisation)s: %(fields)s."),
    Verb.ORGANISATIONS_MERGED: _("%(who)s merged %(merged)s into %(organisation)s from %(on)s."),
    Verb.MERGER_UNDONE: _("%(who)s undid the merger of %(merged)s into %(organisation)s."),
    Verb.PARTNER_ADDED: _("%(who)s added %(partner)s to the network as %(relation)s."),
    Verb.PARTNER_MOVED: _("%(who)s moved %(partner)s to the stage %(stage)s from %(on)s."),
    Verb.MOTIVATION_GIVEN: _("%(who)s wrote down the motivation of %(partner)s."),
    Verb.ROLE_TAKEN: _("%(who)s noted %(role)s as the role of %(partner)s from %(on)s."),
    Verb.RELATION_CHANGED: _("%(who)s noted that %(partner)s takes part as %(relation)s from %(on)s."),
    Verb.INTENTION_CHANGED: _("%(who)s noted that %(partner)s intends to join the next phases."),
    Verb.INTENTION_WITHDRAWN: _("%(who)s noted that %(partner)s does not intend to join the next phases."),
    Verb.PARTNER_LEFT: _("%(who)s noted that %(partner)s leaves the deal from %(on)s."),
    Verb.LEAVING_UNDONE: _("%(who)s undid that %(partner)s leaves the deal from %(on)s."),
    Verb.PARTNER_WELCOMED: _("%(who)s sent the welcome to %(partner)s: %(person)s."),
    Verb.ENQUIRY_MADE: _("%(who)s noted that %(organisation)s turned to the deal."),
    Verb.ENQUIRY_ANSWERED: _("%(who)s answered the enquiry of %(organisation)s."),
    Verb.ENQUIRY_POSTPONED: _("%(who)s put off the enquiry of %(organisation)s until %(on)s."),
    Verb.ENQUIRY_DECLINED: _("%(who)s declined the enquiry of %(organisation)s."),
    Verb.ENQUIRY_ACCEPTED: _("%(who)s made %(organisation)s a partner by its enquiry, with stage %(stage)s."),
    Verb.ENQUIRY_REOPENED: _("%(who)s opened the enquiry of %(organisation)s again."),
    Verb.CONTACT_ADDED: _("%(who)s made %(person)s a contact of %(organisation)s."),
    Verb.CONTACT_CHANGED: _("%(who)s changed the details of %(person)s at %(organisation)s."),
    Verb.CONTACT_ENDED: _("%(who)s noted that %(person)s is no contact of %(organisation)s any more."),
    Verb.CONTACT_SUCCEEDED: _(
        "%(who)s noted that %(person)s takes over from %(former)s at %(organisation)s."
    ),
    Verb.CONTACT_SETTLED: _("%(who)s noted that nobody takes over from %(person)s at %(organisation)s."),
    Verb.HANDOVER_WRITTEN: _("%(who)s wrote down what the successor of %(person)s should know."),
    Verb.EXPERTISE_GIVEN: _("%(who)s noted what %(person)s can be asked about."),
    Verb.EXPERTISE_WITHDRAWN: _("%(who)s took away what %(person)s could be asked about."),
    Verb.RELATION_MANAGER_NAMED: _("%(who)s made %(person)s relation manager of %(partner)s."),
    Verb.RELATION_MANAGER_ENDED: _("%(who)s noted that %(partner)s has no relation manager any more."),
    Verb.CONTACT_MOMENT_LOGGED: _("%(who)s wrote in the contact log of %(partner)s."),
    Verb.CONTACT_MOMENT_CHANGED: _("%(who)s changed the contact log of %(partner)s."),
    Verb.CONTACT_MOMENT_FOLLOWED_UP: _("%(who)s came back to what was agreed with %(partner)s."),
    Verb.CONTACT_MOMENT_REMOVED: _("%(who)s removed a line from the contact log of %(partner)s."),
    Verb.INVITATION_SENT: _("%(who)s invited %(person)s."),
    Verb.INVITATION_WITHDRAWN: _("%(who)s withdrew the invitation of %(person)s."),
    Verb.INVITATION_ACCEPTED: _("%(who)s accepted the invitation of %(person)s."),
    Verb.GATE_REVIEWED: _("%(who)s decided about the gate of %(phase)s: %(decision)s. Reason: %(reason)s"),
    Verb.COMMENT_MADE: _("%(who)s made a comment."),
    Verb.COMMENT_WITHDRAWN: _("%(who)s withdrew a comment."),
    Verb.LINK_MADE: _("%(who)s made a personal link for %(person)s."),
    Verb.LINK_ENDED: _("%(who)s ended the personal link of %(person)s."),
    Verb.LINK_USED: _("%(who)s answered by the personal link of %(person)s."),
    Verb.ACCOUNT_CHANGED: _("%(who)s changed the account of %(person)s."),
    Verb.USER_ADDED: _("%(who)s made an account for %(person)s."),
    Verb.WAY_IN_CHANGED: _("%(who)s changed how %(person)s signs in: %(change)s"),
    Verb.ROLE_GRANTED: _("%(who)s gave %(person)s the role %(role)s."),
    Verb.GRANT_ENDED: _("%(who)s ended the role %(role)s of %(person)s."),
    Verb.TOKEN_MADE: _("%(who)s made the token %(token)s."),
    Verb.TOKEN_ENDED: _("%(who)s ended the token %(token)s."),
    Verb.WEBHOOK_ADDED: _("%(who)s added the webhook %(webhook)s."),
    Verb.WEBHOOK_CHANGED: _("%(who)s changed the webhook %(webhook)s."),
    Verb.WEBHOOK_SECRET_RENEWED: _("%(who)s made a new secret for the webhook %(webhook)s."),
    Verb.WEBHOOK_SWITCHED_ON: _("%(who)s switched the webhook %(webhook)s on."),
    Verb.WEBHOOK_SWITCHED_OFF: _("%(who)s switched the webhook %(webhook)s off."),
    Verb.WEBHOOK_TRIED: _("%(who)s tried the webhook %(webhook)s."),
    Verb.WEBHOOK_REMOVED: _("%(who)s removed the webhook %(webhook)s."),
    Verb.MAILS_CHOSEN: _("%(who)s chose which mails go to %(address)s."),
    Verb.MAIL_ADDRESS_TRUSTED: _("%(who)s said that mail can go to %(address)s again."),
    Verb.MAIL_SENT_AGAIN: _("%(who)s had a mail sent again."),
    Verb.TABLE_IMPORTED: _(
        "%(who)s imported the table %(file)s: %(new)s rows new, %(changed)s changed, %(same)s the same, "
        "%(doubt)s not decided, %(refused)s refused."
    ),
    Verb.IMPORT_UNDONE: _("%(who)s undid the import of the table %(file)s."),
    Verb.PERSON_EXPORTED: _("%(who)s downloaded all that is kept about a person."),
    Verb.PERSON_ERASED: _("%(who)s erased a person; %(rows)s records lost the name."),
    Verb.RETENTION_RAN: _("%(who)s removed personal data whose time is past, from %(rows)s records."),
    Verb.JOB_STARTED: _("%(who)s started: %(job)s."),
    Verb.JOB_STOPPED: _("%(who)s stopped: %(job)s."),
}
