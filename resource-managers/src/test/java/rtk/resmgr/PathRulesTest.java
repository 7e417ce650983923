package rtk.resmgr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Rules L1 to L3 of path resolution, and what hangs on them, with managers in processes of their own.
class PathRulesTest {
    private final PathWorld world = new PathWorld();

    @AfterEach
    void close() { world.close(); }

    /// Answers reads with its label and the rest of the path; does not know what ends in `only-` and another label.
    private static Program labelled(String label, MountOrder order, String... paths) {
        return (k, args) -> {
            var manager = new ResourceManager(k);
            ConnectFunctions connect = new ConnectFunctions() {
                @Override
                public Reply open(Request request, Ocb ocb) {
                    boolean isOthers = ocb.rest().startsWith("only-") && !ocb.rest().equals("only-" + label);
                    return isOthers ? new Reply.Fail(Errno.ENOENT) : Reply.DONE;
                }
            };
            for (String path : paths) {
                manager.attach(new Attr(path, true, true), order, connect, new IoFunctions() {
                    @Override
                    public Reply read(Request request, Ocb ocb, int nbytes) {
                        return new Reply.Data((label + ":" + ocb.rest()).getBytes(US_ASCII));
                    }
                });
            }
            manager.run();
            return 0;
        };
    }

    private static String read(KernelCalls k, String path) {
        var posix = new Posix(k);
        var buffer = new byte[64];
        int fd = posix.open(path, Posix.O_RDONLY);
        int count = posix.read(fd, buffer);
        posix.close(fd);
        return new String(buffer, 0, count, US_ASCII);
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    @Test
    @Rule({"L1", "14.39"})
    void rule39DevSerGoesToTheRootAndDevSer1ToTheDriverInTwoMessages() {
        world.start("root", 20, labelled("root", MountOrder.NEWEST_FIRST, "/"));
        world.start("ser1", 20, labelled("ser1", MountOrder.NEWEST_FIRST, "/dev/ser1"));
        world.start("client", 10, k -> {
            world.log.add(read(k, "/dev/ser"));
            world.log.add(read(k, "/dev/ser11"));
            world.log.add(read(k, "/dev/ser1"));
            int before = world.messages();
            new Posix(k).open("/dev/ser1", Posix.O_RDONLY);
            world.log.add(world.messages() - before + " messages");
        });
        world.run(1);

        assertEquals(List.of("root:dev/ser", "root:dev/ser11", "ser1:", "2 messages"), world.log);
    }

    @Test
    @Rule("L2")
    void l2EqualPrefixesAreAskedNewestFirstUnlessBeforeOrAfterWasAsked() {
        world.start("after", 20, labelled("after", MountOrder.AFTER, "/x"));
        world.start("before", 20, labelled("before", MountOrder.BEFORE, "/x"));
        world.start("old", 20, labelled("old", MountOrder.NEWEST_FIRST, "/x"));
        world.start("new", 20, labelled("new", MountOrder.NEWEST_FIRST, "/x"));
        world.start("client", 10, k -> {
            for (var label : List.of("before", "new", "old", "after")) {
                int start = world.messages();
                world.log.add(read(k, "/x/only-" + label) + " after " + (world.messages() - start - 2) / 2);
            }
        });
        world.run(1);

        assertEquals(List.of("before:only-before after 1", "new:only-new after 2", "old:only-old after 3",
                "after:only-after after 4"), world.log);
    }

    @Test
    @Rule("L3")
    void l3TheClientTriesTheCandidatesInOrderUntilOneAccepts() {
        world.start("short", 20, labelled("short", MountOrder.NEWEST_FIRST, "/a"));
        world.start("long", 20, labelled("long", MountOrder.NEWEST_FIRST, "/a/b", "/a/only-short"));
        world.start("client", 10, k -> {
            world.log.add(read(k, "/a/b/c"));
            world.log.add(read(k, "/a/only-short/x"));
            world.log.add(failure(() -> read(k, "/a/only-nobody")) + "");
        });
        world.run(1);

        assertEquals(List.of("long:c", "long:x", "ENOENT"), world.log);
    }

    @Test
    void aLinkStandsForItsTargetUntilItsProcessEndsAndARingOfLinksIsEloop() {
        world.start("server", 20, labelled("server", MountOrder.NEWEST_FIRST, "/dev/ser1"));
        world.start("linker", 20, k -> {
            var posix = new Posix(k);
            posix.linkPrefix("/dev/ser1", "/console");
            posix.linkPrefix("/ring/b", "/ring/a");
            posix.linkPrefix("/ring/a", "/ring/b");
            k.sleep(Ns.ms(5));
        });
        world.start("client", 10, k -> {
            int before = world.messages();
            new Posix(k).open("/console/x", Posix.O_RDONLY);
            world.log.add(world.messages() - before + " messages");
            world.log.add(read(k, "/console/x"));
            world.log.add(failure(() -> read(k, "/ring/a")) + "");
            k.sleep(Ns.ms(10));
            world.log.add(failure(() -> read(k, "/console/x")) + "");
        });
        world.run(20);

        assertEquals(List.of("3 messages", "server:x", "ELOOP", "ENOENT"), world.log);
    }

    @Test
    void aSymbolicLinkOfAManagerSendsTheClientElsewhere() {
        world.start("server", 20, labelled("server", MountOrder.NEWEST_FIRST, "/target"));
        world.start("files", 20, (k, args) -> {
            var manager = new ResourceManager(k);
            manager.attach(new Attr("/files", true, true), new ConnectFunctions() {
                @Override
                public Reply open(Request request, Ocb ocb) { return new Reply.Elsewhere("/target/" + ocb.rest()); }

                @Override
                public Reply readlink(Request request, String rest) { return new Reply.Data("/".getBytes(US_ASCII)); }
            }, new IoFunctions() {});
            manager.run();
            return 0;
        });
        world.start("client", 10, k -> {
            world.log.add(read(k, "/files/a"));
            world.log.add(new Posix(k).readlink("/files/a"));
        });
        world.run(1);

        assertEquals(List.of("server:a", "/"), world.log);
    }

    /// Rule Z6: prefixes go with their process.
    @Test
    @Rule("Z6")
    void z6AllPrefixesOfAManagerGoWhenItDies() {
        int pid = world.start("two", 20, labelled("two", MountOrder.NEWEST_FIRST, "/a", "/b"));
        world.start("root", 20, labelled("root", MountOrder.NEWEST_FIRST, "/"));
        world.start("client", 10, k -> {
            world.log.add(read(k, "/a/x") + " " + read(k, "/b/x"));
            k.kill(pid, 9);
            k.sleep(Ns.ms(1));
            world.log.add(read(k, "/a/x") + " " + read(k, "/b/x"));
        });
        world.run(10);

        assertEquals(List.of("two:x two:x", "root:a/x root:b/x"), world.log);
    }

    @Test
    void aDirectoryListsPrefixesAndWhatEachManagerKnowsOfIt() {
        world.start("server", 20, labelled("server", MountOrder.NEWEST_FIRST, "/dev/ser1", "/dev/can0/rx0", "/dev/can0/tx0"));
        world.start("files", 20, (k, args) -> {
            var manager = new ResourceManager(k);
            manager.attach(new Attr("/dev", Mode.S_IFDIR | 0555), new IoFunctions() {
                @Override
                public Reply read(Request request, Ocb ocb, int nbytes) {
                    if (ocb.offset() > 0) return Reply.DONE;
                    ocb.setOffset(1);
                    return new Reply.Data("mem\0shmem\0".getBytes(US_ASCII));
                }
            });
            manager.run();
            return 0;
        });
        world.start("client", 10, k -> {
            world.log.addAll(new Posix(k).list("/dev"));
            world.log.addAll(new Posix(k).list("/dev/can0"));
            world.log.add(failure(() -> new Posix(k).list("/nowhere")) + "");
        });
        world.run(1);

        assertEquals(List.of("can0", "mem", "ser1", "shmem", "rx0", "tx0", "ENOENT"), world.log);
    }
}
