package rtk.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.ProcessEvent;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.kernel.api.Signal;
import rtk.kernel.api.ThreadAttr;

/// Telling of the end of processes, and finding programs by name.
class ProcessWatchTest {
    private static final int DIED = 1;
    private static final int CORE = 2;
    private static final int BEGUN = 3;

    private static String receive(KernelCalls k, int chid) {
        var buffer = new byte[Pulse.BYTES];
        k.msgReceive(chid, buffer, null);
        var pulse = Pulse.in(buffer);
        return k.nowNs() / 1_000_000 + switch (pulse.code()) {
            case CORE -> " core ";
            case DIED -> " died ";
            default -> " begun ";
        } + pulse.value();
    }

    private static int chid(KernelCalls k) {
        int chid = k.channelCreate();
        int coid = k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL);
        k.procmgrEventNotify(ProcessEvent.DEATH, new SigEvent.Pulse(coid, 20, DIED, 0));
        k.procmgrEventNotify(ProcessEvent.CORE, new SigEvent.Pulse(coid, 20, CORE, 0));
        k.procmgrEventNotify(ProcessEvent.CREATE, new SigEvent.Pulse(coid, 20, BEGUN, 0));
        return chid;
    }

    @Test
    void whoAsksIsToldOfEveryDeathAndOfThoseThatLeaveACoreFirst() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "watcher", 20, k -> {
                int chid = chid(k);
                k.procmgrEventNotify(ProcessEvent.CREATE, null);
                for (int pulses = 0; pulses < 4; pulses++) run.log.add(receive(k, chid));
            });
            run.at(1, "exits", 10, k -> k.compute(Ns.ms(1)));
            run.at(3, "killed", 10, k -> k.kill(k.getpid(), Signal.SIGKILL));
            run.at(4, "faults", 10, k -> k.kill(k.getpid(), Signal.SIGSEGV));

            run.kernel.run(Ns.ms(10));

            assertEquals(List.of("2 died 2", "3 died 3", "4 core 4", "4 died 4"), run.log);
        }
    }

    @Test
    void whoAsksIsToldOfAProcessWhenItBegins() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "watcher", 20, k -> {
                int chid = chid(k);
                for (int pulses = 0; pulses < 4; pulses++) run.log.add(receive(k, chid));
            });
            run.at(1, "parent", 10, k -> {
                k.spawn("child", (own, args) -> 0, List.of(), ThreadAttr.named(null).priority(5));
                k.compute(Ns.ms(2));
            });

            run.kernel.run(Ns.ms(10));

            assertEquals(List.of("1 begun 2", "3 died 2", "3 begun 3", "3 died 3"), run.log);
        }
    }

    @Test
    void whoAsksForNothingIsToldNothingAnyMore() {
        try (var run = new TestWorld(KernelConfig.DEFAULT)) {
            run.at(0, "watcher", 20, k -> {
                int chid = chid(k);
                for (var what : ProcessEvent.values()) k.procmgrEventNotify(what, null);
                k.timerTimeout(Ns.ms(5));
                run.log.add(TestWorld.errnoOf(() -> receive(k, chid)).toString());
            });
            run.at(1, "exits", 10, k -> k.compute(Ns.ms(1)));

            run.kernel.run(Ns.ms(10));

            assertEquals(List.of(Errno.ETIMEDOUT.toString()), run.log);
        }
    }

    @Test
    void aProcessCanBeStartedByTheNameOfItsProgram() {
        Program known = (k, args) -> 7;
        var store = new ProgramStore() {
            @Override
            public Program find(String name) { return name.equals("known") ? known : null; }

            @Override
            public List<String> names() { return List.of("known"); }
        };
        try (var run = new TestWorld(KernelConfig.DEFAULT.programs(store))) {
            run.at(0, "starter", 20, k -> {
                assertSame(known, k.program("known"));
                int pid = k.spawn("child", k.program("known"), List.of(), ThreadAttr.named(null));
                run.log.add(k.programNames() + " " + k.waitpid(pid));
                run.log.add(TestWorld.errnoOf(() -> k.program("unknown")).toString());
            });

            run.kernel.run(Ns.ms(10));

            assertEquals(List.of("[known] 7", "ENOENT"), run.log);
            assertEquals(List.of(), run.kernel.failures());
        }
    }
}
