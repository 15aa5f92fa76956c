"""Graphs of many shapes, and how each is run: what stops in a shape is judged against what LangGraph says of it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, Any, TypedDict

from langgraph.func import entrypoint, task
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, Send, interrupt

GIVEN = {"said": ["in"]}
LONG = "a_node_whose_name_takes_more_than_thirty_one_bytes_"


class State(TypedDict):
    said: Annotated[list, operator.add]


def say(word: str) -> Callable[[State], State]:
    return lambda state: {"said": [word]}


def ask(state: State) -> State:
    return {"said": [interrupt("which?")]}


def ask_twice(state: State) -> State:
    return {"said": [interrupt("which?"), interrupt("which?")]}


def fail(state: State) -> State:
    raise ArithmeticError


def ask_and_fail(state: State) -> State:
    interrupt("which?")
    raise ArithmeticError


def line(saver: Any, last: Callable[[State], Any] = say("b"), **more: Any) -> Any:
    """a → b"""
    graph = StateGraph(State).add_node("a", say("a")).add_node("b", last)
    return graph.add_edge(START, "a").add_edge("a", "b").add_edge("b", END).compile(saver, **more)


def fan(saver: Any, nodes: dict[str, Callable[[State], Any]], **more: Any) -> Any:
    """Each of the nodes → end, without a join."""
    graph = StateGraph(State).add_node("end", say("end"))
    for name, action in nodes.items():
        graph.add_node(name, action).add_edge(START, name).add_edge(name, "end")
    return graph.compile(saver, **more)


def join(saver: Any, names: list[str], first: Callable[[State], Any] = say("first"), **more: Any) -> Any:
    """All of the nodes → end, which waits for all of them."""
    deferred = more.pop("defer", False)
    graph = StateGraph(State).add_node("end", say("end"), defer=deferred)
    for number, name in enumerate(names):
        graph.add_node(name, say(name) if number else first).add_edge(START, name)
    return graph.add_edge(names, "end").compile(saver, **more)


def half_join(saver: Any, **more: Any) -> Any:
    """A join of which one node never comes."""
    graph = StateGraph(State).add_node("a", say("a")).add_node("b", say("b")).add_node("end", say("end"))
    graph.add_conditional_edges(START, lambda state: ["a"], ["a", "b"]).add_edge(["a", "b"], "end")
    return graph.compile(saver, **more)


def sends(saver: Any, action: Callable[[Any], Any] = lambda word: {"said": [word]}, **more: Any) -> Any:
    """a → two sends to b → c → d"""
    graph = StateGraph(State)
    for name, node in {"a": say("a"), "b": action, "c": say("c"), "d": say("d")}.items():
        graph.add_node(name, node)
    graph.add_edge(START, "a").add_conditional_edges("a", lambda state: [Send("b", "x"), Send("b", "y")], ["b"])
    return graph.add_edge("b", "c").add_edge("c", "d").compile(saver, **more)


def deferred(saver: Any, **more: Any) -> Any:
    """a → b → c, and c, which is left to the end, from the beginning, too."""
    graph = StateGraph(State).add_node("a", say("a")).add_node("b", say("b")).add_node("c", say("c"), defer=True)
    graph.add_edge(START, "a").add_edge(START, "c").add_edge("a", "b").add_edge("b", "c")
    return graph.compile(saver, **more)


def jump(saver: Any, **more: Any) -> Any:
    """a, which names b itself."""
    graph = StateGraph(State).add_node("b", say("b"))
    graph.add_node("a", lambda state: Command(goto="b", update={"said": ["a"]}), destinations=("b",))
    return graph.add_edge(START, "a").compile(saver, **more)


def nested(saver: Any, action: Callable[[State], Any] = say("inner"), **more: Any) -> Any:
    """A graph in a graph."""
    inner = StateGraph(State).add_node("x", action).add_edge(START, "x").compile(**more)
    return StateGraph(State).add_node("sub", inner).add_edge(START, "sub").compile(saver)


def function(saver: Any, then: Callable[[Any], Any] = lambda word: word) -> Any:
    """The functional API."""

    @task
    def twice(word: str) -> str:
        return word + word

    @entrypoint(checkpointer=saver)
    def whole(said: Any) -> Any:
        doubled = twice("x").result()
        then(None)
        return doubled

    return whole


Step = Callable[[Any, Any], Any]


def give(what: Any) -> Step:
    """Invokes the graph; what a node raises is the shape's own."""

    def step(graph: Any, config: Any) -> None:
        with suppress(ArithmeticError):
            graph.invoke(what, config)

    return step


def answer_one(graph: Any, config: Any) -> None:
    open_ones = graph.get_state(config).interrupts
    graph.invoke(Command(resume={open_ones[0].id: "this"}), config)


