// Calls every method of the store of LangGraph's JavaScript SDK once or more; prints what came back as JSON.
// Usage: node store.mjs URL ROOT     (the key, if any, in HOLDFAST_TEST_API_KEY)
import { Client } from "@langchain/langgraph-sdk";

const [url, root] = process.argv.slice(2);
const apiKey = process.env.HOLDFAST_TEST_API_KEY ?? null;
const { store } = new Client({ apiUrl: url, apiKey, callerOptions: { maxRetries: 0 } });
const facts = [root, "fäcts"];

/** What a call is refused with. */
async function refused(call) {
  try {
    await call();
    return null;
  } catch (error) {
    return { status: error.status ?? null, message: String(error.message) };
  }
}

const seen = {};
seen.put = (await store.putItem(facts, "a", { n: 9, s: "é😀", l: [1, { x: null }] })) ?? null;
await store.putItem(facts, "b", { n: 10 }, { ttl: 60, index: false });
await store.putItem(facts, "c", { n: 100 }, { ttl: null });
await store.putItem([root, "short"], "d", { n: 1 }, { ttl: 60 });
seen.got = await store.getItem(facts, "a");
seen.gotRefreshed = await store.getItem(facts, "b", { refreshTtl: true });
seen.missing = await store.getItem(facts, "nope");
seen.filtered = await store.searchItems([root], { filter: { n: { $gt: 9, $lte: 100 } }, refreshTtl: false });
seen.page = await store.searchItems([root], { limit: 1, offset: 1 });
seen.none = await store.searchItems([root + "x"]);
seen.namespaces = await store.listNamespaces({ prefix: [root] });
seen.cut = await store.listNamespaces({ prefix: [root], suffix: ["*"], maxDepth: 1, limit: 5, offset: 0 });
await store.putItem([root, "short"], "d", { n: 1 }, { ttl: 0.01 }); // of what is read above nothing expires meanwhile
await new Promise((resolve) => setTimeout(resolve, 700));
seen.expired = await store.getItem([root, "short"], "d");
seen.deleted = (await store.deleteItem(facts, "a")) ?? null;
seen.deletedAgain = (await store.deleteItem(facts, "a")) ?? null;
seen.gone = await store.getItem(facts, "a");
seen.reserved = await refused(() => store.putItem(["langgraph"], "k", {}));
seen.wrongFilter = await refused(() => store.searchItems([root], { filter: { n: { $regex: "1" } } }));
seen.wrongTtl = await refused(() => store.putItem(facts, "k", {}, { ttl: -1 }));
console.log(JSON.stringify(seen));
