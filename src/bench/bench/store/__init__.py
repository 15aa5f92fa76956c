"""The long-term store, side by side: LangGraph's Postgres stores and Holdfast's."""
