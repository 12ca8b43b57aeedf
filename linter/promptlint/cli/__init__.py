"""The command line: arguments only. One module a command, imported when the command is given."""
