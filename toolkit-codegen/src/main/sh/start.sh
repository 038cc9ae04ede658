#!/bin/sh
# Starts the jar that follows this script in the same file. Needs Java 17 or later.
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -jar "$0" "$@"
