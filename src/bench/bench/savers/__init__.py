"""Saver calls, side by side: LangGraph's Postgres savers, its memory saver, and Holdfast's."""
