package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.Condition;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// What the clients of [SerialManager] ask for, and which of them wait. Those who read wait in one row, and so for each other.
///
/// A read in raw mode ends by VMIN and VTIME as in [P] XBD 11.1.7, its cases A to D:
///
/// | | VTIME > 0 | VTIME = 0 |
/// |---|---|---|
/// | VMIN > 0 | A: VMIN bytes, or VTIME without a further byte after the first | B: VMIN bytes |
/// | VMIN = 0 | C: a byte, or none after VTIME | D: what is there, at once |
///
/// A read for fewer than VMIN bytes ends when it has as many as it asked for. With O_NONBLOCK it ends at once, with what is there or EAGAIN.
final class SerialFunctions implements IoFunctions {
    private static final long DECISECOND_NS = 100_000_000;
    private static final int NO_TIMER = -1;

    private final KernelCalls k;
    private final ResourceManager manager;
    private final SerialManager driver;
    private final LineDiscipline line;
    private final HeldRequests readers = new HeldRequests();
    private final HeldRequests writers = new HeldRequests();
    private final HeldRequests drainers = new HeldRequests();
    private long lastReceivedNs;
    private int timer = NO_TIMER;

    SerialFunctions(KernelCalls k, ResourceManager manager, SerialManager driver, LineDiscipline line) {
        this.k = k;
        this.manager = manager;
        this.driver = driver;
        this.line = line;
    }

    /// Something has come from the wire.
    void received() { lastReceivedNs = k.nowNs(); }

    /// Answers those who need not wait any more.
    void serve() {
        readers.serve(manager);
        writers.serve(manager);
        drainers.serve(manager);
    }

    @Override
    public Reply read(Request request, Ocb ocb, int nbytes) {
        long startNs = k.nowNs();
        return readers.answerOrHold(request, ocb, () -> {
            boolean ends = line.isCanonical() ? line.hasLine() : endsRaw(nbytes, startNs, ocb.nonblocking());
            if (!ends) return null;
            var data = line.take(nbytes);
            driver.holdBack();
            return new Reply.Data(data);
        });
    }

    private boolean endsRaw(int nbytes, long startNs, boolean nonblocking) {
        int there = line.readable();
        if (nonblocking) return there > 0;
        int least = Math.min(line.termios().count(Termios.VMIN), nbytes);
        long waitNs = line.termios().count(Termios.VTIME) * DECISECOND_NS;
        if (there >= Math.max(least, 1) || (least == 0 && waitNs == 0)) return true;
        if (waitNs == 0 || (least > 0 && there == 0)) return false;
        long endNs = (least == 0 ? startNs : Math.max(startNs, lastReceivedNs)) + waitNs;
        if (k.nowNs() >= endNs) return true;
        if (timer == NO_TIMER) timer = k.timerCreate(manager.onPulse(SigEvent.CALLER, value -> serve()));
        k.timerSettime(timer, endNs, 0, true);
        return false;
    }

    @Override
    public Reply write(Request request, Ocb ocb, byte[] bytes) {
        return writers.answerOrHold(request, ocb, () -> {
            int taken = line.put(bytes);
            if (taken == 0) return null;
            driver.transmit();
            return new Reply.Count(taken);
        });
    }

    @Override
    public long available(Ocb ocb) { return line.readable(); }

    @Override
    public long room(Ocb ocb) { return line.output.room(); }

    @Override
    public int conditions(Ocb ocb, long items) {
        boolean isReadable = line.isCanonical() ? line.hasLine() : line.readable() >= items;
        return (ocb.mayRead() && isReadable ? Condition.INPUT : 0) | (ocb.mayWrite() && room(ocb) > 0 ? Condition.OUTPUT : 0);
    }

    @Override
    public void unblock(Request request, Ocb ocb) {
        readers.forget(request);
        writers.forget(request);
        drainers.forget(request);
    }

    @Override
    public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
        var words = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int count = data.length / Integer.BYTES;
        return switch (dcmd) {
            case SerialManager.DCMD_COUNTERS -> counters(count);
            case SerialManager.DCMD_TCGETATTR -> data.length < Termios.BYTES
                    ? new Reply.Fail(Errno.EINVAL)
                    : new Reply.Data(line.termios().bytes());
            case SerialManager.DCMD_TCSETATTR -> setAttributes(data);
            case SerialManager.DCMD_TCSETPGRP -> setForeground(words, count);
            case SerialManager.DCMD_TCFLUSH -> flush(count == 1 ? words.getInt(0) : -1);
            case SerialManager.DCMD_TCDRAIN ->
                drainers.answerOrHold(request, ocb, () -> driver.isSending() ? null : Reply.DONE);
            case SerialManager.DCMD_TCFLOW -> flow(count == 1 ? words.getInt(0) : -1);
            default -> new Reply.Fail(Errno.ENOTTY);
        };
    }

    private Reply counters(int room) {
        int[] counters = driver.counters();
        if (room < counters.length) return new Reply.Fail(Errno.EINVAL);
        var bytes = ByteBuffer.allocate(counters.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int counter : counters) bytes.putInt(counter);
        return new Reply.Data(bytes.array());
    }

    private Reply setAttributes(byte[] data) {
        if (data.length < Integer.BYTES + Termios.BYTES) return new Reply.Fail(Errno.EINVAL);
        if (data[0] != 0) line.flushInput();
        line.setTermios(Termios.in(data, Integer.BYTES));
        driver.modesChanged();
        serve();
        return Reply.DONE;
    }

    private Reply setForeground(ByteBuffer words, int count) {
        if (count > SerialManager.FOREGROUND_MAX) return new Reply.Fail(Errno.E2BIG);
        var pids = new int[count];
        for (int at = 0; at < count; at++) pids[at] = words.getInt(at * Integer.BYTES);
        driver.setForeground(pids);
        return Reply.DONE;
    }

    private Reply flush(int queue) {
        if (queue < 0 || queue >= Terminal.Queue.values().length) return new Reply.Fail(Errno.EINVAL);
        var which = Terminal.Queue.values()[queue];
        if (which != Terminal.Queue.OUTPUT) line.flushInput();
        if (which != Terminal.Queue.INPUT) line.flushOutput();
        driver.holdBack();
        serve();
        return Reply.DONE;
    }

    private Reply flow(int what) {
        if (what < 0 || what >= Terminal.Flow.values().length) return new Reply.Fail(Errno.EINVAL);
        switch (Terminal.Flow.values()[what]) {
            case OUTPUT_OFF -> line.setStopped(true);
            case OUTPUT_ON -> {
                line.setStopped(false);
                driver.transmit();
            }
            case SEND_STOP -> driver.sendUrgently(Termios.VSTOP);
            case SEND_START -> driver.sendUrgently(Termios.VSTART);
        }
        return Reply.DONE;
    }
}
