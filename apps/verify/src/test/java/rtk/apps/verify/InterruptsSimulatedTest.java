package rtk.apps.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.apps.scenario.CostProfiles;
import rtk.apps.testkit.RtkWorld;
import rtk.apps.verify.bound.Interrupts;
import rtk.apps.verify.bound.Load;
import rtk.apps.verify.generate.SeedStream;
import rtk.board.hw.IrqLine;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.CostProfile;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;

/// Interrupts with handlers and threads beside tasks, simulated and bounded, with what a kernel takes.
final class InterruptsSimulatedTest {
    private static final int SYSTEMS = Integer.getInteger("rtk.systems", 500) / 10;
    private static final long FIRST = Long.getLong("rtk.systems.first", 1);
    private static final long RUN_NS = 3_000_000;
    private static final CostProfile PROFILE = CostProfiles.named("cortex-a9-1ghz");

    private static long ns(CostItem item) { return PROFILE.costNs(item); }

    private static final long CALL_NS = ns(CostItem.CALL_ENTRY) + ns(CostItem.CALL_SERVICE) + ns(CostItem.CALL_EXIT);
    private static final long SWITCH_NS = ns(CostItem.PROCESS_SWITCH);
    private static final long ENTRY_NS = ns(CostItem.INTERRUPT_ENTRY);
    private static final long EXIT_NS = ns(CostItem.INTERRUPT_EXIT);
    private static final long EXPIRY_NS = ns(CostItem.TIMER_EXPIRY);

    /// @param timers that may expire in one interrupt
    private static Interrupts.Costs costs(int timers) {
        long call = ns(CostItem.CALL_ENTRY) + ns(CostItem.CALL_SERVICE);
        return new Interrupts.Costs(ENTRY_NS, EXIT_NS,
                Math.max(Math.max(call, SWITCH_NS), ENTRY_NS + timers * EXPIRY_NS + EXIT_NS), true);
    }

    /// @param busyNs of the thread, for each interrupt
    private record Driver(Interrupts.Line line, int priority, long busyNs) {}

    private record Task(int priority, long wcetNs, long periodNs) {
        /// With sleeping, waking, and two switches.
        Load load() { return Load.of(priority, wcetNs + CALL_NS + 2 * SWITCH_NS, periodNs); }
    }

    private static List<Driver> drivers(SeedStream random) {
        var drivers = new ArrayList<Driver>();
        int n = (int) random.between(1, 4);
        for (int i = 0; i < n; i++) {
            long period = random.between(80, 400) * 1_000;
            drivers.add(
                    new Driver(new Interrupts.Line((int) random.between(1, 3), period, 0, random.between(100, 6_000), 0), 60 - i,
                            random.between(100, 8_000)));
        }
        return drivers;
    }

