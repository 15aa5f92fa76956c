"""Bytes on disk when Holdfast's server forgets: started again and again, or with a cache far too small."""
