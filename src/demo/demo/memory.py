"""`python -m demo.memory`: an assistant that remembers facts about a user across threads, needs a running server.

HOLDFAST_URL and HOLDFAST_API_KEY say which. The chat model is a rule, so that no key is needed; the memory is real, and
what is asked is searched for by meaning: with the server's model if it has one, else with `demo.meaning`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage
from langgraph.checkpoint.holdfast import HoldfastError, HoldfastSaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.runtime import Runtime
from langgraph.store.base import PutOp
from langgraph.store.holdfast import IndexSettings

from .meaning import indexed
from .narrator import ClaimFailed, Narrator
from .place import from_environment

_A_MONTH = 60 * 24 * 30.0
_SUBJECTS = {"eat": "food", "drink": "drinks", "live": "home", "work": "work"}


@dataclass
class User:
    """Who talks, and the label that keeps runs of the demo apart."""

    name: str
    room: str

    @property
    def facts(self) -> tuple[str, ...]:
        """Where the store keeps what is known of the user, whatever the thread."""
        return (self.room, "users", self.name, "facts")


def listen(state: MessagesState, runtime: Runtime[User]) -> None:
    """Stores what the user said about himself, one fact for each subject; a newer one replaces it."""
    said = str(state["messages"][-1].content)
    for verb, subject in _SUBJECTS.items():
        if f"I {verb}" in said and runtime.store is not None:
            fact = {"subject": subject, "said": said, "sure": 0.5 if "maybe" in said else 1.0}
            runtime.store.put(runtime.context.facts, subject, fact)


def answer(state: MessagesState, runtime: Runtime[User]) -> dict[str, Any]:
    """Says what is known for sure: of a question what comes nearest to it, else everything, newest first."""
    assert runtime.store is not None
    said = str(state["messages"][-1].content)
    asked = {"query": said, "limit": 1} if said.startswith("Where") else {}
    known = runtime.store.search(runtime.context.facts, filter={"sure": {"$gte": 0.9}}, **asked)
    return {"messages": [AIMessage(" / ".join(item.value["said"] for item in known) or "Nothing yet.")]}


def assistant_with(saver: HoldfastSaver, index: IndexSettings | None) -> Any:
    """The compiled graph: threads live in `saver`, facts in its store, for a month since they were last read."""
    graph = StateGraph(MessagesState, context_schema=User)
    graph.add_node("listen", listen)
    graph.add_node("answer", answer)
    graph.add_edge(START, "listen")
    graph.add_edge("listen", "answer")
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=saver, store=saver.store(ttl={"default_ttl": _A_MONTH}, index=index))


def tell(narrator: Narrator, saver: HoldfastSaver, room: str, index: IndexSettings | None) -> None:
    """Ada talks in two threads, Grace in a third."""
    assistant, ada, grace = assistant_with(saver, index), User("ada", room), User("grace", room)

    def say(user: User, thread: str, text: str) -> str:
        narrator.say(user.name, text)
        config = {"configurable": {"thread_id": f"{room}-{thread}"}}
        state = assistant.invoke({"messages": [("user", text)]}, config, context=user)
        narrator.say("assistant", state["messages"][-1].content)
        return str(state["messages"][-1].content)

    narrator.chapter("1. A thread on Monday")
    say(ada, "monday", "I eat figs")
    say(ada, "monday", "I live in London, by the river Thames")
    say(ada, "monday", "I drink coffee, or maybe tea")
    narrator.chapter("2. Another thread on Tuesday")
    told = say(ada, "tuesday", "What do you know about me?")
    wanted = "I live in London, by the river Thames / I eat figs"
    narrator.claim("what was said for sure in one thread is known in another", told == wanted, told)
    told = say(ada, "tuesday", "I eat plums")
    narrator.claim("a newer fact has replaced the older", told.startswith("I eat plums /"), told)
    told = say(ada, "tuesday", "Where by the Thames am I living?")
    narrator.claim("a question finds the fact that comes nearest", told.startswith("I live in London"), told)
    narrator.chapter("3. Somebody else")
    told = say(grace, "grace", "What do you know about me?")
    narrator.claim("a user's facts are that user's", told == "Nothing yet.", told)
    narrator.chapter("4. What the store holds")
    store = saver.store()
    for item in store.search((room,)):
        narrator.say(item.value["subject"], f"{'/'.join(item.namespace[1:])}: {item.value['said']}")
    users = store.list_namespaces(prefix=(room, "users"), max_depth=3)
    narrator.claim("only Ada has facts", users == [(room, "users", "ada")], users)
    store.batch([PutOp(item.namespace, item.key, None) for item in store.search((room,))])
    narrator.claim("and they can be forgotten", store.search((room,)) == [])


def main() -> int:
    """0 only if everything that was printed was also checked."""
    narrator, place = Narrator(), from_environment()
    try:
        with place.saver() as saver, indexed(saver.store()) as index:
            tell(narrator, saver, place.thread, index)
    except HoldfastError as error:
        narrator.failed(f"Holdfast at {place.url}: {error}. Is it running?")
        return 1
    except ClaimFailed as error:
        narrator.failed(str(error))
        return 1
    narrator.plain("\nEverything above was checked.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
