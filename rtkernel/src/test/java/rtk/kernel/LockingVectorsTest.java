package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static rtk.kernel.Sync.errnoOf;
import static rtk.kernel.Sync.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MutexAttr;
import rtk.kernel.api.MutexProtocol;

/// Published tests and examples of priority inheritance and ceilings, read from their files. Where QNX differs the test says why.
class LockingVectorsTest {
    private static Object file(String name) { return Vectors.read("D_locking_servers/" + name); }

    private static String text(Object value, Object... path) { return (String) Vectors.at(value, path); }

    // D01, Zephyr: lower number = more important there.

    private static final Pattern WAITS = Pattern.compile("T(\\d+) waits on (M\\d) \\((forever|timeout (\\d+) s)\\)");
    private static final Pattern LOCKS = Pattern.compile("main (?:\\(prio \\d+\\) )?locks (M\\d)");

    private static long seconds(Object value) { return Math.round(((Number) value).doubleValue() * 1e9); }

    @Test
    @Rule({"M2", "M4"})
    void vectorD01OneOwnerFourMutexesAndWaitersThatTimeOut() {
        Object vector = file("D01_zephyr_priority_inheritance_timeline.json");
        var outcomes = new TreeMap<String, String>();
        var priorities = new ArrayList<Long>();
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", qnx(Vectors.number(vector, "inputs", "owner", "base_priority")), k -> {
                var mutexes = new TreeMap<String, Integer>();
                for (int i = 1; i <= 4; i++) mutexes.put("M" + i, k.mutexCreate("M" + i, MutexAttr.DEFAULT));
                for (Object step : Vectors.list(vector, "inputs", "timeline")) {
                    Matcher waits = WAITS.matcher(text(step, "event"));
                    if (waits.matches()) waiter(run, k, mutexes, waits, seconds(Vectors.at(step, "t")), outcomes);
                }
                owner(vector, k, mutexes, priorities);
                k.sleep(Ns.s(1));
            });
            run.run(8_000);
        }

        var expected = new ArrayList<Long>();
        for (Object check : Vectors.list(vector, "expected", "owner_effective_priority"))
            expected.add(Vectors.number(check, "prio"));
        assertEquals(expected, priorities);
        assertEquals(6, outcomes.size());
        outcomes.forEach((name, outcome) -> {
            String published = text(vector, "expected", "outcomes", name);
            assertTrue(published.startsWith(outcome), name + " " + outcome + ", published: " + published);
        });
    }

    private static int qnx(long priority) { return Math.toIntExact(64 - priority); }

    private static void waiter(TestWorld run, KernelCalls k, TreeMap<String, Integer> mutexes, Matcher waits, long atNs,
            TreeMap<String, String> outcomes) {
        String name = "T" + waits.group(1);
        String mutex = waits.group(2);
        long untilNs = waits.group(4) == null ? Ns.NEVER : atNs + Ns.s(Long.parseLong(waits.group(4)));
        thread(run, k, name, qnx(Long.parseLong(waits.group(1))), () -> {
            k.sleepUntil(atNs);
            if (name.equals("T9")) assertFalse(k.mutexTrylock(mutexes.get(mutex)));
            boolean gets = errnoOf(() -> k.mutexTimedlock(mutexes.get(mutex), untilNs)) == Errno.EOK;
            outcomes.put(name, String.format(Locale.ROOT, "%s at %.1f", gets ? "gets " + mutex : "timeout", k.nowNs() / 1e9));
            if (gets) k.mutexUnlock(mutexes.get(mutex));
        });
    }

    /// Locks at the times of the timeline, looks at its priority when the file does, unlocks where the file looks after that.
    private static void owner(Object vector, KernelCalls k, TreeMap<String, Integer> mutexes, List<Long> priorities) {
        var locks = new TreeMap<Long, String>();
        for (Object step : Vectors.list(vector, "inputs", "timeline")) {
            Matcher matcher = LOCKS.matcher(text(step, "event"));
            if (matcher.matches()) locks.put(seconds(Vectors.at(step, "t")), matcher.group(1));
        }
        for (Object check : Vectors.list(vector, "expected", "owner_effective_priority")) {
            String[] after = text(check, "after").split(" ");
            if (after[0].equals("unlock")) {
                k.mutexUnlock(mutexes.get(after[1]));
            } else {
                long atNs = Math.round(Double.parseDouble(after[0]) * 1e9);
                while (!locks.isEmpty() && locks.firstKey() < atNs) {
                    k.sleepUntil(locks.firstKey());
                    k.mutexLock(mutexes.get(locks.pollFirstEntry().getValue()));
                }
                k.sleepUntil(atNs);
            }
            priorities.add(64L - k.priority());
        }
    }

    // D03, Buttazzo. Not numeric: the order of events.

    /// t1 = 1 ms: tau2 preempts tau3 in its section; t2 = 3: tau2 blocks on b; t3 = 4: tau1; t4 = 5: tau1 blocks on a; t5 = 6: tau3
    /// leaves b; t6 = 7: tau2 leaves a.
    @ParameterizedTest
    @EnumSource
    @Rule({"M2", "14.31"})
    void vectorD03TransitiveInheritance(CoroutineKind kind) {
        assertEquals("Fig 7.10 transitive inheritance",
                text(file("D03_buttazzo_inheritance_event_orders.json"), "cases", 0, "name"));
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "tau3", 10, k -> {
                int a = k.mutexCreate("a", MutexAttr.DEFAULT);
                int b = k.mutexCreate("b", MutexAttr.DEFAULT);
                int tau3 = k.gettid();
                int[] tau2 = new int[1];
                tau2[0] = thread(run, k, "tau2", 20, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.compute(Ns.ms(1));
                    k.mutexLock(a);
                    k.compute(Ns.ms(1));
                    k.mutexLock(b);
                    run.say("t5 tau3 " + k.schedGet(tau3).curPriority() + ", tau2 " + k.priority());
                    k.mutexUnlock(b);
                    k.compute(Ns.ms(1));
                    k.mutexUnlock(a);
                });
                thread(run, k, "tau1", 30, () -> {
                    k.sleepUntil(Ns.ms(4));
                    run.say("t3 tau3 " + k.schedGet(tau3).curPriority());
                    k.compute(Ns.ms(1));
                    k.mutexLock(a);
                    run.say("t6 tau2 " + k.schedGet(tau2[0]).curPriority());
                    k.compute(Ns.ms(1));
                    k.mutexUnlock(a);
                });
                k.mutexLock(b);
                k.compute(Ns.ms(3));
                run.say("t4 tau3 " + k.priority() + ", tau2 " + k.schedGet(tau2[0]).curPriority());
                k.mutexUnlock(b);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals("""
                    tau3   10 |#--#-#--#
                    tau2   20 |z##mmm#-
                    tau1   30 |zzzz#mm#
                    """, run.timeline(0, 10));
            assertEquals(List.of("4 t3 tau3 20", "6 t4 tau3 30, tau2 30", "6 t5 tau3 10, tau2 30", "7 t6 tau2 20"), run.log);
        }
    }

    /// The book's protocol is the original priority ceiling protocol: tau1 runs up to its lock of the free A and is blocked there by the
    /// ceiling of B. POSIX, and QNX with it, has the immediate one (PTHREAD_PRIO_PROTECT, M5): tau3 runs at P1 from its lock of B on, so
    /// tau1 does not begin before tau3 has left B. What the book says of the rest holds in both: tau1 waits for that section alone, tau2 runs
    /// to its end when tau3 leaves C and is back at P3, tau3 completes last.
    @ParameterizedTest
    @EnumSource
    @Rule("M5")
    void vectorD03CeilingsBlockBeforeTheStartInsteadOfAtTheLock(CoroutineKind kind) {
        Object vector = file("D03_buttazzo_inheritance_event_orders.json");
        assertEquals("P1", text(vector, "cases", 1, "inputs", "ceilings", "B"));
        assertEquals("P2", text(vector, "cases", 1, "inputs", "ceilings", "C"));
        try (var run = new TestWorld(KernelConfig.DEFAULT.coroutines(kind))) {
            run.at(0, "tau3", 10, k -> {
                int a = k.mutexCreate("A", MutexAttr.protect(30));
                int b = k.mutexCreate("B", MutexAttr.protect(30));
                int c = k.mutexCreate("C", MutexAttr.protect(20));
                thread(run, k, "tau2", 20, () -> {
                    k.sleepUntil(Ns.ms(1));
                    k.mutexLock(c);
                    k.compute(Ns.ms(1));
                    k.mutexUnlock(c);
                });
                thread(run, k, "tau1", 30, () -> {
                    k.sleepUntil(Ns.ms(3));
                    for (int mutex : new int[]{a, b}) {
                        k.mutexLock(mutex);
                        k.compute(Ns.ms(1));
                        k.mutexUnlock(mutex);
                    }
                });
                k.mutexLock(c);
                k.compute(Ns.ms(2));
                k.mutexLock(b);
                k.compute(Ns.ms(2));
                k.mutexUnlock(b);
                k.compute(Ns.ms(1));
                k.mutexUnlock(c);
                k.compute(Ns.ms(1));
            });
            run.run(20);

            assertEquals("""
                    tau3   10 |####--#-#
                    tau2   20 |z------#
                    tau1   30 |zzz-##
                    """, run.timeline(0, 10));
        }
    }

    // D10, RTEMS, step by step. Lower number = more important there.

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    @Rule({"M2", "M3", "M4"})
    void vectorD10StepByStep(int number) {
        Object vector = Vectors.at(file("D10a_rtems_priority_inheritance_open.json"), "cases", number);
        Cast.play(cast -> {
            var mutexes = new TreeMap<String, Integer>();
            cast.add("M", 47);
            cast.add("A_1", 49);
            cast.add("A_2_0", 48);
            cast.add("A_2_1", 48);
            for (Object step : Vectors.list(vector, "steps")) perform(cast, mutexes, (TreeMap<?, ?>) step);
        });
    }

    /// RTEMS refuses a lock that would close a circle. QNX documents EDEADLK for locking again what one has, and for nothing else
    /// ([D 57, 59]); POSIX lets both be. So the lock waits here and the circle is in the trace; a timeout takes the place of the refusal.
    private static void perform(Cast cast, TreeMap<String, Integer> mutexes, TreeMap<?, ?> step) {
        String task = (String) step.get("task");
        String name = (String) step.get("mutex");
        if (name != null) mutexes.computeIfAbsent(name, key -> cast.k.mutexCreate(key, MutexAttr.DEFAULT));
        int mutex = name == null ? 0 : mutexes.get(name);
        String what = (String) (step.containsKey("op") ? step.get("op") : step.get("check"));
        switch (what) {
            case "obtain" -> {
                if ("refused: deadlock".equals(step.get("result"))) {
                    cast.tell(task, "obtain " + name, () -> cast.k.mutexTimedlock(mutex, cast.k.nowNs() + Ns.ms(1)));
                    assertEquals(2, cast.circles);
                    cast.k.sleep(Ns.ms(1));
                } else {
                    cast.tell(task, "obtain " + name, () -> cast.k.mutexLock(mutex));
                }
            }
            case "obtain with time-out 2 ticks" ->
                cast.tell(task, "obtain " + name, () -> cast.k.mutexTimedlock(mutex, cast.k.nowNs() + Ns.ms(2)));
            case "release" -> cast.tell(task, "release " + name, () -> cast.k.mutexUnlock(mutex));
            case "set base priority" -> cast.setPriority(task, rtems((Long) step.get("priority")));
            case "wait (longer than the time-out of 2 ticks)" -> cast.k.sleep(Ns.ms(3));
            case "effective priority" -> cast.expectPriorities(task + " " + rtems((Long) step.get("expected")));
            case "operations finished since the last check" -> {
                var expected = new ArrayList<String>();
                for (Object one : (List<?>) step.get("expected")) {
                    List<?> words = (List<?>) one;
                    boolean late = words.get(1).equals("timeout");
                    expected.add(words.get(0) + (late ? " obtain " : " " + words.get(1) + " ") + words.get(2)
                            + (late ? " ETIMEDOUT" : ""));
                }
                assertEquals(expected, cast.done().stream().filter(line -> !line.startsWith("M ")).toList());
            }
            default -> throw new AssertionError("unknown step: " + step);
        }
    }

    private static int rtems(long priority) { return Math.toIntExact(50 - priority); }

    @Test
    @Rule({"M2", "14.31"})
    void vectorD10ATransitiveChainKeepsTheInversionTaskAway() {
        Object vector = Vectors.at(file("D10a_rtems_priority_inheritance_open.json"), "cases", 7);
        Cast.play(cast -> {
            var expected = new ArrayList<String>();
            for (String task : List.of("low", "mid", "high")) {
                cast.add(task, rtems(Vectors.number(vector, "priorities", task)));
                expected.add(task + " " + rtems(Vectors.number(vector, "expected", task)));
            }
            cast.add("inversion", rtems(Vectors.number(vector, "priorities", "inversion")));
            int a = cast.k.mutexCreate("A", MutexAttr.DEFAULT);
            int b = cast.k.mutexCreate("B", MutexAttr.DEFAULT);
            cast.lock("low", a);
            cast.lock("mid", b);
            cast.lock("mid", a);
            cast.lock("high", b);
            cast.expectPriorities(expected.toArray(String[]::new));
            cast.done();
            cast.tell("low", "section", () -> {
                cast.k.compute(Ns.ms(5));
                cast.k.mutexUnlock(a);
            });
            cast.tell("inversion", "run", () -> {});
            cast.k.sleep(Ns.ms(10));

            cast.expect("mid lock", "inversion run", "low section");
        });
    }

    // D11: two published answers to one question.

    /// M2 decides: after unlock the priority is the highest of the thread's own and of those whom it *still* blocks ([D 57] LR
    /// pthread_mutex_unlock). TA02 is blocked by S1 alone, so nothing is left of it while S0 is still held: the immediate rule.
    @Test
    @Rule("M2")
    void vectorD11QnxGivesAnInheritedPriorityBackWithTheMutexThatBroughtIt() {
        Object vector = file("D11_rtems_spsem01_old_rule.json");
        Object immediate = Vectors.at(vector, "expected", "immediate_rule");
        Object old = Vectors.at(vector, "expected", "old_rule_in_spsem01_scn");
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "TA01", qnx(Vectors.number(vector, "inputs", "priorities", "TA01")), k -> {
                int s0 = k.mutexCreate("S0", MutexAttr.DEFAULT);
                int s1 = k.mutexCreate("S1", MutexAttr.DEFAULT);
                k.mutexLock(s0);
                k.mutexLock(s1);
                thread(run, k, "TA02", qnx(Vectors.number(vector, "inputs", "priorities", "TA02")), () -> {
                    k.mutexLock(s1);
                    run.say("TA02 runs");
                });
                assertEquals(qnx(Vectors.number(immediate, "after_TA02_blocks")), k.priority());
                k.mutexUnlock(s1);
                run.say("S1 released");
                assertEquals(qnx(Vectors.number(immediate, "after_release_S1")), k.priority());
                assertFalse(text(old, "after_release_S1").startsWith(String.valueOf(64 - k.priority())));
                k.mutexUnlock(s0);
                assertEquals(qnx(Vectors.number(old, "after_release_S0")), k.priority());
            });
            run.run(10);

            assertEquals(List.of(), run.kernel.failures());
            assertEquals(List.of("0 TA02 runs", "0 S1 released"), run.log);
        }
    }

    // D12, RTEMS: ceilings.

    /// The default ceiling of 254 is that of RTEMS; here a ceiling is always given. Priorities up to 63 in place of 254, 200, 199.
    @Test
    @Rule({"M5", "M6"})
    void vectorD12Ceilings() {
        Object vector = Vectors.at(file("D12_rtems_posix_queue_position_and_ceiling.json"), "cases", 1);
        assertEquals("PRIO_PROTECT", text(vector, "inputs", "protocol"));
        int base = Math.toIntExact(Vectors.number(vector, "inputs", "base"));
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", base, k -> {
                int m = k.mutexCreate("m", MutexAttr.protect(63));
                run.say("setprioceiling returns " + k.mutexSetprioceiling(m, 50));
                k.mutexLock(m);
                run.say("getschedparam while held " + k.schedGet(0).priority());
                run.say("again " + errnoOf(() -> k.mutexLock(m)));
                thread(run, k, "third", 49, () -> {
                    k.sleep(Ns.ms(1));
                    run.say("other: trylock " + k.mutexTrylock(m) + ", unlock " + errnoOf(() -> k.mutexUnlock(m)));
                    k.mutexLock(m);
                    run.say("third acquires at " + k.schedGet(0).priority());
                    k.mutexUnlock(m);
                });
                run.say("destroy " + errnoOf(() -> k.mutexDestroy(m)));
                k.sleep(Ns.ms(2));
                k.mutexUnlock(m);
                int low = k.mutexCreate("low", MutexAttr.protect(base + 1));
                k.mutexLock(low);
                run.say("test_get_priority " + k.schedGet(0).priority() + " running at " + k.priority());
                k.mutexUnlock(low);
                k.setSchedPrio(0, base + 2);
                run.say("above the ceiling " + errnoOf(() -> k.mutexLock(low)));
            });
            run.run(10);

            assertEquals(List.of("0 setprioceiling returns 63", "0 getschedparam while held 2", "0 again EDEADLK",
                    "0 destroy EBUSY",
                    "1 other: trylock false, unlock EPERM", "2 third acquires at 49", "2 test_get_priority 2 running at 3",
                    "2 above the ceiling EINVAL"), run.log);
        }
    }

    // D13, ChibiOS.

    @ParameterizedTest
    @EnumSource(names = {"INHERIT", "NONE"})
    @Rule({"M1", "M5"})
    void vectorD13TimedInheritanceAndWhatItIsWithout(MutexProtocol protocol) {
        Object vector = Vectors.at(file("D13a_chibios_inheritance_timed_open.json"), "cases", 0);
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 63, k -> {
                int m1 = k.mutexCreate("m1", MutexAttr.of(protocol));
                for (Object thread : Vectors.list(vector, "inputs", "threads")) {
                    thread(run, k, text(thread, "name"), Math.toIntExact(Vectors.number(thread, "priority") - 60), () -> {
                        for (Object step : Vectors.list(thread, "program")) play(run, k, m1, (List<?>) step);
                    });
                }
                k.sleep(Ns.ms(200));
            });
            run.run(300);

            boolean inherits = protocol == MutexProtocol.INHERIT;
            Object recomputed = Vectors.at(vector, "recomputed");
            var expected = new ArrayList<String>();
            for (Object token : Vectors.list(inherits ? recomputed : Vectors.at(recomputed, "without_inheritance"),
                    "token_times")) {
                expected.add(Vectors.at(token, 0) + " " + Vectors.at(token, 1));
            }
            assertEquals(expected, run.log);
            var tokens = new StringBuilder();
            for (String line : run.log) tokens.append(line.charAt(line.length() - 1));
            assertEquals(inherits, tokens.toString().equals(text(vector, "expected", "tokens")));
        }
    }

    private static void play(TestWorld run, KernelCalls k, int mutex, List<?> step) {
        switch ((String) step.get(0)) {
            case "sleep" -> k.sleep(Ns.ms((Long) step.get(1)));
            case "cpu" -> k.compute(Ns.ms((Long) step.get(1)));
            case "lock" -> k.mutexLock(mutex);
            case "unlock" -> k.mutexUnlock(mutex);
            case "emit" -> run.say((String) step.get(1));
            default -> throw new AssertionError("unknown step: " + step);
        }
    }

    /// Priorities in the file are `p`, `p+1` …
    private static int above(int p, String priority) {
        return priority.equals("p") ? p : p + Integer.parseInt(priority.replaceAll("p|\\+", ""));
    }

    @Test
    @Rule("M2")
    void vectorD13BoostLevels() {
        Object vector = Vectors.at(file("D13a_chibios_inheritance_timed_open.json"), "cases", 1);
        var expected = new ArrayList<Integer>();
        for (Object check : Vectors.list(vector, "expected")) expected.add(above(10, text(check, "priority")));
        var found = new ArrayList<Integer>();
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m1 = k.mutexCreate("m1", MutexAttr.DEFAULT);
                int m2 = k.mutexCreate("m2", MutexAttr.DEFAULT);
                for (int i = 1; i <= 2; i++) {
                    int mutex = i == 1 ? m1 : m2;
                    long startNs = Ns.ms(100 * i - 50);
                    thread(run, k, i == 1 ? "A" : "B", 10 + i, () -> {
                        k.sleep(startNs);
                        k.mutexLock(mutex);
                        k.mutexUnlock(mutex);
                    });
                }
                k.mutexLock(m1);
                found.add(k.priority());
                k.sleepUntil(Ns.ms(100));
                found.add(k.priority());
                k.mutexLock(m2);
                found.add(k.priority());
                k.sleepUntil(Ns.ms(200));
                found.add(k.priority());
                k.mutexUnlock(m2);
                found.add(k.priority());
                k.mutexUnlock(m1);
                found.add(k.priority());
            });
            run.run(300);
        }

        assertEquals(expected, found);
    }

    @Test
    @Rule("M2")
    void vectorD13PriorityEnqueuing() {
        Object vector = Vectors.at(file("D13a_chibios_inheritance_timed_open.json"), "cases", 2);
        var tokens = new StringBuilder();
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int m1 = k.mutexCreate("m1", MutexAttr.DEFAULT);
                k.mutexLock(m1);
                for (Object thread : Vectors.list(vector, "inputs", "threads")) {
                    thread(run, k, text(thread, 0), above(10, text(thread, 1)), () -> {
                        k.mutexLock(m1);
                        tokens.append(text(thread, 0));
                        k.mutexUnlock(m1);
                    });
                }
                k.mutexUnlock(m1);
                assertEquals(above(10, text(vector, "expected", "main_priority_afterwards")), k.priority());
            });
            run.run(10);
            assertEquals(List.of(), run.kernel.failures());
        }

        assertEquals(text(vector, "expected", "tokens"), tokens.toString());
    }

    /// ChibiOS can be built either way; QNX serves by priority (C2).
    @Test
    @Rule("C2")
    void vectorD13TheSemaphoreQueueIsInOrderOfPriority() {
        Object vector = Vectors.at(file("D13a_chibios_inheritance_timed_open.json"), "cases", 3);
        var tokens = new StringBuilder();
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "main", 10, k -> {
                int sem = k.semCreate("s", Math.toIntExact(Vectors.number(vector, "inputs", "semaphore")));
                for (Object thread : Vectors.list(vector, "inputs", "threads")) {
                    thread(run, k, text(thread, 0), above(10, text(thread, 1)), () -> {
                        k.semWait(sem);
                        tokens.append(text(thread, 0));
                    });
                }
                for (long i = 0; i < Vectors.number(vector, "inputs", "signals"); i++) k.semPost(sem);
            });
            run.run(10);
        }

        assertEquals(text(vector, "expected", "priority_queue"), tokens.toString());
    }
}
