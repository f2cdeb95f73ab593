"""Published facts: items, certificates, anything a city keeps in versions with days of validity, and looks up with a purpose."""
