"""HTTP only: how a request becomes an ask and an outcome an answer. No decision is taken here."""
