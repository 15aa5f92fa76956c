"""The twenty traps of re-implementing a checkpoint saver, and the tests that notice each.

 1  foreign key from writes to checkpoints: writes_may_come_before_their_checkpoint
 2  versions that forks share: forks_never_share_a_version, a_fork_reads_its_own_branch,
    two_branches_may_use_one_version_for_two_values
    what_the_parent_has_at_a_version_stays
 3  treating a failed put as local: a_put_brings_the_values_that_a_failed_put_has_left_out,
    a_put_without_its_values_takes_no_effect, a_graph_whose_put_fails_leaves_no_hole
 4  deleting empty channels: absent_none_and_empty_are_three_things,
    an_empty_channel_stays_empty_in_children
 5  blobs through the parent chain: a_fork_with_no_new_versions_reads_every_value
 6  wrong idx: specials_count_in_positions, the_error_source_node_is_an_ordinary_write
 7  one conflict rule: the_first_ordinary_write_stays, the_last_special_write_stays,
    mixed_calls_are_decided_per_write
 8  order of pending writes: pending_writes_come_in_order_of_path_task_and_index
 9  None for no writes: no_pending_writes_are_an_empty_list
10  latest by insertion: the_newest_is_the_greatest_id_not_the_last_put
11  metadata: metadata_is_merged_from_the_config, what_is_in_metadata_wins_over_the_config,
    run_id_is_neither_lost_nor_invented, live_objects_in_the_config_are_not_stored
12  filters: a_filter_is_containment_as_in_postgres
13  namespace defaults: no_namespace_means_the_root_for_get_and_all_for_list,
    a_checkpoint_id_of_none_is_as_if_absent, before_is_strict_and_without_an_id_filters_nothing
14  delta walk: official/test_delta_channel_history.py, a_walk_of_more_than_1024_checkpoints_is_whole,
    a_walk_follows_parents_not_ids
15  prune that keeps only the head: keep_latest_keeps_what_a_delta_channel_is_rebuilt_from,
    writes_are_shared_by_all_branches
16  inlining primitives: values_come_back_with_their_types, type_tags_are_free,
    nothing_of_an_encrypted_value_is_readable
17  shared objects: what_is_returned_belongs_to_the_caller, what_is_passed_is_taken_at_the_call
18  one lock per saver: calls_for_other_threads_do_not_wait, concurrent_puts_share_commits
19  coalescing away history: every_put_is_a_row_and_keeps_its_writes, a_first_read_of_a_namespace_is_a_miss
20  the store: nothing here yet; the server has no store. This line goes when it has one.

Also easy to miss: task_path_is_a_named_parameter, both_halves_are_there, a_checkpoint_put_again_keeps_its_parent,
ids_need_not_be_hexadecimal, versions_keep_their_json_type, an_empty_list_of_writes_is_accepted,
capabilities_are_on_the_class.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def named() -> list[str]:
    return sorted(set(re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+){3,}\b", __doc__)) - {"test_delta_channel_history"})


@pytest.mark.parametrize("name", named())
def test_the_table_names_tests_that_exist(name):
    assert any(f"def test_{name}(" in source.read_text() for source in HERE.glob("test_*.py"))


def test_every_test_is_in_the_table():
    written = {
        name
        for source in HERE.glob("test_*.py")
        if source.name != Path(__file__).name
        for name in re.findall(r"def test_(\w+)\(", source.read_text())
    }
    assert written - set(named()) == set()
