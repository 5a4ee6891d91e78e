"""LATER: work that outlives the request."""
