"""Where slow work is done: in this process, in several of this machine, or on a cluster, all through one interface."""

from promptlint.workers.choice import workers_for
from promptlint.workers.work import HERE, ExecutorError, Failure, Job, Load, Task, Workers

__all__ = ["HERE", "ExecutorError", "Failure", "Job", "Load", "Task", "Workers", "workers_for"]
