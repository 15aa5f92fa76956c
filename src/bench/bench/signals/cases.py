"""What is measured."""

from __future__ import annotations

CALLERS, WORKFLOWS = 32, 32
RATE = 1500
PEER_RATE = 245
TO_ONE = 1024
CRITICAL_CALLERS, CRITICAL_RATE = 4, 50

IDLE, BESIDE, RATES, ONE, LIMIT, AWAY = "idle", "beside", "rates", "one", "limit", "away"
TITLES = {
    IDLE: "critical, one caller, nothing else",
    BESIDE: f"critical, {CRITICAL_RATE}/s, beside the normal ones of {CALLERS} callers",
    RATES: f"normal, as many as {CALLERS} callers bring to the handlers of {WORKFLOWS} workflows",
    ONE: f"{TO_ONE:,} normal to one workflow",
    LIMIT: "more to one workflow than Temporal takes as single signals",
    AWAY: "Temporal does not answer",
}
KILLED, PAUSED = "killed", "paused"

HOLDFAST, BATCHED, SDK, SDK_SLOW = "holdfast", "holdfast-batches", "sdk", "sdk-slow"
HOLDFAST_SINGLE = "holdfast-single"
CONTENDERS = {
    HOLDFAST: "**Holdfast**",
    BATCHED: "**Holdfast**, 100 in a request",
    HOLDFAST_SINGLE: "**Holdfast**, envelope off",
    SDK: "SDK, one call each",
    SDK_SLOW: f"SDK, one call each, {PEER_RATE}/s",
}
