package rtk.apps.infotainment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.DbcException;
import rtk.board.can.dbc.Message;
import rtk.board.can.dbc.Signal;
import rtk.board.sim.Ns;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.MutexProtocol;
import rtk.kernel.api.Program;
import rtk.kernel.api.ThreadAttr;
import rtk.resmgr.NameService;
import rtk.resmgr.Posix;
import rtk.resmgr.dev.CanRecord;
import rtk.resmgr.ham.RecoveringFile;

/// The vehicle gateway: turns frames on the bus into signals that other services can ask for by name.
///
/// In a car it is the one process of the head unit that knows the vehicle's messages, often generated from the maker's
/// database; all others see signals only. Left out here: timeouts of messages, end-to-end checksums and
/// counters, access rights by client, subscription.
///
/// Two threads: the first reads frames and decodes them; `server` answers other services, at the priority of whoever asks.
/// They share the table of values under a mutex with priority inheritance. With `--send` a third one, `sender`, puts frames of
/// others on the bus ([VehicleCommands]).
///
/// If the driver dies it waits for another, and goes on: `gateway-can-lost`, `gateway-can-back` and the same with `gateway-send` in the trace
/// ([RecoveringFile]).
///
/// | argument | meaning |
/// |---|---|
/// | `--dbc FILE` | the database; the shipped `cockpit.dbc` unless given |
/// | `--can PATH` | where frames come from; `/dev/can0/rx0` unless given |
/// | `--send PATH` | where frames of others are sent, such as `/dev/can0/tx0`; nowhere unless given |
/// | `--trace SIGNAL[=NAME]` | traces each value of that signal, in thousandths of its unit; may be repeated; `VehicleSpeed=speed` unless given |
public final class VehicleGateway implements Program {
    /// Its name for [NameService].
    public static final String NAME = "gateway";
    /// Under this name it takes frames to send.
    static final String COMMANDS_NAME = "gateway-commands";

    /// Finding the message of an identifier and checking its length: two cache misses and a hash, of the order of 1000 cycles at
    /// 1 GHz.
    private static final long FRAME_NS = Ns.us(1);
    /// Extracting, scaling and comparing one signal: some 300 cycles.
    private static final long SIGNAL_NS = 300;
    /// Copying the values of a frame into the table, with the mutex held.
    private static final long PUBLISH_NS = 200;
    /// Finding a signal by name: a scan over some hundred names.
    private static final long LOOKUP_NS = Ns.us(15);
    /// Answering for one signal, with the mutex held.
    private static final long READ_NS = 150;

    /// Frames taken by one read at most.
    private static final int BATCH_MAX = 16;
    /// How long to wait for the driver at start-up.
    private static final long DRIVER_WAIT_NS = Ns.s(1);

    private KernelCalls k;
    private Dbc dbc;
    private SignalTable table;
    private int mutex;
    private String[] traceNames;

