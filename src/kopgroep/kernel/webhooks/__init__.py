"""Webhooks: addresses of other programs that hear what happens in a deal. What is told stands in the deal's journal.

Use cases: add_webhook, change_webhook, switch_webhook, renew_secret, remove_webhook, try_webhook, deliver_again.
"""
