"""Signals to Temporal workflows: through Holdfast, and one SDK call each."""
