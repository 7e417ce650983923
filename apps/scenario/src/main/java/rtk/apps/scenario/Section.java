package rtk.apps.scenario;

import java.util.List;

/// The sections of a scenario file with the keys each knows. The published schema says the same; a test compares.
enum Section {
    SCENARIO("scenario", "seed", "duration", "board", "boards", "kernel", "processes", "boot", "ha", "tasks", "mutexes",
            "messages",
            "stimuli",
            "faults", "cables", "paths", "require", "class-path", "extends", "set"),
    BOARD("model", "cpus", "costs", "clock-drift", "interference", "can", "uart", "parts"),
    CAN("bitrate", "data-bitrate", "address", "irq"),
    UART("baud", "fifo", "address", "irq"),
    PART("part", "clock", "drift", "address", "irq"),
    KERNEL("tick", "timers", "version", "clusters", "partitions", "window", "free-time", "bankruptcy",
            "sporadic", "sporadic-check", "privileged-from", "above-range"),
    PARTITION("name", "budget", "max", "critical"),
    PROCESS("name", "program", "priority", "policy", "args", "board", "cpus", "partition", "low-priority",
            "budget", "replenish", "max-replenishments"),
    TASK("name",
            "period", "offset", "jitter", "bcet", "wcet", "deadline", "priority", "on-miss",
            "locks", "cpus", "partition", "policy", "low-priority", "budget", "replenish", "max-replenishments", "delays",
            "executions"),
    LOCK("mutex", "after", "for"),
    MUTEX("name", "protocol", "ceiling"),
    MESSAGE("name", "bus",
            "id", "extended", "fd", "dlc", "period", "offset", "jitter", "data", "deadline",
            "length"),
    STIMULUS("can-replay", "uart-feed", "uart-dialogue", "drive-cycle", "press", "file", "uart", "interface", "speed", "rounds",
            "delay",
            "identifiers", "format", "timing", "pin", "at", "for", "bounces"),
    FAULT("bus", "kind", "at", "for", "node", "frame", "bit", "one-in", "id", "extended", "part", "count", "by", "each", "board",
            "core", "speed", "drift", "seconds", "memory",
            "offset", "bytes", "process", "signal"),
    CABLE("from", "to"),
    HA("watch", "on", "do", "board"),
    HA_ACTION("do", "else"),
    PATH("name", "from",
            "to"),
    COSTS("profile", "platform", "items"),
    COST("ns", "source");

    private final List<String> keys;

    Section(String... keys) { this.keys = List.of(keys); }

    List<String> keys() { return keys; }
}
