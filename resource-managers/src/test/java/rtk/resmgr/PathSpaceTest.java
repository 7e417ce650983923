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
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.dev.NullManager;

/// Managers and clients in processes of a kernel. Numbers of rules are those of the semantics document.
class PathSpaceTest {
    private final PathWorld world = new PathWorld();
    private final byte[] buffer = new byte[16];

    @AfterEach
    void close() { world.close(); }

    /// Says which name it was opened by.
    private static Program namedManager(String path) {
        return (k, args) -> {
            var manager = new ResourceManager(k);
            ConnectFunctions any = new ConnectFunctions() {
                @Override
                public Reply open(Request request, Ocb ocb) {
                    return ocb.rest().equals("absent") ? new Reply.Fail(Errno.ENOENT) : Reply.DONE;
                }
            };
            manager.attach(new Attr(path, true, true), any, new IoFunctions() {
                @Override
                public Reply read(Request request, Ocb ocb, int nbytes) {
                    return new Reply.Data((path + "+" + ocb.rest()).getBytes(US_ASCII));
                }
            });
            manager.run();
            return 0;
        };
    }

    private String readName(KernelCalls k, String path) {
        var posix = new Posix(k);
        int fd = posix.open(path, Posix.O_RDONLY);
        int count = posix.read(fd, buffer);
        posix.close(fd);
        return new String(buffer, 0, count, US_ASCII);
    }

    private static Errno failure(Runnable call) { return assertThrows(ErrnoException.class, call::run).errno(); }

    @Test
    void aPathGoesToTheLongestPrefixOfWholeComponents() {
        world.start("root", 20, namedManager("/"));
        world.start("ser1", 20, namedManager("/dev/ser1"));
        world.start("client", 10, k -> {
            world.log.add(readName(k, "/dev/ser"));
            world.log.add(readName(k, "/dev/ser1"));
            world.log.add(readName(k, "/dev/ser1/x"));
        });
        world.run(1);

        assertEquals(List.of("/+dev/ser", "/dev/ser1+", "/dev/ser1+x"), world.log);
    }

    @Test
    void aManagerThatSaysEnoentIsFollowedByTheNext() {
        world.start("old", 20, namedManager("/dev"));
        world.start("new", 20, namedManager("/dev"));
        world.start("longer", 20, namedManager("/dev/a"));
        world.start("client", 10, k -> {
            world.log.add(readName(k, "/dev/b"));
            world.log.add(readName(k, "/dev/a/absent"));
            world.log.add(failure(() -> readName(k, "/dev/absent")).name());
            world.log.add(failure(() -> readName(k, "/nowhere")).name());
            world.log.add(failure(() -> readName(k, "relative")).name());
        });
        world.run(1);

        assertEquals(List.of("/dev+b", "/dev+a/absent", "ENOENT", "ENOENT", "EINVAL"), world.log);
    }

