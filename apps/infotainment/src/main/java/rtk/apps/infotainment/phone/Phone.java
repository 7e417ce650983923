package rtk.apps.infotainment.phone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.board.sim.Ns;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Program;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.Condition;
import rtk.resmgr.NameService;
import rtk.resmgr.NotifyAction;
import rtk.resmgr.Posix;

/// The phone service: voice calls of a modem behind a UART, its signal, and notice of short messages.
///
/// In a car it is the telephony service of the head unit or the emergency call unit, with a modem on board. Left out: the voice itself (it goes from the
/// modem to the audio hardware), the SIM's lock, reading and writing short messages, a second call, data, and the driver's own phone by Bluetooth, which
/// speaks a relative of this dialect (Hands-Free Profile).
///
/// One thread, which waits for everything at one channel: pulses from the driver when the modem has said something, a pulse when the driver
/// has died, and messages of [PhoneClient]. If the driver dies amid a call, the modem does not care: the driver is opened again as soon as it is there,
/// the modem asked for its calls, and the call goes on.
///
/// It traces `call-state` ([Call.State]) when that changes, `phone-signal` in dBm, `phone-message` with the number of short messages so far,
/// `modem-lost` with how often so far when driver or modem are gone, `modem-found` with the µs that it took to hear of the calls again, and then, if
/// there was a call, `call-kept` or `call-dropped` with the same.
///
/// | argument | meaning |
/// |---|---|
/// | `--modem PATH` | the line; `/dev/ser2` unless given |
/// | `--answer-after 2s` | a driver who answers by himself |
/// | `--dial NUMBER` | calls once the modem is ready |
public final class Phone implements Program {
    /// Its name for [NameService].
    public static final String NAME = "phone";

    /// Reading one line of some 20 characters with its patterns.
    private static final long LINE_NS = Ns.us(30);
    /// Composing a command; taking a request.
    private static final long COMMAND_NS = Ns.us(10);
    /// How often to look for a driver that is not there.
    private static final long REOPEN_NS = Ns.ms(10);
    /// How often to ask for the signal; and for the state of a call that is being dialled, which not every modem tells unasked.
    private static final long SIGNAL_PERIOD_NS = Ns.s(5);
    private static final long LIST_PERIOD_NS = Ns.s(1);
    /// After so many commands without an answer the modem is given up, and begun with anew.
    private static final int UNANSWERED_MAX = 3;
    /// So long the line must be silent before the first command: the answer to one from before the driver died must not be taken for that to another.
    private static final long SETTLE_NS = Ns.ms(50);
    private static final int INPUT_CODE = 1;
    private static final int NOT_OPEN = -1;
    private static final int BUFFER_BYTES = 256;
    private static final List<String> SET_UP = List.of("ATE0", "AT+CMEE=1", "AT+CLIP=1", "AT+CREG=1", "AT+CNMI=2,1,0,0,0",
            "AT+CREG?");