    private static List<Task> tasks(SeedStream random) {
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < random.between(1, 3); i++) {
            long period = random.between(100, 500) * 1_000;
            tasks.add(new Task((int) random.between(0, 1) * 15 + 50 - 2 * i, random.between(1_000, period / 5), period));
        }
        return tasks;
    }

    private static void start(RtkWorld world, Driver driver, int index, SeedStream random) {
        IrqLine line = world.board().newLine(world.board().world().device("dev" + index, "test", 0));
        world.board().interrupts().setPriority(0, line.irq(), 128 - 16 * driver.line().urgency());
        for (long at = 100_000 + random.between(0, 50_000); at < RUN_NS; at += driver.line().periodNs()
                + random.between(0, 900)) {
            world.at(at, () -> line.set(true));
        }
        world.at(0, "drv" + index, driver.priority(), k -> serve(k, driver, line));
    }

    private static void serve(KernelCalls k, Driver driver, IrqLine line) {
        k.interruptAttach(line.irq(), isr -> {
            isr.compute(driver.line().handlerNs());
            line.set(false);
            return new SigEvent.Intr();
        });
        for (;;) {
            k.interruptWait();
            k.compute(driver.busyNs());
        }
    }

    private static void work(KernelCalls k, Task task, long offsetNs) {
        for (long at = 100_000 + offsetNs;; at += task.periodNs()) {
            k.sleepUntil(at);
            k.compute(task.wcetNs());
        }
    }

    @Test
    void noHandlerAndNoThreadIsLaterThanItsBound() {
        var latencies = new ArrayList<Double>();
        var threads = new ArrayList<Double>();
        for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
            var random = new SeedStream(seed);
            List<Driver> drivers = drivers(random);
            List<Task> tasks = tasks(random);
            var lines = new ArrayList<>(drivers.stream().map(Driver::line).toList());
            // The timer, by default as urgent as 128 says; one line for each task that it wakes.
            for (Task task : tasks) lines.add(new Interrupts.Line(0, task.periodNs(), 0, 0, EXPIRY_NS));
            var interrupts = new Interrupts(lines, costs(tasks.size()));
            try (var world = new RtkWorld(KernelConfig.DEFAULT.costs(PROFILE), 1, seed)) {
                for (int i = 0; i < drivers.size(); i++) start(world, drivers.get(i), i, random);
                for (Task task : tasks) {
                    long offset = random.between(0, 40_000);
                    world.at(0, "task" + task, task.priority(), k -> work(k, task, offset));
                }
                world.run(RUN_NS);
                for (int i = 0; i < drivers.size(); i++) {
                    long latency = interrupts.latencyNs(i);
                    long simulated = world.latency("irq dev" + i, "isr dev" + i).max();
                    assertTrue(simulated <= latency,
                            "seed " + seed + " line " + i + ": " + simulated + " > " + latency + drivers + tasks);
                    latencies.add(100.0 * simulated / latency);
                    long bound = threadBound(interrupts, drivers, tasks, i);
                    if (bound < 0) continue;
                    long woken = world.latency("irq dev" + i, "run drv" + i).max();
                    assertTrue(woken <= bound, "seed " + seed + " thread " + i + ": " + woken + " > " + bound + drivers + tasks);
                    threads.add(100.0 * woken / bound);
                }
            }
        }
        print("interrupt latency", latencies);
        print("interrupt-thread latency", threads);
        assertTrue(threads.size() > SYSTEMS);
    }

    private static long threadBound(Interrupts interrupts, List<Driver> drivers, List<Task> tasks, int index) {
        Driver own = drivers.get(index);
        var above = new ArrayList<Load>();
        for (Task task : tasks) if (task.priority() >= own.priority()) above.add(task.load());
        for (int i = 0; i < drivers.size(); i++) {
            Driver other = drivers.get(i);
            if (i == index || other.priority() < own.priority()) continue;
            above.add(Load.of(1, other.busyNs() + CALL_NS + 2 * SWITCH_NS, other.line().periodNs()));
        }
        return interrupts.threadLatencyNs(index, SWITCH_NS + ns(CostItem.CALL_EXIT), own.busyNs() + CALL_NS + SWITCH_NS, above,
                0);
    }

    private static void print(String what, List<Double> gaps) {
        gaps.sort(null);
        System.out.printf("%s: %d bounds; simulated of bound: median %.1f %%, p5 %.1f %%%n", what, gaps.size(),
                gaps.get(gaps.size() / 2),
                gaps.get(gaps.size() / 20));
    }

    /// By hand. Urgent: 10 of masking, then 2 of entry. Slow: 10 of masking, the urgent one with 2 + 5 + 3, then 2. Thread of the slow one: 10,
    /// 10 of the urgent, 2 + 20 + 3 of its own, and 4 to wake.
    @Test
    void latenciesAddUp() {
        var interrupts = new Interrupts(List.of(new Interrupts.Line(2, 1_000, 0, 5, 0), new Interrupts.Line(1, 1_000, 0, 20, 0)),
                new Interrupts.Costs(2, 3, 10, true));

        assertEquals(10 + 2, interrupts.latencyNs(0));
        assertEquals(10 + 10 + 2, interrupts.latencyNs(1));
        assertEquals(10 + 10 + 25 + 4, interrupts.threadLatencyNs(1, 4, 100, List.of(), 0));
        assertEquals(25 + 2, new Interrupts(interruptsOf(), new Interrupts.Costs(2, 3, 10, false)).latencyNs(0));
    }

    private static List<Interrupts.Line> interruptsOf() {
        return List.of(new Interrupts.Line(2, 1_000, 0, 5, 0), new Interrupts.Line(1, 1_000, 0, 20, 0));
    }
}
