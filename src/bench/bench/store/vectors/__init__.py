"""Search by vector, side by side: Holdfast with pgvector and without it, and LangGraph's Postgres stores."""
