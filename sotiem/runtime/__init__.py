"""How the program runs on one machine: database, web server, worker, command line."""