def update(node: str) -> Step:
    return lambda graph, config: graph.update_state(config, {"said": ["by hand"]}, as_node=node)


START_IT = give(GIVEN)
GO_ON = give(None)
ANSWER = give(Command(resume="this"))

SHAPES: dict[str, tuple[Callable[[Any], Any], list[Step]]] = {
    "line": (line, [START_IT, START_IT]),
    "breakpoint before": (lambda s: line(s, interrupt_before=["b"]), [START_IT, GO_ON]),
    "breakpoint after": (lambda s: line(s, interrupt_after=["a", "b"]), [START_IT, GO_ON]),
    "interrupt": (lambda s: line(s, ask), [START_IT, GO_ON, ANSWER]),
    "interrupt, then other input": (lambda s: line(s, ask), [START_IT, START_IT, ANSWER]),
    "two interrupts": (lambda s: line(s, ask_twice), [START_IT, ANSWER, GO_ON, ANSWER]),
    "error": (lambda s: line(s, fail), [START_IT, GO_ON]),
    "interrupt and error": (lambda s: line(s, ask_and_fail), [START_IT, ANSWER]),
    "one of two asks": (lambda s: fan(s, {"p": say("p"), "q": ask}), [START_IT, ANSWER]),
    "one of two fails": (lambda s: fan(s, {"p": say("p"), "q": fail}), [START_IT]),
    "both ask": (lambda s: fan(s, {"p": ask, "q": ask}), [START_IT, answer_one, answer_one]),
    "one asks, one asks twice": (
        lambda s: fan(s, {"p": ask, "q": ask_twice}),
        [START_IT, answer_one, answer_one, answer_one],
    ),
    "join": (lambda s: join(s, ["a", "b"]), [START_IT, START_IT]),
    "join, breakpoint": (lambda s: join(s, ["a", "b"], interrupt_before=["end"]), [START_IT, GO_ON]),
    "join, failing end": (lambda s: join(s, ["a", "b"], fail), [START_IT]),
    "join that is left to the end": (
        lambda s: join(s, ["a", "b"], defer=True, interrupt_before=["end"]),
        [START_IT, GO_ON, START_IT],
    ),
    "join of names with a plus": (lambda s: join(s, ["a+x", "b"], interrupt_before=["end"]), [START_IT, GO_ON]),
    "join of many": (
        lambda s: join(s, [f"n{n}" for n in range(20)], interrupt_before=["end"]),
        [START_IT, GO_ON],
    ),
    "join of long names": (
        lambda s: join(s, [LONG + str(n) for n in range(3)], interrupt_before=["end"]),
        [START_IT, GO_ON],
    ),
    "join of many long names": (
        lambda s: join(s, [LONG + str(n) for n in range(12)], interrupt_before=["end"]),
        [START_IT, GO_ON],
    ),
    "join of names in other scripts": (lambda s: join(s, ["ä", "日本"], interrupt_before=["end"]), [START_IT, GO_ON]),
    "join that never is": (half_join, [START_IT]),
    "sends": (sends, [START_IT, START_IT]),
    "sends, breakpoint": (lambda s: sends(s, interrupt_before=["b"]), [START_IT, GO_ON]),
    "sends, late breakpoint": (lambda s: sends(s, interrupt_before=["d"]), [START_IT, GO_ON]),
    "sends that fail": (lambda s: sends(s, fail), [START_IT]),
    "sends that ask": (lambda s: sends(s, ask), [START_IT, answer_one, answer_one]),
    "left to the end": (lambda s: deferred(s, interrupt_before=["b", "c"]), [START_IT, GO_ON, GO_ON]),
    "jump": (lambda s: jump(s, interrupt_before=["b"]), [START_IT, GO_ON]),
    "graph in a graph": (nested, [START_IT]),
    "graph in a graph asks": (lambda s: nested(s, ask), [START_IT, ANSWER]),
    "graph in a graph asks twice": (lambda s: nested(s, ask_twice), [START_IT, ANSWER, ANSWER]),
    "graph in a graph fails": (lambda s: nested(s, fail), [START_IT]),
    "graph in a graph, breakpoint": (lambda s: nested(s, interrupt_before=["x"]), [START_IT, GO_ON]),
    "function": (function, [give("x"), give("x")]),
    "function that asks": (lambda s: function(s, ask), [give("x"), ANSWER]),
    "function that fails": (lambda s: function(s, fail), [give("x")]),
    "updates": (line, [update("a"), update("b"), START_IT]),
    "ended by hand": (
        line,
        [update("a"), lambda graph, config: graph.update_state(config, None, as_node=END)],
    ),
}
