"""Django's PostgreSQL with patience that ends: the settings' ENGINE is this package."""
