package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.board.can.CanFrame;
import rtk.board.can.log.CanLog;
import rtk.board.can.log.MalformedLogException;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.DbcException;
import rtk.board.can.dbc.Message;
import rtk.board.can.j1939.FastPackets;
import rtk.board.can.j1939.J1939Id;
import rtk.board.can.j1939.ParameterGroups;

/// `rtk can decode`: the signals in the frames of a log.
@Command(name = "decode", description = {"Decodes the frames of a log by a DBC database.",
    "LOG is of any format that scenarios replay (candump, ASC, TRC, CSV, pcap, pcapng), plain or gzip; - reads standard input.",
    "Messages of J1939 and NMEA 2000 are found by their parameter group, and put together from their packets."})
final class CanDecodeVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "LOG", description = "The log, or - for standard input.")
    private String log;

    @Option(names = "--dbc", required = true, paramLabel = "FILE", description = "The database.")
    private Path dbcFile;

    @Option(names = "--message", paramLabel = "NAME", description = "Only this message.")
    private String onlyMessage;

    @Option(names = "--j1939", description = "Takes all 29-bit messages of the database for J1939 or NMEA 2000, as it says itself of some.")
    private boolean j1939;

    @Option(names = "--lenient", description = "Reports malformed lines, counts them and goes on.")
    private boolean lenient;

    @Option(names = "--json", description = "Prints JSON: a list with one object per decoded frame.")
    private boolean json;

    private long decoded;
    private long unknown;

    CanDecodeVerb(Console console) { this.console = console; }

    @Override
    public Integer call() throws IOException {
        Dbc dbc = j1939 ? database().allJ1939() : database();
        if (onlyMessage != null && dbc.message(onlyMessage) == null) {
            throw new Failure(ExitCode.USAGE, "--message " + onlyMessage + ": no such message in " + dbcFile);
        }
        CanLog.Mode mode = lenient ? CanLog.Mode.LENIENT : CanLog.Mode.STRICT;
        try (CanLog frames = log.equals("-")
                ? new CanLog("-", console.in(), mode, problem -> report(problem.toString()))
                : CanLog.open(Console.existing(Path.of(log)), mode, problem -> report(problem.toString()))) {
            if (json) console.out().print('[');
            var groups = dbc.isJ1939() ? new ParameterGroups(pgn -> isFastPacket(dbc, pgn)) : null;
            while (frames.next()) {
                if (groups == null || !frames.frame().isExtended()) frame(dbc, frames);
                else groupFrame(dbc, frames, groups);
            }
            if (json) console.line("%s", decoded == 0 ? "]" : "\n]");
            if (console.out().checkError()) throw new Failure(ExitCode.IO, "standard output cannot be written");
            console.note("frames %,d  decoded %,d  not in the database %,d  malformed lines %,d", frames.frameCount(), decoded,
                    unknown,
                    frames.malformedCount());
        } catch (MalformedLogException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "; --lenient goes on after such lines", e);
        }
        return ExitCode.OK;
    }

    private Dbc database() throws IOException {
        try {
            return Dbc.read(Console.existing(dbcFile));
        } catch (DbcException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /// A message of up to eight bytes in the database is a frame as it is on the wire, also where frames are parts of fast packets.
    private static boolean isFastPacket(Dbc dbc, int pgn) {
        Message message = dbc.message(pgn << 8 | Message.EXTENDED);
        return message != null && message.length() > 8 && FastPackets.contains(pgn);
    }

    private void report(String problem) {
        if (lenient) console.note("rtk: " + problem);
    }

    private void frame(Dbc dbc, CanLog frames) {
        CanFrame frame = frames.frame();
        byte[] data = new byte[frame.dataLength()];
        for (int i = 0; i < data.length; i++) data[i] = (byte) frame.dataByte(i);
        Message message = frame.isRemote() ? null : dbc.message(frame.idWithFlags());
        if (message == null) unknown++;
        else show(frames, message, frame.isExtended(), frame.identifier(), data);
    }

    /// A frame of J1939 or NMEA 2000: a message, or a part of one.
    private void groupFrame(Dbc dbc, CanLog frames, ParameterGroups groups) {
        int pgn = J1939Id.pgn(frames.frame().identifier());
        var whole = groups.frame(frames.frame());
        boolean fast = isFastPacket(dbc, pgn);
        if (!fast) frame(dbc, frames);
        if (whole == null || !(fast || ParameterGroups.isTransport(pgn))) return;
        int identifier = whole.id().identifier();
        Message message = dbc.message(identifier | Message.EXTENDED);
        if (message == null) unknown++;
        else show(frames, message, true, identifier, whole.data());
    }

    private void show(CanLog frames, Message message, boolean extended, int identifier, byte[] data) {
        if (onlyMessage != null && !message.name().equals(onlyMessage)) return;
        Map<String, Object> signals = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        message.decode(data, (signal, raw) -> {
            // An infinity, or what is not a number, has no value in JSON.
            String number = signal.isFinite(raw) ? signal.physical(raw).stripTrailingZeros().toPlainString() : "nan";
            signals.put(signal.name(), signal.isFinite(raw) ? new Json.Raw(number) : null);
            String label = signal.label(raw);
            text.append(' ').append(signal.name()).append('=').append(number).append(signal.unit());
            if (label != null) text.append('(').append(label).append(')');
        });
        if (json) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("stampNs", frames.stampNs());
            row.put("interface", frames.interfaceName());
            row.put("id", String.format(Locale.ROOT, extended ? "0x%08X" : "0x%03X", identifier));
            row.put("message", message.name());
            row.put("signals", signals);
            console.out().print((decoded == 0 ? "\n" : ",\n") + Json.of(row));
        } else {
            console.out().print(String.format(Locale.ROOT, "(%d.%06d) %s %s%s%n", frames.stampNs() / 1_000_000_000,
                    frames.stampNs() % 1_000_000_000 / 1_000, frames.interfaceName(), message.name(), text));
        }
        decoded++;
    }
}
