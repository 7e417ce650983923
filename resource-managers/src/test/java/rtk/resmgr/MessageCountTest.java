package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.SigEvent;

/// The table of section 9.3: how many messages each call of a client is. Counted are the MSG_SEND events of the trace.
class MessageCountTest {
    private final PathWorld world = new PathWorld();
    private final List<String> served = new ArrayList<>();

    @AfterEach
    void close() { world.close(); }

    /// A file of 100 bytes that notes what it is asked.
    private void startFile() {
        world.start("file", 20, (k, args) -> {
            var manager = new ResourceManager(k);
            var attr = new Attr("/f", Mode.S_IFREG | 0644);
            attr.setSize(100);
            manager.attach(attr, new ConnectFunctions() {
                @Override
                public Reply open(Request request, Ocb ocb) {
                    served.add("open");
                    return Reply.DONE;
                }
            }, new IoFunctions() {
                @Override
                public Reply read(Request request, Ocb ocb, int nbytes) { return new Reply.Data(new byte[nbytes]); }

                @Override
                public Reply write(Request request, Ocb ocb, byte[] bytes) { return new Reply.Count(bytes.length); }

                @Override
                public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) { return Reply.DONE; }

                @Override
                public Reply dup(Request request, Ocb ocb) {
                    served.add("dup");
                    return Reply.DONE;
                }

                @Override
                public void closeDup(Ocb ocb) { served.add("close_dup"); }

                @Override
                public void closeOcb(Ocb ocb) { served.add("close_ocb"); }
            });
            manager.run();
            return 0;
        });
    }

    private int messagesOf(Runnable call) {
        int before = world.messages();
        call.run();
        return world.messages() - before;
    }

    private void client(PathWorld.Code code) { world.start("client", 10, code); }

    @Test
    @Rule("9.3")
    void rule93OpenIsTwoMessages() {
        startFile();
        client(k -> world.log.add("" + messagesOf(() -> new Posix(k).open("/f", Posix.O_RDWR))));
        world.run(1);

        assertEquals(List.of("2"), world.log);
    }

    @Test
    @Rule("9.3")
    void rule93ReadWriteDevctlLseekFstatDupAndCloseAreOneMessageEach() {
        startFile();
        client(k -> {
            var posix = new Posix(k);
            int fd = posix.open("/f", Posix.O_RDWR);
            for (Runnable call : List.<Runnable>of(() -> posix.read(fd, new byte[8]), () -> posix.write(fd, new byte[8], 8),
                    () -> posix.devctl(fd, 1, new byte[8]), () -> posix.lseek(fd, 5, Posix.SEEK_SET), () -> posix.fstat(fd),
                    () -> posix.fchmod(fd, 0600), () -> posix.fsync(fd), () -> posix.dup(fd), () -> posix.close(fd))) {
                world.log.add("" + messagesOf(call));
            }
        });
        world.run(1);

        assertEquals(List.of("1", "1", "1", "1", "1", "1", "1", "1", "1"), world.log);
    }

    @Test
    @Rule("9.3")
    void rule93StatAndChownOfAPathAreTwoMessagesTheSecondOpensActsAndCloses() {
        startFile();
        client(k -> {
            var posix = new Posix(k);
            world.log.add("" + messagesOf(() -> world.log.add("size " + posix.stat("/f").size())));
            world.log.add("" + messagesOf(() -> posix.chown("/f", 7, 8)));
            var stat = posix.stat("/f");
            world.log.add(stat.uid() + " " + stat.gid() + " open " + stat.openCount());
        });
        world.run(1);

        assertEquals(List.of("size 100", "2", "2", "7 8 open 1"), world.log);
        assertEquals(List.of("open", "close_ocb", "open", "close_ocb", "open", "close_ocb"), served);
    }

    @Test
    @Rule({"9.3", "14.40"})
    void rule40OpenTwoDupsAndThreeClosesAreOneCloseOcbAtTheLast() {
        startFile();
        client(k -> {
            var posix = new Posix(k);
            int first = posix.open("/f", Posix.O_RDWR);
            int second = posix.dup(first);
            int third = posix.dup(first);
            posix.lseek(second, 40, Posix.SEEK_SET);
            world.log.add("offset of the third " + posix.lseek(third, 0, Posix.SEEK_CUR));
            for (int fd : new int[]{first, second, third}) world.log.add("" + messagesOf(() -> posix.close(fd)));
        });
        world.run(1);

        assertEquals(List.of("offset of the third 40", "1", "1", "1"), world.log);
        assertEquals(List.of("open", "dup", "dup", "close_dup", "close_dup", "close_dup", "close_ocb"), served);
    }

    @Test
    @Rule("9.3")
    void rule93EachPairOfSendAndReplyIsTwoContextSwitches() {
        startFile();
        client(k -> {
            var posix = new Posix(k);
            int before = world.switches();
            int fd = posix.open("/f", Posix.O_RDWR);
            world.log.add("open " + (world.switches() - before));
            before = world.switches();
            posix.write(fd, new byte[10_000], 10_000);
            world.log.add("long write " + (world.switches() - before));
            before = world.switches();
            posix.stat("/f");
            world.log.add("stat " + (world.switches() - before));
        });
        world.run(1);

        assertEquals(List.of("open 4", "long write 2", "stat 4"), world.log);
    }

    /// A line that has a byte to read from 10 ms on.
    private void startLine(String path) {
        world.start("line", 20, (k, args) -> {
            var manager = new ResourceManager(k);
            long[] there = {0};
            manager.attach(new Attr(path, true, false), new IoFunctions() {
                @Override
                public long available(Ocb ocb) { return there[0]; }
            });
            int timer = k.timerCreate(manager.onPulse(SigEvent.CALLER, value -> there[0]++));
            k.timerSettime(timer, Ns.ms(10), 0, false);
            manager.run();
            return 0;
        });
    }

    @Test
    @Rule("9.3")
    void rule93PollOfThreeIsThreeMessagesAndThreeMoreIfItHadToWait() {
        startLine("/late");
        startLine("/later");
        startFile();
        client(k -> {
            var posix = new Posix(k);
            var late = new Poll(posix.open("/late", Posix.O_RDONLY), Poll.POLLIN);
            var later = new Poll(posix.open("/later", Posix.O_RDONLY), Poll.POLLIN);
            var file = new Poll(posix.open("/f", Posix.O_RDWR), Poll.POLLOUT);
            var nothing = new Poll(file.fd(), Poll.POLLPRI);
            world.say("not to wait: " + messagesOf(() -> world.log.add("" + posix.poll(0, late, later, nothing))));
            world.say("ready first: " + messagesOf(() -> world.log.add("" + posix.poll(Poll.FOREVER, file, late, later))));
            world.say("ready last: " + messagesOf(() -> world.log.add("" + posix.poll(Poll.FOREVER, late, later, file))));
            world.say("time over: " + messagesOf(() -> world.log.add("" + posix.poll(Ns.ms(3), late, later, nothing))));
            world.say("waited: " + messagesOf(() -> world.log.add("" + posix.poll(Poll.FOREVER, late, later, nothing))));
            world.log.add(late.revents() + " " + later.revents() + " " + nothing.revents());
        });
        world.run(50);

        assertEquals(
                List.of("0", "0 not to wait: 3", "1", "0 ready first: 3", "1", "0 ready last: 5", "0", "3000 time over: 6", "2",
                        "10000 waited: 6", "1 1 0"),
                world.log);
    }

    @Test
    void selectLeavesTheDescriptorsThatAreReady() {
        startLine("/late");
        startFile();
        client(k -> {
            var posix = new Posix(k);
            int late = posix.open("/late", Posix.O_RDONLY);
            int file = posix.open("/f", Posix.O_WRONLY);
            int[] read = {late, file};
            int[] write = {file};
            world.log.add(posix.select(read, write, new int[0], Poll.FOREVER) + ": " + read[0] + " " + read[1] + " " + write[0]);
            read = new int[]{late};
            world.say(posix.select(read, new int[0], new int[0], Poll.FOREVER) + ": " + read[0]);
            var e = assertThrows(ErrnoException.class, () -> posix.select(new int[]{99}, new int[0], new int[0], 0));
            world.log.add(e.errno() + "");
        });
        world.run(50);

        assertEquals(List.of("1: -1 -1 1", "10000 1: 0", Errno.EBADF + ""), world.log);
    }
}
