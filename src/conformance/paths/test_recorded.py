"""What FieldPathTest reads is what the LangGraph that is installed does."""

from paths.record import FILE, lines


def test_the_recorded_cases_are_what_langgraph_finds():
    recorded = FILE.read_text().splitlines()

    assert recorded == list(lines())
    assert sum(line.count("\t") > 1 for line in recorded) > len(recorded) / 4
