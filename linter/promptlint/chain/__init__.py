"""Chains: a shot that is longer than its model holds the subject becomes several, each from the last frame before."""

from promptlint.chain.make import Chain, make_chain
from promptlint.chain.plan import Plan, Planned, is_too_long
from promptlint.chain.room import NoChain

__all__ = ["Chain", "NoChain", "Plan", "Planned", "is_too_long", "make_chain"]
