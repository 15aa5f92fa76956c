"""What the suites share: processes of servers and databases, callers, samples, a journal."""
