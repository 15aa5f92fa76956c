"""An agent whose memory is Holdfast: `python -m demo`."""
