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
    COMMITMENT_MADE = "commitment.made"
    PARTNER_EXEMPTED = "commitment.exempted"
    COMMITMENT_WITHDRAWN = "commitment.withdrawn"
    HOURS_GIVEN = "hours_entry.given"
    HOURS_WITHDRAWN = "hours_entry.withdrawn"
    HOURS_SUGGESTED = "hours_suggestion.made"
    SUGGESTION_DECLINED = "hours_suggestion.declined"
    ACTIVITY_OPENED = "activity.opened"
    ACTIVITY_CLOSED = "activity.closed"
    INVOICE_SENT = "invoice.sent"
    INVOICE_CANCELLED = "invoice.cancelled"
    PAYMENT_BOOKED = "payment.booked"
    PAYMENT_UNDONE = "payment.undone"
    SCHEME_SET = "cofinancing_scheme.set"
    ROUND_OPENED = "round.opened"
    BALLOT_CAST = "ballot.cast"
    ROUND_CLOSED = "round.closed"
    TOOL_CHOSEN = "choice.made"
    CHOICE_REVOKED = "choice.revoked"
    TOOL_REJECTED = "rejection.made"
    TOOL_RECONSIDERED = "rejection.reconsidered"
    TEXT_DRAFTED = "deal_text.drafted"
    TEXT_CHANGED = "deal_text.changed"
    TEXT_FROZEN = "deal_text.frozen"
    MOMENT_CALLED = "signing_moment.called"
    SHEET_KEPT = "signing_moment.sheet_kept"
    SIGNATORY_NAMED = "signatory.named"
    MANDATE_CHECKED = "signatory.checked"
    DEAL_SIGNED = "signature.given"
    DEAL_ACCEDED = "signature.acceded"
    SIGNATURE_WITHDRAWN = "signature.withdrawn"
    NEED_STATED = "need.stated"
    NEED_CHANGED = "need.changed"
    NEED_SUPPORTED = "need_support.given"
    NEED_SUPPORT_WITHDRAWN = "need_support.withdrawn"
    NEED_MERGED = "need.merged"
    NEED_PARTED = "need.parted"
    GAP_DECIDED = "gap_verdict.given"
    GAP_DECISION_WITHDRAWN = "gap_verdict.withdrawn"
    SEARCH_RECORDED = "search.recorded"
    HIT_NOTED = "search_hit.noted"
    EXISTING_TOOL_NOTED = "existing_tool.noted"
    EXISTING_TOOL_CHANGED = "existing_tool.changed"
    CLAIM_NOTED = "claim.noted"
    TOOL_PROPOSED = "tool.proposed"
    TOOL_CHANGED = "tool.changed"
    TOOL_STANDING_NOTED = "tool_standing.noted"
    OWNER_NAMED = "ownership.begun"
    OWNERSHIP_ENDED = "ownership.ended"
    TEST_WISHED = "test_wish.stated"
    TEST_WISH_WITHDRAWN = "test_wish.withdrawn"
    FRAMEWORK_DRAFTED = "framework.drafted"
    FRAMEWORK_ADOPTED = "framework.adopted"
    CRITERION_ADDED = "criterion.added"
    CRITERION_CHANGED = "criterion.changed"
    CRITERION_REMOVED = "criterion.removed"
    TOOL_ASSESSED = "assessment.made"
    ASSESSMENT_CHANGED = "assessment.changed"
    ASSESSMENT_WITHDRAWN = "assessment.withdrawn"
    CONFLICT_FOUND = "assessment.conflict"
    MEETING_CALLED = "meeting.called"
    MEETING_MOVED = "meeting.moved"
    MEETING_CANCELLED = "meeting.cancelled"
    AGENDA_CHANGED = "meeting.agenda_changed"
    MINUTES_WRITTEN = "meeting.minutes_written"
    MEETING_ANSWERED = "meeting.answered"
    ATTENDANCE_NOTED = "meeting.attended"
    ATTENDANCE_TAKEN_OFF = "meeting.attendance_taken_off"
    DECISION_MADE = "decision.made"
    DECISION_REPLACED = "decision.replaced"
    DECISION_ENDED = "decision.ended"
    TASK_ADDED = "task.added"
    TASK_DONE = "task.done"
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
    Verb.COMMITMENT_MADE: _("%(who)s wrote down what %(partner)s gives in the phase %(phase)s. %(reason)s"),
    Verb.PARTNER_EXEMPTED: _("%(who)s exempted %(partner)s in the phase %(phase)s. Reason: %(reason)s"),
    Verb.COMMITMENT_WITHDRAWN: _("%(who)s ended what %(partner)s promised for the phase %(phase)s."),
    Verb.HOURS_GIVEN: _("%(who)s wrote down %(time)s hours of %(partner)s for %(month)s."),
    Verb.HOURS_WITHDRAWN: _("%(who)s took back hours of %(partner)s for %(month)s."),
    Verb.HOURS_SUGGESTED: _("%(who)s suggested hours to %(partner)s: %(why)s"),
    Verb.SUGGESTION_DECLINED: _("%(who)s said that suggested hours of %(partner)s do not count."),
    Verb.ACTIVITY_OPENED: _("%(who)s opened the activity %(activity)s."),
    Verb.ACTIVITY_CLOSED: _("%(who)s closed the activity %(activity)s."),
    Verb.INVOICE_SENT: _("%(who)s sent invoice %(number)s to %(partner)s."),
    Verb.INVOICE_CANCELLED: _("%(who)s cancelled invoice %(number)s of %(partner)s."),
    Verb.PAYMENT_BOOKED: _("%(who)s booked a payment of %(partner)s for invoice %(number)s."),
    Verb.PAYMENT_UNDONE: _("%(who)s undid a payment of %(partner)s for invoice %(number)s."),
    Verb.SCHEME_SET: _("%(who)s set the scheme for co-financing %(scheme)s."),
    Verb.ROUND_OPENED: _("%(who)s opened the round %(round)s, in which partners choose."),
    Verb.BALLOT_CAST: _("%(who)s gave the voice of %(partner)s in the round %(round)s."),
    Verb.ROUND_CLOSED: _("%(who)s closed the round %(round)s, in which %(count)s organisations voted."),
    Verb.TOOL_CHOSEN: _("%(who)s noted that %(tool)s is chosen. Reason: %(reason)s"),
    Verb.CHOICE_REVOKED: _("%(who)s took back the choice of %(tool)s. Reason: %(reason)s"),
    Verb.TOOL_REJECTED: _("%(who)s noted that %(tool)s is not chosen. Reason: %(reason)s"),
    Verb.TOOL_RECONSIDERED: _("%(who)s brought %(tool)s back to the longlist. Reason: %(reason)s"),
    Verb.TEXT_DRAFTED: _("%(who)s drafted version %(number)s of the text %(text)s."),
    Verb.TEXT_CHANGED: _("%(who)s changed the part %(part)s of %(text)s."),
    Verb.TEXT_FROZEN: _("%(who)s froze version %(number)s of the text %(text)s; its hash is %(sha256)s."),
    Verb.MOMENT_CALLED: _("%(who)s called a moment of signing %(text)s on %(on)s."),
    Verb.SHEET_KEPT: _("%(who)s kept the scanned sheet; its hash is %(sha256)s."),
    Verb.SIGNATORY_NAMED: _("%(who)s noted that %(person)s, %(capacity)s, signs for %(partner)s."),
    Verb.MANDATE_CHECKED: _("%(who)s checked the mandate of %(person)s, who signs for %(partner)s."),
    Verb.DEAL_SIGNED: _("%(who)s noted that %(partner)s signed on %(on)s."),
    Verb.DEAL_ACCEDED: _("%(who)s noted that %(partner)s acceded on %(on)s."),
    Verb.SIGNATURE_WITHDRAWN: _("%(who)s noted that %(partner)s withdraws from %(on)s. Reason: %(reason)s"),
    Verb.NEED_STATED: _("%(who)s stated a need: %(question)s"),
    Verb.NEED_CHANGED: _("%(who)s changed a need: %(question)s"),
    Verb.NEED_SUPPORTED: _("%(who)s said that %(partner)s has this need too: %(question)s"),
    Verb.NEED_SUPPORT_WITHDRAWN: _("%(who)s took back the support of %(partner)s for a need: %(question)s"),
    Verb.NEED_MERGED: _("%(who)s took one need into another: “%(question)s” into “%(target)s”"),
    Verb.NEED_PARTED: _("%(who)s made one need stand by itself again: %(question)s"),
    Verb.GAP_DECIDED: _("%(who)s decided what a need asks for: %(verdict)s. Reason: %(reason)s"),
    Verb.GAP_DECISION_WITHDRAWN: _("%(who)s took back the decision about a need: %(question)s"),
    Verb.SEARCH_RECORDED: _("%(who)s looked for what exists in %(place)s, and found %(hits)s."),
    Verb.HIT_NOTED: _("%(who)s noted what was found: %(title)s (%(verdict)s)"),
    Verb.EXISTING_TOOL_NOTED: _("%(who)s wrote down an existing tool: %(tool)s."),
    Verb.EXISTING_TOOL_CHANGED: _("%(who)s changed what is known of the existing tool %(tool)s."),
    Verb.CLAIM_NOTED: _("%(who)s noted of the existing tool %(tool)s: %(claim)s"),
    Verb.TOOL_PROPOSED: _("%(who)s proposed a tool: %(tool)s."),
    Verb.TOOL_CHANGED: _("%(who)s changed the card of %(tool)s."),
    Verb.TOOL_STANDING_NOTED: _("%(who)s noted the status of %(tool)s: %(status)s. %(reason)s"),
    Verb.OWNER_NAMED: _("%(who)s noted that %(partner)s owns %(tool)s."),
    Verb.OWNERSHIP_ENDED: _("%(who)s noted that %(partner)s does not own %(tool)s any more."),
    Verb.TEST_WISHED: _("%(who)s noted that %(partner)s would like to test %(tool)s."),
    Verb.TEST_WISH_WITHDRAWN: _("%(who)s took back that %(partner)s would like to test %(tool)s."),
    Verb.FRAMEWORK_DRAFTED: _("%(who)s drafted version %(number)s of the assessment framework."),
    Verb.FRAMEWORK_ADOPTED: _("%(who)s adopted version %(number)s of the assessment framework."),
    Verb.CRITERION_ADDED: _("%(who)s added the criterion %(criterion)s to version %(number)s."),
    Verb.CRITERION_CHANGED: _("%(who)s changed the criterion %(criterion)s in version %(number)s."),
    Verb.CRITERION_REMOVED: _("%(who)s removed the criterion %(criterion)s from version %(number)s."),
    Verb.TOOL_ASSESSED: _("%(who)s assessed %(tool)s for %(partner)s."),
    Verb.ASSESSMENT_CHANGED: _("%(who)s changed the assessment of %(tool)s for %(partner)s."),
    Verb.ASSESSMENT_WITHDRAWN: _("%(who)s took back the assessment of %(tool)s by %(partner)s."),
    Verb.CONFLICT_FOUND: _("%(who)s was kept from assessing %(tool)s: %(partner)s has an interest in it."),
    Verb.MEETING_CALLED: _("%(who)s called the meeting %(meeting)s on %(on)s."),
    Verb.MEETING_MOVED: _("%(who)s moved the meeting %(meeting)s from %(before)s to %(on)s."),
    Verb.MEETING_CANCELLED: _("%(who)s cancelled the meeting %(meeting)s. Reason: %(reason)s"),
    Verb.AGENDA_CHANGED: _("%(who)s put %(item)s on the agenda of %(meeting)s."),
    Verb.MINUTES_WRITTEN: _("%(who)s wrote the minutes of %(item)s at %(meeting)s."),
    Verb.MEETING_ANSWERED: _("%(who)s noted whether %(person)s comes to %(meeting)s."),
    Verb.ATTENDANCE_NOTED: _("%(who)s noted that somebody of %(partner)s was at %(meeting)s."),
    Verb.ATTENDANCE_TAKEN_OFF: _("%(who)s noted that somebody of %(partner)s was not at %(meeting)s."),
    Verb.DECISION_MADE: _("%(who)s put a decision on record: %(text)s"),
    Verb.DECISION_REPLACED: _("%(who)s replaced a decision: %(text)s"),
    Verb.DECISION_ENDED: _("%(who)s noted that a decision does not hold any more: %(text)s"),
    Verb.TASK_ADDED: _("%(who)s added a task: %(text)s"),
    Verb.TASK_DONE: _("%(who)s noted that a task is done: %(text)s"),
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
