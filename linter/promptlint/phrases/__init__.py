"""The project's own checks, written as ``[[phrases]]`` into its configuration: each becomes a rule like any other."""
