"""The five steps of every import: upload, columns, preview with a verdict per row, import, result with undo.

A room says what can come in: an ImportKind (kinds.py) with its fields, how a row is judged and how judged rows are
written; it registers that once at start-up. Everything else is here and the same for every kind: the file, the columns
and their memory, the verdicts, all or nothing, one entry in the journal, and the way back.
"""
