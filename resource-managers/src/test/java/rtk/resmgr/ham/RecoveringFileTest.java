package rtk.resmgr.ham;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.Program;
import rtk.kernel.api.Signal;
import rtk.resmgr.Attr;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Posix;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// Clients that live through the death of their manager.
class RecoveringFileTest {
    private static final String[] WATCHED = {"watch server", "condition server dead rearm death",
        "action server/dead pause rearm waitfor 2500us",
        "action server/dead again rearm restart server"};

    /// Serves `/dev/x`: a read waits 2 ms by its process and gives the number of its incarnation; a write is noted, a sync takes 2 ms.
    private static Program server(HamWorld run, int[] incarnations) {
        return (k, args) -> {
            int incarnation = ++incarnations[0];
            var manager = new ResourceManager(k);
            manager.attach(new Attr("/dev/x", true, true), new IoFunctions() {
                @Override
                public Reply read(Request request, Ocb ocb, int nbytes) {
                    k.sleep(Ns.ms(2));
                    return new Reply.Data(new byte[]{(byte) incarnation});
                }

                @Override
                public Reply write(Request request, Ocb ocb, byte[] bytes) {
                    run.say("written to " + incarnation + ": " + bytes.length);
                    return new Reply.Count(Math.min(bytes.length, 3));
                }

                @Override
                public Reply sync(Request request, Ocb ocb) {
                    k.sleep(Ns.ms(2));
                    return Reply.DONE;
                }
            });
            manager.run();
            return 0;
        };
    }

    @Test
    void aReadGoesOnWithTheNextManager() {
        try (var run = new HamWorld(WATCHED)) {
            var server = server(run, new int[1]);
            run.programs.put("server", server);
            run.world.start("server", 10, server);
            run.client(k -> {
                var file = new RecoveringFile(k, "/dev/x", Posix.O_RDONLY, "x", Ns.ms(5));
                var buffer = new byte[1];
                for (int reads = 0; reads < 3; reads++) {
                    file.read(buffer);
                    run.say("from " + buffer[0]);
                }
            }).kill(4, "server", Signal.SIGKILL).run(30);

            // Opened at 1 ms, killed at 4 ms, started again at 6.5 ms, found at the next look, at 7 ms.
            assertEquals(List.of("3 from 1", "9 from 2", "11 from 2"), run.log);
        }
    }

    @Test
    void whatWasNotConfirmedIsWrittenAgain() {
        try (var run = new HamWorld(WATCHED)) {
            var server = server(run, new int[1]);
            run.programs.put("server", server);
            run.world.start("server", 10, server);
            run.client(k -> {
                var file = new RecoveringFile(k, "/dev/x", Posix.O_WRONLY, "x", Ns.ms(5));
                file.deliver(new byte[5], 5);
                run.say("delivered");
            }).kill(2, "server", Signal.SIGKILL).run(30);

            assertEquals(
                    List.of("1 written to 1: 5", "1 written to 1: 2", "5 written to 2: 5", "5 written to 2: 2", "7 delivered"),
                    run.log);
        }
    }

    @Test
    void otherErrorsAreThePrograms() {
        try (var run = new HamWorld()) {
            run.world.start("server", 10, server(run, new int[1]));
            run.client(k -> {
                k.sleep(Ns.ms(1));
                var file = new RecoveringFile(k, "/dev/x", Posix.O_WRONLY, "x", Ns.ms(5));
                try {
                    file.read(new byte[1]);
                } catch (ErrnoException e) {
                    run.say(e.errno().toString());
                }
                try {
                    new RecoveringFile(k, "/dev/y", Posix.O_RDONLY, "y", Ns.ms(5));
                } catch (ErrnoException e) {
                    run.say(e.errno().toString());
                }
            }).run(30);

            assertEquals(List.of("1 " + Errno.EBADF, "6 ETIMEDOUT"), run.log);
        }
    }
}
