"""`@langchain/langgraph-sdk`, as it comes from npm, finds its store in Holdfast."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "js"
INSTALLED_WITHIN = 120.0
RUN_WITHIN = 60.0


def tool(name: str) -> str:
    """A program of Node.js; where there is none this fails, as nothing would have been tested."""
    found = shutil.which(name)
    assert found, f"NOT RUN: {name} is not on PATH; the JavaScript SDK is tested with Node.js 20 or newer"
    return found


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Path:
    """A directory with the SDK that the lock file names."""
    directory = tmp_path_factory.mktemp("js")
    for name in ("package.json", "package-lock.json", "store.mjs"):
        shutil.copy(HERE / name, directory)
    command = [tool("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=INSTALLED_WITHIN)
    assert done.returncode == 0, f"NOT RUN: npm could not install the SDK\n{done.stderr[-2000:]}"
    return directory


@pytest.fixture
def seen(installed, place, root):
    """What the script saw."""
    url, key = place
    names = ("HOLDFAST", "LANGGRAPH", "LANGSMITH", "LANGCHAIN")
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(names)}
    if key is not None:
        surroundings["HOLDFAST_TEST_API_KEY"] = key
    command = [tool("node"), "store.mjs", url, root]
    done = subprocess.run(command, cwd=installed, env=surroundings, capture_output=True, text=True, timeout=RUN_WITHIN)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_every_method_of_the_store(seen, root):
    facts = [root, "fäcts"]
    assert seen["put"] is None
    assert seen["got"]["value"] == {"n": 9, "s": "é😀", "l": [1, {"x": None}]}
    assert (seen["got"]["namespace"], seen["got"]["key"]) == (facts, "a")
    assert seen["got"]["createdAt"] == seen["got"]["updatedAt"] != ""
    assert seen["gotRefreshed"]["value"] == {"n": 10}
    assert seen["missing"] is None
    assert [item["key"] for item in seen["filtered"]["items"]] == ["c", "b"]
    assert seen["filtered"]["items"][0]["score"] is None
    assert [item["key"] for item in seen["page"]["items"]] == ["c"]
    assert seen["none"] == {"items": []}
    assert seen["namespaces"] == {"namespaces": [facts, [root, "short"]]}
    assert seen["cut"] == {"namespaces": [[root]]}
    assert seen["expired"] is None
    assert seen["deleted"] is None and seen["deletedAgain"] is None and seen["gone"] is None
    for refused, code in (
        ("reserved", "invalid-namespace"),
        ("wrongFilter", "invalid-filter"),
        ("wrongTtl", "invalid-request"),
    ):
        assert seen[refused]["status"] == 400, refused
        assert code in seen[refused]["message"], refused


def test_the_lock_file_names_no_registry():
    lock = json.loads((HERE / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert "node_modules/@langchain/langgraph-sdk" in packages
    assert all(one.get("integrity") and "resolved" not in one for one in packages.values())
