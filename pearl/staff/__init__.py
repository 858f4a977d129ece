"""The clinic's staff at the desk: who may sign in, what each may do, and who did what."""
