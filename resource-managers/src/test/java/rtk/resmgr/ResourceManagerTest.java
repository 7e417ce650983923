package rtk.resmgr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;

class ResourceManagerTest {
    private static final int CLIENT = 7;
    private final ScriptedKernel kernel = new ScriptedKernel();
    private final ResourceManager manager = new ResourceManager(kernel.calls);
    private final HeldRequests readers = new HeldRequests();
    private final List<String> seen = new ArrayList<>();
    private final List<Byte> data = new ArrayList<>();
    private final Attr attr = new Attr("/dev/x", true, true);

    /// Reads come from `data`, one byte each, and wait for it.
    private final IoFunctions device = new IoFunctions() {
        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) {
            return readers.answerOrHold(request, ocb,
                    () -> data.isEmpty() ? null : new Reply.Data(new byte[]{data.removeFirst()}));
        }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            seen.add("write " + bytes.length + " last " + bytes[bytes.length - 1]);
            return new Reply.Count(bytes.length);
        }

        @Override
        public void unblock(Request request, Ocb ocb) {
            seen.add("unblock " + request.rcvid());
            readers.forget(request);
        }

        @Override
        public void closeOcb(Ocb ocb) { seen.add("close_ocb of " + ocb.pid()); }
    };

    private static String zeros(int count) { return "0, ".repeat(count); }

    private void run() { assertThrows(ScriptedKernel.EndOfScript.class, manager::run); }

    private void open(int coid, int oflag, String rest) {
        kernel.message(CLIENT, coid, 0, Messages.withPath(Messages.IO_CONNECT, 0, oflag, 0, rest));
    }

    private int send(int coid, int type, int word) { return kernel.message(CLIENT, coid, 100, Messages.of(type, 8, word)); }

    @Test
    void anOcbIsClosedWhenTheLastOfItsDescriptorsIs() {
        manager.attach(attr, device);
        open(1, Posix.O_RDWR, "");
        send(2, Messages.IO_DUP, 1);
        send(3, Messages.IO_DUP, 2);
        send(1, Messages.IO_CLOSE, 0);
        send(3, Messages.IO_CLOSE, 0);
        send(2, Messages.IO_STAT, 0);
        run();
        assertEquals(List.of(), seen);
        assertEquals(1, attr.openCount());

        send(2, Messages.IO_CLOSE, 0);
        run();

        assertEquals(List.of("close_ocb of 70"), seen);
        assertEquals(0, attr.openCount());
        assertEquals(
                List.of("1: 0", "2: 0", "3: 0", "4: 0", "5: 0",
                        "6: 64 [3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -74, 33, 0, 0, " + zeros(8) + "1, 0, 0, 0, "
                                + zeros(31)
                                + "0]",
                        "7: 0"),
                kernel.answers);
    }

    @Test
    void whatADeviceDoesNotDoFailsAsInQnx() {
        manager.attach(attr, new IoFunctions() {});
        send(1, Messages.IO_READ, 4);
        open(1, Posix.O_RDWR, "");
        send(1, Messages.IO_READ, 4);
        kernel.message(CLIENT, 1, 0, new byte[]{2, 1, 0, 0, 1, 0, 0, 0, 99});
        kernel.message(CLIENT, 1, 0, new byte[]{5, 1, 0, 0, 77, 0, 0, 0, 0, 0, 0, 0});
        send(1, 0x777, 0);
        kernel.message(CLIENT, 1, 0, new byte[1]);
        open(2, Posix.O_RDWR, "below");
        run();

        assertEquals(List.of("1: EBADF", "2: 0", "3: ENOSYS", "4: ENOSYS", "5: ENOTTY", "6: ENOSYS", "7: ENOSYS", "8: ENOENT"),
                kernel.answers);
    }

    @Test
    void rightsAreCheckedAtOpenAndAtUse() {
        manager.attach(new Attr("/dev/rx", true, false), device);
        open(1, Posix.O_WRONLY, "");
        open(1, Posix.O_RDONLY, "");
        kernel.message(CLIENT, 1, 0, new byte[]{2, 1, 0, 0, 1, 0, 0, 0, 99});
        run();

        assertEquals(List.of("1: EACCES", "2: 0", "3: EBADF"), kernel.answers);
    }

    @Test
    void messagesThatLieAboutTheirLengthAreRefused() {
        manager.attach(attr, device);
        open(1, Posix.O_RDWR, "");
        kernel.message(CLIENT, 1, 0, new byte[]{2, 1, 0, 0, 9, 0, 0, 0, 99});
        kernel.message(CLIENT, 1, 0, new byte[]{2, 1, 0, 0, -1, -1, -1, -1, 99});
        kernel.message(CLIENT, 2, 0, new byte[]{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0});
        kernel.message(CLIENT, 2, 0, Messages.withPath(Messages.IO_CONNECT, 0, 0, 4711, ""));
        run();

        assertEquals(List.of("1: 0", "2: EMSGSIZE", "3: EMSGSIZE", "4: EINVAL", "5: EINVAL"), kernel.answers);
    }

    @Test
    void aLongWriteArrivesWhole() {
        manager.attach(attr, device);
        open(1, Posix.O_WRONLY, "");
        var message = Messages.of(Messages.IO_WRITE, Messages.WRITE_HEADER + 10_000, 10_000);
        message[message.length - 1] = 42;
        kernel.message(CLIENT, 1, 0, message);
        run();

        assertEquals(List.of("write 10000 last 42"), seen);
        assertEquals(List.of("1: 0", "2: 10000"), kernel.answers);
    }

    @Test
    void heldReadsAreAnsweredInOrderWhenAPulseBringsData() {
        manager.attach(attr, device);
        var event = manager.onPulse(SigEvent.CALLER, value -> {
            data.addAll(List.of((byte) 1, (byte) 2, (byte) 3));
            readers.serve(manager);
        });
        open(1, Posix.O_RDONLY, "");
        send(1, Messages.IO_READ, 4);
        send(1, Messages.IO_READ, 4);
        run();
        assertEquals(List.of("1: 0"), kernel.answers);

        kernel.pulse(event.code(), 0, 0);
        send(1, Messages.IO_READ, 4);
        run();

        assertEquals(List.of("1: 0", "2: 1 [1]", "3: 1 [2]", "4: 1 [3]"), kernel.answers);
    }

    @Test
    void aReadThatMayNotWaitFailsWithEagain() {
        manager.attach(attr, device);
        open(1, Posix.O_RDONLY | Posix.O_NONBLOCK, "");
        send(1, Messages.IO_READ, 4);
        run();

        assertEquals(List.of("1: 0", "2: EAGAIN"), kernel.answers);
    }

    @Test
    void unblockPulseEndsAHeldReadWithEintrAndALateOneDoesNothing() {
        manager.attach(attr, device);
        open(1, Posix.O_RDONLY, "");
        int first = send(1, Messages.IO_READ, 4);
        int second = send(1, Messages.IO_READ, 4);
        kernel.unblock(first);
        kernel.unblock(first);
        run();
        assertEquals(List.of("1: 0", "2: EINTR"), kernel.answers);

        data.add((byte) 9);
        readers.serve(manager);

        assertEquals(List.of("unblock " + first), seen);
        assertEquals(second + ": 1 [9]", kernel.answers.getLast());
    }

    @Test
    void disconnectClosesAllOcbsOfThatClientOnly() {
        manager.attach(attr, device);
        open(1, Posix.O_RDONLY, "");
        open(2, Posix.O_RDONLY, "");
        kernel.message(8, 1, 0, Messages.withPath(Messages.IO_CONNECT, 0, 0, 0, ""));
        kernel.pulse(Pulse.CODE_DISCONNECT, 0, CLIENT);
        run();

        assertEquals(List.of("close_ocb of 70", "close_ocb of 70"), seen);
        assertEquals(1, attr.openCount());
    }

    @Test
    void aHeldReadWhoseClientLeftTakesNoData() {
        manager.attach(attr, device);
        open(1, Posix.O_RDONLY, "");
        int gone = send(1, Messages.IO_READ, 4);
        kernel.message(8, 1, 0, Messages.withPath(Messages.IO_CONNECT, 0, 0, 0, ""));
        int waits = kernel.message(8, 1, 4, Messages.of(Messages.IO_READ, 8, 4));
        kernel.pulse(Pulse.CODE_DISCONNECT, 0, CLIENT);
        run();
        data.add((byte) 5);
        readers.serve(manager);

        assertEquals(List.of("unblock " + gone, "close_ocb of 70"), seen);
        assertEquals(waits + ": 1 [5]", kernel.answers.getLast());
    }

    @Test
    void tooManyHeldReadsAreRefused() {
        manager.attach(attr, device);
        open(1, Posix.O_RDONLY, "");
        for (int k = 0; k < HeldRequests.HELD_MAX + 1; k++) send(1, Messages.IO_READ, 4);
        run();

        assertEquals(List.of("1: 0", "66: EBUSY"), kernel.answers);
    }

    @Test
    void tooManyOpensAreRefused() {
        manager.attach(attr, device);
        for (int k = 0; k < ResourceManager.OCBS_MAX + 1; k++) open(k, Posix.O_RDONLY, "");
        run();

        assertEquals((ResourceManager.OCBS_MAX + 1) + ": " + Errno.ENFILE, kernel.answers.getLast());
    }
}
