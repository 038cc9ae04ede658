#!/usr/bin/env python3
"""Faults on real sockets: 500 calls a second over three servers in a network namespace of their own.

Usage: faults.py [NAME...]; without names, all. Prints `1..N`, for each fault `ok NAME` or `not ok NAME: REASON`, and
then the table. Needs root, iproute2 and nftables. Leaves nothing behind.
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMESPACE = f"toolkit-faults-{os.getpid()}"
HOSTS = ["10.77.0.11", "10.77.0.12", "10.77.0.13"]
PORT = 9001
RATE = 500
WARM_UP = 3  # seconds of load before the fault
ROUND_ROBIN = {"loadBalancingConfig": [{"round_robin": {}}]}
HEALTH = {**ROUND_ROBIN, "healthCheckConfig": {"serviceName": ""}}
OUTLIERS = {
    "loadBalancingConfig": [{
        "outlier_detection_experimental": {
            "interval": "1s",
            "failurePercentageEjection": {"minimumHosts": 3, "requestVolume": 50},
            "childPolicy": [{"round_robin": {}}],
        }
    }]
}
JAVA_OPTS = "-Xmx128m -XX:+UseSerialGC"
LOG = open(os.environ.get("FAULTS_LOG", os.devnull), "a")  # what the programs say of errors


def run(*command):
    subprocess.run(["ip", "netns", "exec", NAMESPACE, *command], check=True, stdout=subprocess.DEVNULL)


def start(program, *arguments, **options):
    environment = {**os.environ, "JAVA_OPTS": JAVA_OPTS}
    return subprocess.Popen(
        ["ip", "netns", "exec", NAMESPACE, f"{ROOT}/benchmarks/{program}", *arguments],
        stdout=subprocess.PIPE, stderr=LOG, text=True, env=environment, **options)


class Server:
    """One of the three; it drains when it is asked to end."""

    def __init__(self, host, flags):
        self.host, self.flags, self.process = host, flags, None

    def start(self):
        self.process = start(
            "echo-server", "--host", self.host, "--port", str(PORT), "--transport", "nio", *self.flags,
            stdin=subprocess.PIPE)
        self.expect("listening")

    def expect(self, word):
        line = self.process.stdout.readline()
        if not line.startswith(word):
            raise RuntimeError(f"the server on {self.host} said {line!r} instead of {word}")

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        self.expect("done")

    def send(self, number):
        self.process.send_signal(number)

    def end(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdin.close()
        self.process.stdout.close()


class Load:
    """The client's lines, with the time since the fault."""

    def __init__(self, seconds, config, flags):
        self.lines = []
        self.begun = threading.Event()
        target = "static:///" + ",".join(f"{host}:{PORT}" for host in HOSTS)
        self.process = start(
            "load-client", "--target", target, "--service_config_json", json.dumps(config), "--rate", str(RATE),
            "--seconds", str(WARM_UP + seconds), *flags)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))
            self.begun.set()

    def now(self):
        return self.lines[-1]["t"]

    def end(self):
        self.process.wait(60)
        self.reader.join(10)


class Result:
    """What the lines say."""

    def __init__(self, lines, fault_at):
        self.calls = sum(line["ok"] + line["failed"] for line in lines)
        self.failed = sum(line["failed"] for line in lines)
        self.codes = {}
        for line in lines:
            for code, count in line["codes"].items():
                self.codes[code] = self.codes.get(code, 0) + count
        failures = [line["t"] for line in lines if line["failed"]]
        self.last_failure = max(0, failures[-1] - fault_at) if failures else 0
        self.gap = longest_gap([line for line in lines if line["t"] > fault_at - 0.5])
        self.after = [line for line in lines if line["t"] > fault_at + 1.5]

    def answers(self, host):
        return sum(line["endpoints"].get(f"{host}:{PORT}", 0) for line in self.after)


def longest_gap(lines):
    longest = current = 0.0
    for line in lines:
        current = 0.0 if line["ok"] else current + 0.1
        longest = max(longest, current)
    return longest


def rolling_restart(servers):
    for server in servers:
        server.end(signal.SIGTERM)
        server.start()
        time.sleep(1)


def crash(servers):
    servers[0].end()
    time.sleep(2)
    servers[0].start()


def freeze(servers):
    servers[0].send(signal.SIGSTOP)
    time.sleep(6)
    servers[0].send(signal.SIGCONT)


def drop_packets(servers):
    run("nft", "add", "table", "inet", "faults")
    run("nft", "add", "chain", "inet", "faults", "out", "{ type filter hook output priority 0; }")
    for side in ("saddr", "daddr"):
        run("nft", "add", "rule", "inet", "faults", "out", "ip", side, servers[0].host, "drop")
    time.sleep(6)
    run("nft", "delete", "table", "inet", "faults")


def reset_connections(servers):
    for server in [*servers, servers[0]]:
        run("nft", "add", "table", "inet", "faults")
        run("nft", "add", "chain", "inet", "faults", "out", "{ type filter hook output priority 0; }")
        run("nft", "add", "rule", "inet", "faults", "out", "ip", "daddr", server.host, "tcp", "dport", str(PORT),
            "reject", "with", "tcp", "reset")
        time.sleep(0.3)
        run("nft", "delete", "table", "inet", "faults")
        time.sleep(0.9)


