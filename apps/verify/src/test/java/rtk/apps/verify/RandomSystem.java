package rtk.apps.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rtk.apps.verify.generate.SeedStream;
import rtk.apps.verify.generate.Utilisations;

/// Small random scenarios whose worst cases come soon, by family and seed.
final class RandomSystem {
    /// What is in them.
    enum Family {
        /// Independent tasks that start together: the first busy period is the worst case.
        SYNCHRONOUS,
        /// Jitter, offsets, execution times, deadlines beyond periods, equal priorities.
        LOOSE,
        /// Mutexes with inheritance and ceilings, nested too.
        LOCKS,
        /// As LOOSE and LOCKS, with a kernel that takes time.
        COSTS,
        /// Round robin among equals, budgets, timers that expire at ticks.
        POLICIES,
        /// Two cores, each task on one of them.
        CORES,
        /// CAN and CAN FD.
        BUS
    }

    private static final String[] PERIODS = {"100us", "200us", "250us", "400us", "500us", "800us", "1ms", "2ms", "1300us",
        "700us"};

    private final SeedStream random;
    private final Family family;
    private final StringBuilder text = new StringBuilder();

    private RandomSystem(Family family, long seed) {
        this.family = family;
        random = new SeedStream(seed * 31 + family.ordinal());
    }

    /// The scenario file of a seed.
    static String of(Family family, long seed) { return new RandomSystem(family, seed).write(seed); }

    private String write(long seed) {
        text.append("scenario: ").append(family.name().toLowerCase(Locale.ROOT)).append('-').append(seed).append('\n');
        text.append("seed: ").append(seed).append("\nduration: 5ms\n");
        if (family == Family.BUS) {
            bus();
            return text.toString();
        }
        boolean costs = family == Family.COSTS || (family == Family.POLICIES && random.chance(50));
        if (costs) text.append("board: { costs: cortex-a9-1ghz }\n");
        if (family == Family.POLICIES && random.chance(40)) text.append("kernel: { timers: tick, tick: 100us }\n");
        boolean locks = family == Family.LOCKS || (family == Family.COSTS && random.chance(60));
        if (family == Family.CORES)
            text.append("board: { cpus: 2").append(random.chance(60) ? ", costs: cortex-a9-1ghz" : "").append(" }\n");
        tasks(locks);
        return text.toString();
    }

    private void tasks(boolean locks) {
        int n = (int) random.between(2, 6);
        double utilisation = random.between(40, family == Family.COSTS ? 80 : 97) / 100.0;
        double[] shares = Utilisations.UUNIFAST.split(n, utilisation, random);
        int mutexes = locks ? (int) random.between(1, 3) : 0;
        text.append("tasks:\n");
        for (int i = 0; i < n; i++) {
            String period = PERIODS[(int) random.between(0, PERIODS.length - 1)];
            long periodUs = period.endsWith("us")
                    ? Long.parseLong(period.replace("us", ""))
                    : 1000 * Long.parseLong(period.replace("ms", ""));
            long wcetNs = Math.max(1000, (long) (shares[i] * periodUs * 1000));
            text.append("  - { name: t").append(i).append(", period: ").append(period).append(", wcet: ").append(wcetNs)
                    .append("ns");
            boolean loose = family != Family.SYNCHRONOUS;
            text.append(", priority: ").append(loose && random.chance(40) ? 20 : 30 - i);
            if (loose && random.chance(50)) text.append(", bcet: ").append(random.between(1, wcetNs)).append("ns");
            if (loose && random.chance(40)) text.append(", jitter: ").append(random.between(1, 2 * periodUs)).append("us");
            if (loose && random.chance(40)) text.append(", offset: ").append(random.between(1, periodUs)).append("us");
            if (family == Family.POLICIES) policy(periodUs);
            if (family == Family.CORES) text.append(", cpus: ").append(random.between(0, 1));
            if (mutexes > 0 && random.chance(70)) locks(wcetNs, mutexes);
            text.append(" }\n");
        }
        if (mutexes > 0) text.append("mutexes:\n");
        for (int m = 0; m < mutexes; m++) {
            text.append("  - { name: m").append(m).append(", protocol: ").append(random.chance(60) ? "inherit" : "ceiling")
                    .append(" }\n");
        }
    }

    private void policy(long periodUs) {
        int kind = (int) random.between(0, 2);
        if (kind == 0) text.append(", policy: rr");
        if (kind == 1) {
            text.append(", policy: sporadic, budget: ").append(random.between(1, periodUs)).append("us, replenish: ")
                    .append(random.between(periodUs, 2 * periodUs)).append("us, low-priority: ").append(random.between(1, 15));
        }
    }

    /// Sections after one another; sometimes one more of a higher number inside, so that no circle can come about.
    private void locks(long wcetNs, int mutexes) {
        List<String> locks = new ArrayList<>();
        long at = random.between(0, wcetNs / 3);
        int outer = (int) random.between(0, mutexes - 1);
        long length = random.between(1, Math.max(1, (wcetNs - at) / 2));
        locks.add("{ mutex: m" + outer + ", after: " + at + "ns, for: " + length + "ns }");
        if (outer + 1 < mutexes && length > 2 && random.chance(40)) {
            long inside = random.between(0, length / 2);
            locks.add("{ mutex: m" + random.between(outer + 1, mutexes - 1) + ", after: " + (at + inside) + "ns, for: "
                    + random.between(1, length - inside) + "ns }");
        }
        long after = at + length;
        if (after < wcetNs && random.chance(40)) {
            locks.add("{ mutex: m" + random.between(0, mutexes - 1) + ", after: " + after + "ns, for: "
                    + random.between(1, wcetNs - after) + "ns }");
        }
        text.append(", locks: ").append(locks.toString());
    }

    private void bus() {
        boolean fd = random.chance(30);
        text.append("board: { can: { can0: { bitrate: ").append(random.chance(50) ? "500k" : "1M")
                .append(fd ? ", data-bitrate: 2M" : "")
                .append(" } } }\nmessages:\n");
        int n = (int) random.between(2, 12);
        boolean worst = random.chance(60);
        for (int i = 0; i < n; i++) {
            boolean extended = random.chance(20);
            boolean flexible = fd && random.chance(50);
            text.append("  - { name: m").append(i).append(", id: ")
                    .append(extended ? 0x1000 * i + 5 : 0x100 + random.between(0, 15) * 16 + i)
                    .append(extended ? ", extended: true" : "").append(flexible ? ", fd: true" : "").append(", dlc: ")
                    .append(random.between(0, flexible ? 12 : 8)).append(", period: ").append(random.between(n, 5L * n))
                    .append("00us");
            if (worst) text.append(", length: worst");
            if (random.chance(40)) text.append(", jitter: ").append(random.between(1, 2000)).append("us");
            if (random.chance(40)) text.append(", offset: ").append(random.between(1, 2000)).append("us");
            text.append(" }\n");
        }
    }
}
