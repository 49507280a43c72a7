"""What is kept about people: told, handed over, erased, and removed when its time is past.

No code per room: everything follows from what models say of themselves (`personal`, `privacy`, `identifies` and
closed_by_erasure() of kernel/records.py; declared.py says it for the tables of libraries).
"""
