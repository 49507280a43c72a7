"""Signing (ondertekenen): the text of the deal, who may sign it, and who did.

Use cases: publish_text, sign_deal.
"""
