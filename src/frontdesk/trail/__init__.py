"""WHO DID WHAT: the append-only trail of a sub-account, written in the transaction of each change."""
