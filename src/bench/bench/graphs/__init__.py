"""Whole graphs, in the shapes of LangGraph's own benchmarks: what a run costs, and how many writes are saved."""
