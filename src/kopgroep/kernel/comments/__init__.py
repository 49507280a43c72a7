"""Remarks with a record (reacties), for those who take part in its deal. Withdrawing one erases its text.

Use cases: make_comment, withdraw_comment.
"""
