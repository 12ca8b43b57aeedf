"""Chains: a shot that is longer than its model holds the subject becomes several, each from the last frame before."""

from promptlint.chain.make import Chain, make_chain
from promptlint.chain.plan import Plan, Planned, can_be_split
from promptlint.chain.room import NoChain

__all__ = ["Chain", "NoChain", "Plan", "Planned", "can_be_split", "make_chain"]
