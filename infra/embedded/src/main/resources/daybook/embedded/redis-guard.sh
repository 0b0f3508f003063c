#!/bin/sh
# Runs a server that ends when the program that started it does, however that ends.
#
#   redis-guard.sh start COMMAND...
#
# Standard input is a pipe from that program, and nobody ever writes to it: the system closes it
# when the program is gone, and a watcher that reads from it then ends the server. The server runs
# under the process id of this script, so the program knows it from the beginning.

# First in a session of its own, so that Ctrl-C in a terminal goes to the program alone, which ends
# the server in its own time. Where no tool for that is found the server gets it as well.
if [ "$1" = start ]; then
  shift
  if command -v setsid >/dev/null 2>&1; then
    exec setsid /bin/sh "$0" guarded "$@"
  elif command -v perl >/dev/null 2>&1; then
    exec perl -e 'use POSIX (); POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 126' \
      /bin/sh "$0" guarded "$@"
  fi
  set -- guarded "$@"
fi
shift

exec 3<&0
server=$$
# The outer brackets end at once, so the watcher is no child of the server: Redis waits for its
# children and would take note of a strange one.
(
  (
    trap '' INT HUP TERM
    read -r _ <&3
    # In ten seconds Redis writes out what it holds; after that it is stuck.
    kill -TERM "$server" || exit 0
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      sleep 1
      kill -0 "$server" || exit 0
    done
    kill -KILL "$server"
  ) </dev/null >/dev/null 2>&1 &
)
exec 3<&-
exec "$@" </dev/null
