"""The record: a chain of entries for each subject, evidence and outbox in one. Append only; sealed into positions, put under signed heads."""