    private KernelCalls k;
    private Posix posix;
    private PhonePublisher publisher;
    private String device;
    private long answerAfterNs;
    private String dialFirst;
    private SigEvent input;
    private final Dialogue dialogue = new Dialogue();
    private final Call call = new Call();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int fd = NOT_OPEN;
    private long openNs;
    private long settledNs;
    private long signalNs = Ns.NEVER;
    private long listNs = Ns.NEVER;
    private long answerNs = Ns.NEVER;
    private Call.State seen = Call.State.IDLE;
    private boolean present;
    private boolean registered;
    private int dbm;
    private int messages;
    private int lostCount;
    private long lostNs;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--modem", "--answer-after", "--dial"));
        device = options.value("--modem", "/dev/ser2");
        answerAfterNs = options.durationNs("--answer-after", null);
        dialFirst = options.value("--dial", "");
        if (!dialFirst.isEmpty() && !isNumber(dialFirst))
            throw new IllegalArgumentException(
                    k.processName() + ": --dial: found " + dialFirst + ", expected a number such as +41441234567");
        posix = new Posix(k);
        publisher = new PhonePublisher(k);
        int chid = NameService.attach(k, NAME, ChannelFlag.COID_DISCONNECT);
        input = new SigEvent.Pulse(k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL), SigEvent.CALLER, INPUT_CODE, 0);
        var message = new byte[Math.max(Pulse.BYTES, PhoneMessages.HEADER + PhoneMessages.NUMBER_MAX)];
        var info = new MsgInfo();
        for (;;) {
            elapse();
            int rcvid = receive(chid, message, info);
            if (rcvid > 0) request(rcvid, message, info.msgLength);
            else if (rcvid == 0) pulse(Pulse.in(message));
        }
    }

    /// @return -1 if the time is over
    private int receive(int chid, byte[] message, MsgInfo info) {
        long dueNs = dueNs();
        if (dueNs != Ns.NEVER) k.timerTimeout(Math.max(0, dueNs - k.nowNs()));
        try {
            return k.msgReceive(chid, message, info);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ETIMEDOUT && e.errno() != Errno.EINTR) throw e;
            return -1;
        }
    }

    private long dueNs() {
        long dueNs = fd == NOT_OPEN ? openNs : k.nowNs() < settledNs ? settledNs : dialogue.dueNs();
        for (long otherNs : new long[]{call.dueNs(), signalNs, listNs, answerNs}) dueNs = Math.min(dueNs, otherNs);
        return dueNs;
    }

    /// Does what is due, and tells what has changed.
    private void elapse() {
        long nowNs = k.nowNs();
        if (fd == NOT_OPEN && nowNs >= openNs) open();
        if (dialogue.elapsed(nowNs) && dialogue.unanswered() == UNANSWERED_MAX) {
            lost();
            setUp();
        }
        call.elapsed(nowNs);
        if (nowNs >= signalNs) {
            signalNs = nowNs + SIGNAL_PERIOD_NS;
            dialogue.add("AT+CSQ");
        }
        if (nowNs >= listNs) list();
        if (nowNs >= answerNs) answer();
        changed();
        converse();
    }

    private void converse() {
        if (fd == NOT_OPEN || k.nowNs() < settledNs) return;
        String command = dialogue.next(k.nowNs());
        if (command == null) return;
        k.compute(COMMAND_NS);
        byte[] bytes = command.getBytes(StandardCharsets.US_ASCII);
        onLine(() -> {
            for (int at = 0; at < bytes.length;)
                at += posix.write(fd, Arrays.copyOfRange(bytes, at, bytes.length), bytes.length - at);
        });
    }

    private void open() {
        try {
            fd = posix.open(device, Posix.O_RDWR);
        } catch (ErrnoException e) {
            if (!isGone(e.errno())) throw e;
            openNs = k.nowNs() + REOPEN_NS;
            return;
        }
        setUp();
        settledNs = k.nowNs() + SETTLE_NS;
        onLine(this::listen);
    }

    /// What a modem has to be told that may have just been switched on, and asked that may have been there all the time.
    private void setUp() {
        dialogue.reset();
        for (String command : SET_UP) dialogue.add(command);
        call.beginList();
        dialogue.add("AT+CLCC", this::ready, () -> {});
        signalNs = k.nowNs();
    }

    private void ready() {
        call.endList();
        if (!present && lostCount > 0) {
            long outageUs = (k.nowNs() - lostNs) / 1_000;
            k.trace("modem-found", outageUs);
            if (seen != Call.State.IDLE) k.trace(call.isIdle() ? "call-dropped" : "call-kept", outageUs);
        }
        present = true;
        if (!dialFirst.isEmpty() && call.isIdle()) dial(dialFirst);
        dialFirst = "";
    }

    private void lost() {
        if (!present) return;
        present = false;
        lostNs = k.nowNs();
        k.trace("modem-lost", ++lostCount);
    }

    /// Does something with the driver, which may have died.
    private void onLine(Runnable action) {
        try {
            action.run();
        } catch (ErrnoException e) {
            if (!isGone(e.errno())) throw e;
            driverGone();
        }
    }

    private void driverGone() {
        if (fd == NOT_OPEN) return;
        posix.close(fd);
        fd = NOT_OPEN;
        dialogue.reset();
        signalNs = Ns.NEVER;
        listNs = Ns.NEVER;
        lost();
        openNs = k.nowNs();
    }

    private static boolean isGone(Errno errno) { return errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.EBADF; }

    private void pulse(Pulse pulse) {
        // One that tells of a death may be of a descriptor that is open again under its number: the driver knows.
        boolean concerns = pulse.code() == INPUT_CODE || pulse.code() == Pulse.CODE_COIDDEATH;
        if (concerns && fd != NOT_OPEN) onLine(this::listen);
    }

    /// Takes what is there and asks to be told of more.
    private void listen() {
        while (posix.ionotify(fd, NotifyAction.POLLARM, Condition.INPUT, 1, input) != 0) {
            int count = posix.read(fd, buffer);
            if (k.nowNs() < settledNs) settledNs = k.nowNs() + SETTLE_NS;
            for (var line : dialogue.take(buffer, count)) {
                k.compute(LINE_NS);
                take(line);
            }
        }
    }

    private void take(ModemLine line) {
        switch (line) {
            case ModemLine.Signal signal -> {
                // 27.007, 8.5: -113 dBm and 2 dB a step.
                dbm = signal.level() > 31 ? 0 : -113 + 2 * signal.level();
                k.trace("phone-signal", dbm);
            }
            case ModemLine.Registration registration -> registered = registration.status() == 1 || registration.status() == 5;
            case ModemLine.Message message -> k.trace("phone-message", ++messages);
            default -> call.take(line, k.nowNs());
        }
    }

    /// Tells of the state of the call, and what follows from it.
    private void changed() {
        if (call.state() != seen) entered();
        publisher.call(call);
        publisher.modem(present, registered, dbm, messages);
    }

    private void entered() {
        seen = call.state();
        k.trace("call-state", seen.ordinal());
        boolean outgoing = seen == Call.State.DIALLING || seen == Call.State.ALERTING;
        listNs = outgoing ? k.nowNs() + LIST_PERIOD_NS : Ns.NEVER;
        boolean answers = seen == Call.State.INCOMING && answerAfterNs > 0;
        answerNs = answers ? k.nowNs() + answerAfterNs : Ns.NEVER;
    }

    private void list() {
        listNs = k.nowNs() + LIST_PERIOD_NS;
        call.beginList();
        dialogue.add("AT+CLCC", call::endList, () -> {});
    }

    private void request(int rcvid, byte[] message, int length) {
        k.compute(COMMAND_NS);
        int type = length < PhoneMessages.HEADER ? 0 : PhoneMessages.type(message);
        String text = new String(message, PhoneMessages.HEADER, Math.max(0, length - PhoneMessages.HEADER),
                StandardCharsets.US_ASCII);
        Errno errno = switch (type) {
            case PhoneMessages.STATE -> Errno.EOK;
            case PhoneMessages.DIAL -> isNumber(text) ? dial(text) : Errno.EINVAL;
            case PhoneMessages.ANSWER -> answer();
            case PhoneMessages.HANG_UP -> hangUp();
            default -> Errno.ENOSYS;
        };
        try {
            if (errno == Errno.EOK) k.msgReply(rcvid, call.state().ordinal());
            else k.msgError(rcvid, errno);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) throw e; // the client is gone
        }
    }

    private static boolean isNumber(String text) { return text.matches("\\+?[0-9*#]{1,30}"); }

    private Errno dial(String number) {
        if (!call.isIdle() || !present || !dialogue.add("ATD" + number + ";", () -> {}, call::end)) return Errno.EBUSY;
        call.dial(number);
        return Errno.EOK;
    }

    private Errno answer() {
        answerNs = Ns.NEVER;
        if (call.state() != Call.State.INCOMING || !dialogue.add("ATA", call::answered, call::end)) return Errno.EBUSY;
        return Errno.EOK;
    }

    private Errno hangUp() {
        if (call.isIdle() || !dialogue.add("AT+CHUP", call::end, () -> {})) return Errno.EBUSY;
        return Errno.EOK;
    }
}
