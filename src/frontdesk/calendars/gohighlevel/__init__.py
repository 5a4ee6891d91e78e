"""GoHighLevel: the vendor stops at the edge of this folder."""