    // The signals of the frame being decoded; the reader's.
    private final List<Signal> decoded = new ArrayList<>();
    private final List<Long> decodedMilli = new ArrayList<>();

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--dbc", "--can", "--trace", "--send"));
        dbc = database(options.value("--dbc", CockpitDatabase.NAME));
        table = new SignalTable(dbc);
        traceNames = traceNames(options.values("--trace"));
        mutex = k.mutexCreate("signals", MutexProtocol.INHERIT, 0);
        int chid = NameService.attach(k, NAME);
        k.threadCreate(ThreadAttr.named("server"), () -> serve(chid));
        String send = options.value("--send", null);
        if (send != null) {
            int commands = NameService.attach(k, COMMANDS_NAME);
            k.threadCreate(ThreadAttr.named("sender"), () -> send(commands, send));
        }
        readFrames(options.value("--can", "/dev/can0/rx0"));
        return 0;
    }

    private Dbc database(String file) {
        if (file.equals(CockpitDatabase.NAME)) return CockpitDatabase.get();
        try {
            return Dbc.read(Path.of(file));
        } catch (DbcException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(k.processName() + ": --dbc: cannot read " + file + ", expected a DBC file", e);
        }
    }

    private String[] traceNames(List<String> wanted) {
        var names = new String[table.size()];
        boolean isDefault = wanted.isEmpty();
        for (String entry : isDefault ? List.of("VehicleSpeed=speed") : wanted) {
            int equals = entry.indexOf('=');
            String signal = equals < 0 ? entry : entry.substring(0, equals);
            int number = table.number(signal);
            if (number != SignalTable.UNKNOWN) names[number] = entry.substring(equals + 1);
            else if (!isDefault) {
                throw new IllegalArgumentException(k.processName() + ": --trace: " + dbc.name() + " has no signal " + signal);
            }
        }
        return names;
    }

    private void readFrames(String path) {
        var can = new RecoveringFile(k, path, Posix.O_RDONLY, k.processName() + "-can", DRIVER_WAIT_NS);
        var buffer = new byte[BATCH_MAX * CanRecord.BYTES];
        for (;;) {
            int nbytes = can.read(buffer);
            for (int at = 0; at + CanRecord.BYTES <= nbytes; at += CanRecord.BYTES) take(CanRecord.in(buffer, at));
        }
    }

    private void take(CanRecord frame) {
        Message message = frame.isRemote() ? null : dbc.message(frame.idWithFlags());
        k.compute(FRAME_NS);
        if (message == null) return;
        decoded.clear();
        decodedMilli.clear();
        message.decode(frame.data(), frame.length(), (signal, raw) -> {
            if (!signal.isFinite(raw)) return;
            decoded.add(signal);
            decodedMilli.add(signal.physicalMilli(raw));
        });
        k.compute(SIGNAL_NS * decoded.size());
        k.mutexLock(mutex);
        k.compute(PUBLISH_NS);
        for (int n = 0; n < decoded.size(); n++) table.put(table.number(decoded.get(n)), decodedMilli.get(n), frame.timeNs());
        k.mutexUnlock(mutex);
        for (int n = 0; n < decoded.size(); n++) {
            String name = traceNames[table.number(decoded.get(n))];
            if (name != null) k.trace(name, decodedMilli.get(n));
        }
    }

    private void serve(int chid) {
        var request = new byte[GatewayMessages.REQUEST_MAX];
        var info = new MsgInfo();
        for (;;) {
            int rcvid = k.msgReceive(chid, request, info);
            if (rcvid == 0) continue;
            try {
                answer(rcvid, request, info.msgLength);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH) throw e; // the client is gone, and so is its question
            }
        }
    }

    /// Sends frames for others, one after another. The reply says that the frame was on the wire.
    private void send(int chid, String path) {
        var can = new RecoveringFile(k, path, Posix.O_WRONLY, k.processName() + "-send", DRIVER_WAIT_NS);
        var request = new byte[GatewayMessages.SEND_BYTES];
        var frame = new byte[CanRecord.BYTES];
        var info = new MsgInfo();
        for (;;) {
            int rcvid = k.msgReceive(chid, request, info);
            if (rcvid == 0) continue;
            Errno errno = Errno.EINVAL;
            CanRecord record = info.msgLength < request.length ? null : GatewayMessages.frame(request);
            if (record != null) {
                k.compute(FRAME_NS);
                record.into(frame, 0);
                errno = deliver(can, frame);
            }
            try {
                k.msgError(rcvid, errno);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ESRCH) throw e; // the client is gone
            }
        }
    }

    private static Errno deliver(RecoveringFile can, byte[] frame) {
        try {
            can.deliver(frame, frame.length);
            return Errno.EOK;
        } catch (ErrnoException e) {
            return e.errno(); // such as EINVAL for a frame that no controller can send
        }
    }

    private void answer(int rcvid, byte[] request, int length) {
        var fields = GatewayMessages.view(request);
        int type = length < GatewayMessages.HEADER ? 0 : fields.getShort(0) & 0xffff;
        int count = length < GatewayMessages.HEADER ? 0 : fields.getShort(2) & 0xffff;
        switch (type) {
            case GatewayMessages.LOOKUP -> {
                if (GatewayMessages.HEADER + count > length) k.msgError(rcvid, Errno.EINVAL);
                else lookUp(rcvid, new String(request, GatewayMessages.HEADER, count, StandardCharsets.US_ASCII));
            }
            case GatewayMessages.READ -> {
                if (GatewayMessages.HEADER + count * GatewayMessages.NUMBER_BYTES > length) k.msgError(rcvid, Errno.EINVAL);
                else read(rcvid, request, count);
            }
            default -> k.msgError(rcvid, Errno.ENOSYS);
        }
    }

    private void lookUp(int rcvid, String name) {
        k.compute(LOOKUP_NS);
        int number = table.number(name);
        if (number == SignalTable.UNKNOWN) k.msgError(rcvid, Errno.ENOENT);
        else k.msgReply(rcvid, number);
    }

    private void read(int rcvid, byte[] request, int count) {
        var numbers = GatewayMessages.view(request);
        var reply = new byte[count * GatewayMessages.VALUE_BYTES];
        var values = GatewayMessages.view(reply);
        k.mutexLock(mutex);
        k.compute(READ_NS * count);
        boolean isValid = true;
        for (int n = 0; n < count; n++) {
            int number = numbers.getInt(GatewayMessages.HEADER + n * GatewayMessages.NUMBER_BYTES);
            isValid &= number >= 0 && number < table.size();
            if (isValid) values.putLong(table.milli(number)).putLong(table.timeNs(number));
        }
        k.mutexUnlock(mutex);
        if (isValid) k.msgReply(rcvid, count, reply, reply.length);
        else k.msgError(rcvid, Errno.EINVAL);
    }
}
