"""Who wants which mail, and whether it arrives (mailvoorkeuren, mailadres). The journal's mail.py makes and sends them.

Use cases: choose_mails, stop_mails, note_return, trust_again, send_again, bundle_mails.
"""
