"""Messages as declarations: a reader of the record sends them, in the house, by mail and by short message, through an outbox that can be looked into."""
