"""The life of a case: procedures as values, one door for change, terms that explain themselves, inquiries, tasks, referrals, commands."""
