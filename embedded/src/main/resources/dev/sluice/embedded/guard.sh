# Runs a server in a session of its own and ends it when standard input ends: that pipe is held by the JVM that asked for
# the server, and the kernel closes it however that JVM dies.
#
# usage: guard <signal> <grace seconds> <log file> <command> [argument ...]
# prints the server's pid and exits with its exit code
signal=$1 grace=$2 log=$3
shift 3
exec 3<&0
# In the background setsid execs without forking, so $! is the server itself. It gets the pipe as well: a JVM watches it.
setsid "$@" <&3 3<&- >>"$log" 2>&1 &
server=$!
echo "$server"
# Nobody reads what comes after the pid; keeping the pipe open would only keep its reader waiting.
exec >/dev/null 2>&1
{
    # Built-ins only: a cat or a long sleep would be left behind when this subshell is killed.
    while read -r _ <&3; do :; done
    kill -"$signal" "$server"
    ticks=$((grace * 10))
    while [ "$ticks" -gt 0 ] && kill -0 "$server"; do
        sleep 0.1
        ticks=$((ticks - 1))
    done
    kill -KILL -"$server"
} &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill "$watcher"
exit "$status"
