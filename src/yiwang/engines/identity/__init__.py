"""Who is who: people, firms, units in two lines, posts with terms of office, roles, mandates, accounts. Rights begin and end with the appointment."""
