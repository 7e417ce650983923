package rtk.resmgr.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.KernelConfig;
import rtk.kernel.Partitioning;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.resmgr.Attr;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.PathWorld;
import rtk.resmgr.Posix;
import rtk.resmgr.ResourceManager;
import rtk.resmgr.fs.RamFileSystem;

/// The launcher at work.
class LauncherTest {
    private final Map<String, Program> programs = new TreeMap<>();
    private PathWorld world;

    private PathWorld world(int cores, KernelConfig config) {
        programs.put("says", (k, args) -> {
            var thread = k.threads(k.getpid()).getFirst();
            world.say(k.processName() + " " + String.join(" ", args) + " " + thread.priority() + " " + thread.policy());
            return 0;
        });
        programs.put("works", (k, args) -> {
            k.compute(Ns.ms(2));
            return Integer.parseInt(args.getFirst());
        });
        programs.put("serves", (k, args) -> {
            k.sleep(Ns.ms(3));
            var manager = new ResourceManager(k);
            manager.attach(new Attr(args.getFirst(), true, true), new IoFunctions() {});
            manager.run();
            return 0;
        });
        world = new PathWorld(config.programs(new ProgramStore() {
            @Override
            public Program find(String name) { return programs.get(name); }

            @Override
            public List<String> names() { return List.copyOf(programs.keySet()); }
        }), cores);
        return world;
    }

    private void boot(String script) {
        int pid = world.start("launcher", 10, new Launcher(BootScript.parse("boot", script)));
        assertEquals(2, pid);
    }

    @Test
    void programsAreStartedInOrderWithTheirPriorityPolicyAndArguments() {
        try (var run = world(1, KernelConfig.DEFAULT)) {
            boot("""
                    [pri=21r argv0=first] says a "b c" &
                    [pri=9] says d
                    /proc/boot/says e &
                    """);

            run.run(10);

            assertEquals(List.of("0 first a b c 21 RR", "0 says d 9 FIFO", "0 says e 10 FIFO"), run.log);
        }
    }

    @Test
    void aProgramInTheForegroundIsWaitedForAndOneInTheBackgroundIsNot() {
        try (var run = world(1, KernelConfig.DEFAULT)) {
            boot("""
                    works 0
                    says after &
                    [pri=9] works 0 &
                    says meanwhile
                    """);

            run.run(10);

            assertEquals(List.of("2000 says after 10 FIFO", "2000 says meanwhile 10 FIFO"), run.log);
        }
    }

    @Test
    void waitforGoesOnWhenSomebodyServesThePath() {
        try (var run = world(1, KernelConfig.DEFAULT)) {
            boot("""
                    serves /dev/late &
                    waitfor /dev/late 10ms
                    says there
                    waitfor /dev/never 5ms
                    says anyway
                    """);

            run.run(20);

            assertEquals(List.of("3000 says there 10 FIFO", "8000 says anyway 10 FIFO"), run.log);
        }
    }

    @Test
    void aLineThatFailsDoesNotStopTheRestAndIsCounted() {
        try (var run = world(1, KernelConfig.DEFAULT)) {
            run.start("watch", 9, k -> {
                int pid = k.spawn("launcher", new Launcher(BootScript.parse("boot", """
                        nobody knows this
                        works 3
                        [sched_aps=none] says a
                        [cpu=7] says b
                        says c
                        """)), List.of(), rtk.kernel.api.ThreadAttr.named("launcher"));
                run.say("status " + k.waitpid(pid));
            });

            run.run(10);

            assertEquals(List.of("2000 says c 9 FIFO", "2000 status 1"), run.log);
        }
    }

    @Test
    void coresPartitionsAndLinksAreAsTheScriptSays() {
        try (var run = world(2, KernelConfig.DEFAULT.partitions(Partitioning.DEFAULT))) {
            programs.put("where", (k, args) -> {
                run.say("cores " + k.setRunMasks(0, rtk.kernel.api.RunMasks.ask()).run() + " in "
                        + k.partitionInfo(k.partitionLookup("media")).budgetPercent());
                return 0;
            });
            boot("""
                    sched_aps media 30% 5ms
                    [cpu=1 sched_aps=media] where
                    serves /dev/real &
                    procmgr_symlink /dev/real /dev/alias
                    waitfor /dev/real
                    """);
            run.start("client", 5, k -> run.say("fd " + new Posix(k).openWhenThere("/dev/alias", Posix.O_RDONLY, Ns.ms(9))));

            run.run(20);

            assertEquals(List.of("0 cores 2 in 30", "3000 fd 0"), run.log);
        }
    }

    @Test
    void theScriptMayBeAFileOfThePathSpaceAndWhatIsWrongWithItIsSaid() {
        try (var run = world(1, KernelConfig.DEFAULT)) {
            run.start("fs-ram", 30, new RamFileSystem(), "/etc");
            run.start("writer", 20, k -> {
                var posix = new Posix(k);
                posix.close(posix.openWhenThere("/etc", Posix.O_RDONLY, Ns.ms(5)));
                int fd = posix.open("/etc/boot", Posix.O_WRONLY | Posix.O_CREAT, 0600);
                byte[] text = "says from a file\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
                posix.write(fd, text, text.length);
            });
            run.start("launcher", 10, new Launcher(), "--script", "/etc/boot");
            run.start("launcher", 5, new Launcher(), "--script", "/etc/bot");

            run.kernel.run(Ns.s(3));

            assertEquals(List.of("0 says from a file 10 FIFO"), run.log);
            assertEquals(
                    "java.lang.IllegalArgumentException: launcher: --script: cannot read /etc/bot (ETIMEDOUT), expected a boot script",
                    run.kernel.failures().getFirst().message());
            assertTrue(run.kernel.failures().size() == 1);
        }
    }
}
