"""Any story, told to this store and to LangGraph's memory store, step by step the same but for what is listed here."""

from __future__ import annotations

import asyncio
import uuid

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from langgraph.store.base import GetOp, Item, ListNamespacesOp, MatchCondition, PutOp, SearchOp, get_text_at_path
from langgraph.store.memory import InMemoryStore
from pytest import approx

from fake_filters import COMPARISONS, MISSING, equal, is_number
from langgraph.checkpoint.holdfast import HoldfastSaver
from langgraph.store.holdfast import HoldfastStore, InvalidFilter
from meanings import SIZE, embed

FIELD_PATHS = ["x", "y[*]", "z.x"]
DIFFERENCES = {
    1: "search: newest first, then by namespace and key; memory: the order of the first puts",
    2: "created_at is kept when an item is put again; in memory it begins anew",
    3: "a namespace that holds nothing is not listed; in memory a miss or a deleted last item leaves it",
    4: "$gt $gte $lt $lte: numbers with numbers, strings with strings, else no match; memory makes floats, or raises",
    5: "null and missing are different; in memory they are the same",
    6: "true is not 1; in memory it is",
    7: "an object in a list must be equal; in memory it may hold more",
    8: "$in $nin $exists; memory raises",
    9: "an operand that nothing compares with is refused, whatever is stored; memory raises when an item has the key",
    10: "below what is no object keys are missing, so $ne and the like match; memory finds nothing",
    11: "{} is the empty object; in memory any object",
    12: "a query finds what has vectors; memory fills the page with what has none",
    13: "of equal scores the newest comes first, then by namespace and key; in memory the first put",
    14: "a put replaces all vectors of its item; in memory those of other paths, and with index=False all, stay",
    15: "a text may stand in a batch twice; memory raises",
    16: "$ in a put's index is the whole value, as in the store's; in memory a key of that name",
}
INDEX = {"dims": SIZE + 1, "embed": lambda texts: [[*vector, 1.0] for vector in embed(texts)], "fields": FIELD_PATHS}


def differs(value, condition):
    """The number of the difference that shows when an entry is compared with a condition; 0: none may."""
    if not isinstance(condition, dict):
        return equal_differs(value, condition)
    if not condition:
        return 11
    if any(key.startswith("$") for key in condition):
        return next((n for n in (operator_differs(value, *one) for one in condition.items()) if n), 0)
    if not isinstance(value, dict):
        return 10
    return next((n for n in (differs(value.get(k, MISSING), c) for k, c in condition.items()) if n), 0)


def operator_differs(value, operator, operand):
    if operator in ("$in", "$nin", "$exists"):
        return 8
    if operator in COMPARISONS:
        return 0 if is_number(value) and is_number(operand) else 4
    return equal_differs(value, operand)


def equal_differs(value, operand):
    if value is MISSING:
        return 5 if operand is None else 0
    if has_object(operand):
        return 7
    return 0 if equal(value, operand) is (value == operand) else 6


def has_object(value):
    return isinstance(value, list) and any(isinstance(one, dict) or has_object(one) for one in value)


def refused(condition):
    """Whether the server refuses to compare with this, however deep (difference 9)."""
    if not isinstance(condition, dict):
        return False
    wrong = [o for o, v in condition.items() if o in COMPARISONS and not is_number(v) and not isinstance(v, str)]
    return bool(wrong) or any(refused(c) for k, c in condition.items() if not k.startswith("$"))


