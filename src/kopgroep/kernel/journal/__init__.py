"""What happened (logboek): one entry per action, chained by hashes, and each record's history in sentences."""
