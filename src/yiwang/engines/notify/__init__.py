"""Messages as declarations: a reader of the record sends them, in the house and by mail, through an outbox that can be looked into."""