LABELS = st.sampled_from(["a", "b", "aa", "*"])
NAMESPACES = st.lists(LABELS, max_size=3).map(tuple)
KEYS = st.sampled_from(["k", "l", "m", "1", "\u00e9"])
FIELDS = st.sampled_from(["x", "y", "x.y", "z"])
SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, -2.5, 9, 10, "", "1", "a", "\u00e9", "\U0001f600"])
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(FIELDS, inner, max_size=2), max_leaves=4
)
VALUES = st.dictionaries(FIELDS, JSON, max_size=4)
OPERATORS = st.sampled_from(["$eq", "$ne", *COMPARISONS])
TESTS = st.dictionaries(OPERATORS, SCALARS | JSON, min_size=1, max_size=2) | st.fixed_dictionaries(
    {}, optional={"$in": st.lists(SCALARS, max_size=3), "$nin": st.lists(SCALARS, max_size=3), "$exists": st.booleans()}
)
CONDITIONS = SCALARS | JSON | TESTS | st.dictionaries(FIELDS, TESTS | SCALARS, max_size=2)
FILTERS = st.none() | st.dictionaries(FIELDS, CONDITIONS, max_size=2)
PATHS = st.none() | st.lists(st.sampled_from(["a", "b", "aa", "*"]), max_size=3).map(tuple)
LIMITS = st.integers(0, 4) | st.just(1000)
QUERIES = st.none() | st.sampled_from(["", "a", "true", "none", "x y"])
INDEXES = st.none() | st.just(False) | st.lists(st.sampled_from(["$", "x", "z", "y.*", "{x,y}", "y[-1]"]), max_size=2)
GETS = st.tuples(st.just("get"), NAMESPACES, KEYS)
SEARCHES = st.tuples(st.just("search"), NAMESPACES, FILTERS, LIMITS, st.integers(0, 3), QUERIES)
LISTS = st.tuples(st.just("list"), PATHS, PATHS, st.none() | st.integers(1, 4), LIMITS, st.integers(0, 3))
PUTS = st.tuples(st.just("put"), NAMESPACES, KEYS, st.none() | VALUES, INDEXES)
BATCHES = st.lists(GETS | SEARCHES | LISTS | PUTS, min_size=1, max_size=6)


