"""One machine, one command: the embedded database, the preparations and the supervisor behind `make run`.

A *home* (TRDCRM_HOME, `var/` unless told otherwise) holds everything that a copy of the site owns: its
database, uploaded files, queue, secrets and logs. Nothing in this package imports Django at module level, so that
it can start the database before the settings are read.
"""
