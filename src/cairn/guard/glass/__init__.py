"""Breaking the glass: one record outside one's scope, for an hour, with a reason, seen afterwards."""