class Stores(RuleBasedStateMachine):
    """The same calls on both, ours by turns from threads, from tasks, and through a saver's store."""

    def __init__(self, url, api_key):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        saver = HoldfastSaver(url, api_key=api_key)
        self.ours = [HoldfastStore(url, api_key=api_key, index=INDEX), saver.store(index=INDEX)]
        self.memory = InMemoryStore(index=INDEX)
        self.room = uuid.uuid4().hex
        self.created = {}

    @initialize()
    def begin(self):
        self.remember(PutOp((self.room,), "k", {"x": 1}))
        self.ours[0].put((self.room,), "k", {"x": 1})

    def teardown(self):
        self.loop.run_until_complete(self.ours[0].__aexit__(None, None, None))
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    @rule(asked=BATCHES, way=st.integers(0, 3))
    def batch(self, asked, way):
        ops = [self.op(*one) for one in asked]
        if any(isinstance(op, SearchOp) and any(map(refused, (op.filter or {}).values())) for op in ops):
            try:
                self.run(ops, way)
            except InvalidFilter:
                return
            raise AssertionError("a filter should have been refused, and the batch with it")
        # Reads see what was before the puts, so both are asked before.
        full = [self.full(op) if isinstance(op, SearchOp) else None for op in ops]
        passing = [self.passing(op) if isinstance(op, SearchOp) else None for op in ops]
        expected = [self.expected(op) for op in ops]
        for op, result, theirs, all_of_it, fits in zip(ops, self.run(ops, way), expected, full, passing, strict=True):
            if isinstance(op, SearchOp):
                assert result == all_of_it[op.offset : op.offset + op.limit]
                if op.query:
                    self.compare_query(fits, all_of_it, theirs)
                else:
                    self.compare_search(op, all_of_it, theirs)
            else:
                self.compare(result, theirs)
        for op in {(op.namespace, op.key): op for op in ops if isinstance(op, PutOp)}.values():
            self.remember(op)

    def remember(self, op):
        """Puts into memory, with the vectors that it would make (differences 14 and 15)."""
        self.memory._vectors[op.namespace].pop(op.key, None)
        self.memory.batch([op._replace(index=False)])
        vectors = self.memory._vectors[op.namespace][op.key]
        for text, places in dict(self.memory._extract_texts({(op.namespace, op.key): op})).items():
            vectors.update({path: INDEX["embed"]([text])[0] for _, _, path in places})
        if "$" in (op.index or ()) and op.value is not None:  # difference 16
            vectors["$"] = INDEX["embed"](get_text_at_path(op.value, "$"))[0]

    def op(self, kind, *told):
        if kind == "get":
            return GetOp((self.room, *told[0]), told[1])
        if kind == "put":
            return PutOp((self.room, *told[0]), *told[1:])
        if kind == "search":
            return SearchOp((self.room, *told[0]), *told[1:])
        prefix, suffix, *rest = told
        conditions = [MatchCondition("prefix", (self.room, *(prefix or ())))]
        if suffix is not None:
            conditions.append(MatchCondition("suffix", suffix))
        return ListNamespacesOp(tuple(conditions), *rest)

    def run(self, ops, way):
        store = self.ours[way % 2]
        return store.batch(ops) if way < 2 else self.loop.run_until_complete(store.abatch(ops))

    def expected(self, op):
        if isinstance(op, SearchOp):
            return self.memory.search(op.namespace_prefix, limit=10**6, query=op.query)
        if isinstance(op, ListNamespacesOp):
            for namespace in [n for n, items in self.memory._data.items() if not items]:
                del self.memory._data[namespace]  # difference 3
        return self.memory.batch([op])[0] if not isinstance(op, PutOp) else None

    def full(self, op):
        return self.ours[0].search(op.namespace_prefix, filter=op.filter, limit=10_000, query=op.query)

    def passing(self, op):
        return {(i.namespace, i.key) for i in self.full(op._replace(query=None))}

    def compare(self, result, theirs):
        if not isinstance(theirs, Item):
            assert result == theirs
            return
        assert (result.value, result.key, result.namespace) == (theirs.value, theirs.key, theirs.namespace)
        assert same_types(result.value, theirs.value)
        assert result.created_at <= result.updated_at

    def compare_search(self, op, full, everything):
        order = sorted(full, key=lambda i: (i.namespace, i.key))
        assert full == sorted(order, key=lambda i: i.updated_at, reverse=True)  # difference 1
        found = {(i.namespace, i.key): i.value for i in full}
        for item in everything:
            place = (item.namespace, item.key)
            entries = [(item.value.get(k, MISSING), c) for k, c in (op.filter or {}).items()]
            if not any(differs(value, condition) for value, condition in entries):
                alone = InMemoryStore()
                alone.put(("x",), "k", item.value)
                assert (place in found) is bool(alone.search(("x",), filter=op.filter)), (item.value, op.filter)
            assert found.pop(place, item.value) == item.value
        assert found == {}

    def compare_query(self, passing, full, everything):
        order = sorted(full, key=lambda i: (i.namespace, i.key))
        order = sorted(order, key=lambda i: i.updated_at, reverse=True)
        assert full == sorted(order, key=lambda i: i.score, reverse=True)  # difference 13
        scores = {(i.namespace, i.key): i.score for i in everything if i.score is not None}  # difference 12
        expected = {place: score for place, score in scores.items() if place in passing}
        assert {(i.namespace, i.key): i.score for i in full} == approx(expected, abs=1e-5)

    @invariant()
    def creation_is_kept_as_long_as_the_item_is_there(self):
        now = {(i.namespace, i.key): i.created_at for i in self.ours[0].search((self.room,), limit=10_000)}
        for place, moment in now.items():
            assert self.created.get(place, moment) == moment  # difference 2
        self.created = now


def same_types(a, b):
    if isinstance(a, dict):
        return all(same_types(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return all(same_types(x, y) for x, y in zip(a, b, strict=True))
    return type(a) is type(b)


def test_any_story_is_the_same_as_with_the_memory_store(bare, api_key):
    run_state_machine_as_test(
        lambda: Stores(bare, api_key),
        settings=settings(
            max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
