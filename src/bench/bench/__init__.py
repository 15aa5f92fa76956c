"""Holdfast beside its peers, on this machine: `python -m bench savers`."""
