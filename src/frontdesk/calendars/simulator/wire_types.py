"""The one shape of everything that goes over the wire."""

Json = dict[str, object]
