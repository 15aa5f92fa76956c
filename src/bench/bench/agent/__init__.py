"""An agent of many turns: what a conversation that only grows costs, on every way."""