def fail_calls(servers):
    servers[0].tell("fail UNAVAILABLE")
    time.sleep(6)


def stop_serving(servers):
    servers[0].tell("health NOT_SERVING")
    time.sleep(5)


def go_on(servers):
    time.sleep(6)


def all_gone(servers):
    for server in servers:
        server.end()
    time.sleep(3)
    for server in servers:
        server.start()


class Fault:
    """One row: what happens, to which servers and client, and what may be lost.

    A server that is killed loses the calls that are there at that moment: whether it processed them can't be known, so
    that nobody may send them again without a retry policy.
    """

    def __init__(self, name, happens, seconds, **more):
        self.name, self.happens, self.seconds = name, happens, seconds
        self.config = more.get("config", ROUND_ROBIN)
        self.server = more.get("server", [])
        self.client = more.get("client", ["--timeout_ms", "5000"])
        self.max_failed = more.get("max_failed")
        self.last_failure = more.get("last_failure")
        self.avoided = more.get("avoided", False)

    def play(self):
        servers = [Server(host, self.server) for host in HOSTS]
        try:
            for server in servers:
                server.start()
            load = Load(self.seconds, self.config, self.client)
            load.begun.wait(60)
            time.sleep(WARM_UP)
            fault_at = load.now()
            self.happens(servers)
            load.end()
            return Result(load.lines, fault_at), servers
        finally:
            for server in servers:
                if server.process.poll() is None:
                    server.end()

    def wrong(self, result):
        """Why the result is not what it must be; None if it is."""
        expected = RATE * (WARM_UP + self.seconds)
        if result.calls != expected:
            return f"{result.calls} calls, expected {expected}"
        if self.max_failed is not None and result.failed > self.max_failed:
            return f"{result.failed} calls failed ({result.codes}), at most {self.max_failed} may"
        if self.last_failure is not None and result.last_failure > self.last_failure:
            return f"the last call failed {result.last_failure:.1f} s after the fault, at most {self.last_failure} s"
        if self.avoided and result.answers(HOSTS[0]) > 0:
            return f"{result.answers(HOSTS[0])} calls went to {HOSTS[0]} later than 1.5 s after the fault"
        return None


FAULTS = [
    Fault("rolling-restart", rolling_restart, 12, max_failed=0),
    Fault("crash", crash, 6, max_failed=3, last_failure=0.3),
    Fault("frozen", freeze, 9, last_failure=2.5, client=["--timeout_ms", "1000"]),
    Fault("frozen-keepalive-100ms", freeze, 9, last_failure=0.8, server=["--min-ping-interval-ms", "50"],
          client=["--timeout_ms", "1000", "--keepalive_ms", "100", "--keepalive_timeout_ms", "200"]),
    Fault("packets-dropped", drop_packets, 9, last_failure=2.5, client=["--timeout_ms", "1000"]),
    Fault("connections-reset", reset_connections, 7, max_failed=12),
    Fault("one-fails-every-call", fail_calls, 7, config=OUTLIERS, last_failure=2.5),
    Fault("not-serving", stop_serving, 5, config=HEALTH, max_failed=0, avoided=True),
    Fault("connection-age-2s", go_on, 6, server=["--max-age-ms", "2000"], max_failed=0),
    Fault("four-streams", go_on, 6, server=["--max-streams", "4", "--delay-ms", "15"], max_failed=0),
    Fault("all-gone-3s", all_gone, 12, last_failure=8),
    Fault("all-gone-3s-wait-for-ready", all_gone, 12, last_failure=0.5,
          client=["--timeout_ms", "10000", "--wait_for_ready"]),
]


def main(names):
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    print(f"1..{len(chosen)}", flush=True)
    rows = []
    for fault in chosen:
        result, _ = fault.play()
        wrong = fault.wrong(result)
        print(f"ok {fault.name}" if wrong is None else f"not ok {fault.name}: {wrong}", flush=True)
        codes = " ".join(f"{code} {count}" for code, count in sorted(result.codes.items()))
        rows.append((fault.name, result.calls, result.failed, codes, f"{result.gap:.1f} s",
                     f"{result.last_failure:.1f} s" if result.failed else ""))
    print(f"\n{'fault':28} {'calls':>6} {'failed':>6}  {'longest gap':>11}  {'last failure':>12}  codes")
    for name, calls, failed, codes, gap, last in rows:
        print(f"{name:28} {calls:>6} {failed:>6}  {gap:>11}  {last:>12}  {codes}")


if __name__ == "__main__":
    subprocess.run(["bash", "-ec", f"ROOT={ROOT}; . $ROOT/benchmarks/java.sh; build benchmarks"], check=True)
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    try:
        run("ip", "link", "set", "lo", "up")
        for address in HOSTS:
            run("ip", "address", "add", f"{address}/32", "dev", "lo")
        main(sys.argv[1:])
    finally:
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=True)
