package rtk.resmgr.ham;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.board.sim.Ns;
import rtk.kernel.KernelConfig;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.kernel.api.Pulse;
import rtk.resmgr.NameService;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;
import rtk.resmgr.ham.Ham.Rearm;

/// A world with a manager, programs that can be restarted by name, and a listener called `ear` that writes down each pulse as
/// `time code value`, in ms.
final class HamWorld implements AutoCloseable {
    static final int EAR_PRIORITY = 40;
    static final int HAM_PRIORITY = 30;
    /// Of clients.
    static final int PRIORITY = 20;

    final Map<String, Program> programs = new TreeMap<>();
    final PathWorld world;
    final List<String> log;

    HamWorld(String... initial) {
        this(KernelConfig.DEFAULT, initial);
    }

    HamWorld(KernelConfig config, String... initial) {
        programs.put("sleeper", (k, args) -> {
            for (;;) k.sleep(Ns.s(100));
        });
        world = new PathWorld(config.programs(new ProgramStore() {
            @Override
            public Program find(String name) { return programs.get(name); }

            @Override
            public List<String> names() { return List.copyOf(programs.keySet()); }
        }));
        log = world.log;
        world.start("ear", EAR_PRIORITY, k -> {
            int chid = NameService.attach(k, "ear");
            var buffer = new byte[Pulse.BYTES];
            for (;;) {
                k.msgReceive(chid, buffer, null);
                var pulse = Pulse.in(buffer);
                say(pulse.code() + " " + pulse.value());
            }
        });
        world.start("ham", HAM_PRIORITY, new HamManager(List.of(initial)));
    }

    void say(String text) { log.add(world.world.nowNs() / 1_000_000 + " " + text); }

    /// A program that sleeps for ever, to be watched and killed.
    int victim(String name) { return world.start(name, 10, programs.get("sleeper")); }

    HamWorld client(PathWorld.Code code) {
        world.start("client", PRIORITY, code);
        return this;
    }

    /// Sends `signo` to every process of that name at `ms`.
    HamWorld kill(long ms, String name, int signo) {
        world.start("killer", 50, k -> {
            k.sleepUntil(Ns.ms(ms));
            for (var process : k.processes()) {
                if (process.name().equals(name)) k.kill(process.pid(), signo);
            }
        });
        return this;
    }

    /// Runs until `ms`, and fails if a program died by itself, unless it is called `bad`.
    HamWorld run(long ms) {
        world.kernel.run(Ns.ms(ms));
        var failures = world.kernel.failures().stream().filter(failure -> !failure.process().equals("bad")).toList();
        if (!failures.isEmpty()) throw new AssertionError(failures.getFirst().toString());
        return this;
    }

    /// What `/proc/ham/NAME` says, as `ms`.
    static String file(KernelCalls k, String name) {
        var posix = new Posix(k);
        int fd = posix.open("/proc/ham/" + name, Posix.O_RDONLY);
        var buffer = new byte[8192];
        int count = posix.read(fd, buffer);
        posix.close(fd);
        return new String(buffer, 0, count, java.nio.charset.StandardCharsets.UTF_8);
    }

    /// A condition that tells `ear` by that code.
    static void tells(Ham ham, String entity, When when, int code) {
        String name = "c" + code;
        ham.condition(entity, name, Rearm.YES, when);
        ham.action(entity + "/" + name, "tell", Rearm.YES, new Action.NotifyName("ear", code, 0));
    }

    @Override
    public void close() { world.close(); }
}
