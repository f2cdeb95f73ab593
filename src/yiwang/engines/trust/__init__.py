"""What must not lie in the database: the key that signs heads, and the secret under small values at rest, links and query codes."""