    @Test
    void openCostsTwoMessagesAndAllElseOne() {
        world.start("dev-null", 20, new NullManager());
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int before = world.messages();
            int fd = posix.open("/dev/null", Posix.O_RDWR);
            world.log.add("open " + (world.messages() - before));
            for (var call : List.<Runnable>of(() -> posix.read(fd, buffer), () -> posix.write(fd, buffer, 16),
                    () -> posix.fstat(fd),
                    () -> posix.close(posix.dup(fd)), () -> posix.close(fd))) {
                before = world.messages();
                call.run();
                world.log.add(String.valueOf(world.messages() - before));
            }
        });
        world.run(1);

        assertEquals(List.of("open 2", "1", "1", "1", "2", "1"), world.log);
    }

    @Test
    void nullSwallowsAndZeroGives() {
        world.start("dev-null", 20, new NullManager());
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int sink = posix.open("/dev/null", Posix.O_RDWR);
            int zeros = posix.open("/dev/zero", Posix.O_RDONLY);
            buffer[7] = 9;
            world.log.add(posix.read(sink, buffer) + " " + posix.write(sink, new byte[5000], 5000) + " " + buffer[7]);
            world.log.add(posix.read(zeros, buffer) + " " + buffer[7]);
            world.log.add(failure(() -> posix.devctl(sink, 1, new byte[4])).name());
            world.log.add(failure(() -> posix.write(zeros, buffer, 1)).name());
        });
        world.run(1);

        assertEquals(List.of("0 5000 9", "16 0", "ENOTTY", "EBADF"), world.log);
    }

    /// Rule 40.
    @Test
    void openTwoDupsAndThreeClosesCloseTheOcbOnce() {
        world.start("server", 20, (k, args) -> {
            var manager = new ResourceManager(k);
            manager.attach(new Attr("/dev/x", true, true), new IoFunctions() {
                @Override
                public void closeOcb(Ocb ocb) { world.log.add("close_ocb"); }
            });
            manager.run();
            return 0;
        });
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int first = posix.open("/dev/x", Posix.O_RDONLY);
            int second = posix.dup(first);
            int third = posix.dup(second);
            for (int fd : new int[]{first, second, third}) {
                world.log.add("close " + fd);
                posix.close(fd);
            }
            world.log.add(world.messages() + " messages");
        });
        world.run(1);

        assertEquals(List.of("close 0", "close 1", "close 2", "close_ocb", "8 messages"), world.log);
    }

    @Test
    void deathOfTheServerEndsTheCallAndTheNameAndTheDescriptor() {
        int[] server = new int[1];
        server[0] = world.start("server", 20, blockingManager());
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/wait", Posix.O_RDONLY);
            world.log.add(failure(() -> posix.read(fd, buffer)).name());
            world.say("");
            world.log.add(failure(() -> posix.read(fd, buffer)).name());
            world.log.add(failure(() -> posix.open("/dev/wait", Posix.O_RDONLY)).name());
            posix.close(fd);
        });
        world.start("killer", 30, k -> {
            k.sleep(Ns.ms(5));
            k.kill(server[0], 9);
        });
        world.run(10);

        assertEquals(List.of("ESRCH", "5000 ", "EBADF", "ENOENT"), world.log);
    }

    /// Reads wait; a timer's pulse every 10 ms brings one byte.
    private static Program blockingManager() {
        return (k, args) -> {
            var manager = new ResourceManager(k);
            var readers = new HeldRequests();
            byte[] there = {0};
            manager.attach(new Attr("/dev/wait", true, false), new IoFunctions() {
                @Override
                public Reply read(Request request, Ocb ocb, int nbytes) {
                    return readers.answerOrHold(request, ocb, () -> {
                        if (there[0] == 0) return null;
                        there[0]--;
                        return new Reply.Data(new byte[]{42});
                    });
                }

                @Override
                public void unblock(Request request, Ocb ocb) { readers.forget(request); }
            });
            int timer = k.timerCreate(manager.onPulse(SigEvent.CALLER, value -> {
                there[0]++;
                readers.serve(manager);
            }));
            k.timerSettime(timer, Ns.ms(10), Ns.ms(10), false);
            manager.run();
            return 0;
        };
    }

    @Test
    void aBlockedReadIsAnsweredFromThePulse() {
        world.start("server", 20, blockingManager());
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/wait", Posix.O_RDONLY);
            int other = posix.open("/dev/wait", Posix.O_RDONLY | Posix.O_NONBLOCK);
            world.say(failure(() -> posix.read(other, buffer)).name());
            for (int count = 0; count < 2; count++) world.say(posix.read(fd, buffer) + " " + buffer[0]);
        });
        world.run(50);

        assertEquals(List.of("0 EAGAIN", "10000 1 42", "20000 1 42"), world.log);
    }

    @Test
    void aKilledReaderTakesNoData() {
        int[] victim = new int[1];
        world.start("server", 20, blockingManager());
        victim[0] = world.start("victim", 11, k -> {
            var posix = new Posix(k);
            world.say("got " + posix.read(posix.open("/dev/wait", Posix.O_RDONLY), buffer));
        });
        world.start("client", 10, k -> {
            var posix = new Posix(k);
            int fd = posix.open("/dev/wait", Posix.O_RDONLY);
            k.sleep(Ns.ms(1));
            k.kill(victim[0], 9);
            world.say("got " + posix.read(fd, buffer));
        });
        world.run(50);

        assertEquals(List.of("10000 got 1"), world.log);
    }

    @Test
    void serviceIsFoundByNameAndGoneWithItsProcess() {
        world.start("echo", 20, (k, args) -> {
            int chid = NameService.attach(k, "echo");
            int rcvid = k.msgReceive(chid, new byte[16], new MsgInfo());
            k.msgReply(rcvid, 7);
            return 0;
        });
        world.start("client", 10, k -> {
            int coid = NameService.openWhenThere(k, "echo", Ns.ms(5));
            world.say("status " + k.msgSend(coid, new byte[4], buffer));
            world.say(failure(() -> NameService.open(k, "echo")).name());
            world.say(failure(() -> NameService.openWhenThere(k, "other", Ns.ms(5))).name());
        });
        world.run(20);

        assertEquals(List.of("0 status 7", "0 ENOENT", "5000 ETIMEDOUT"), world.log);
    }

    @Test
    void whoStartsBeforeTheManagerCanWaitForTheName() {
        world.start("client", 40, k -> {
            int fd = new Posix(k).openWhenThere("/dev/null", Posix.O_RDONLY, Ns.ms(100));
            world.say("fd " + fd);
        });
        world.start("dev-null", 20, (k, args) -> {
            k.sleep(Ns.us(2500));
            return new NullManager().main(k, args);
        });
        world.run(20);

        assertEquals(List.of("3000 fd 0"), world.log);
    }
}
