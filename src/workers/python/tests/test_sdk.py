"""An SDK that has changed inside is told at the start, not by signals that vanish."""

from __future__ import annotations

import pytest
from temporalio.worker._workflow_instance import _WorkflowInstanceImpl

from holdfast_temporal import HoldfastInterceptor, IncompatibleSdk

HOOKS = ["_apply_signal_workflow", "_process_signal_job", "workflow_is_failure_exception"]


@pytest.mark.parametrize("name", HOOKS)
def test_a_method_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch, name: str):
    for owner in _WorkflowInstanceImpl.__mro__:
        if name in vars(owner):
            monkeypatch.delattr(owner, name)
    with pytest.raises(IncompatibleSdk, match=name):
        HoldfastInterceptor()


@pytest.mark.parametrize("name", HOOKS)
def test_a_method_that_takes_something_else_is_named(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(_WorkflowInstanceImpl, name, lambda self, job, priority: None)
    with pytest.raises(IncompatibleSdk, match=name):
        HoldfastInterceptor()
