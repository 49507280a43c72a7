"""A backup (reservekopie) of the whole installation as one file, and an installation from that file.

The same format from SQLite and from PostgreSQL, so that a backup of the one can be restored in the other.
"""
