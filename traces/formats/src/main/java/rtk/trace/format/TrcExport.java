package rtk.trace.format;

import java.io.IOException;

/// The frames of all CAN buses as PEAK's TRC, version 2.1 (PEAK-System, "PEAK CAN TRC File Format").
///
/// ```
///       1         1.234 DT 1      0123 Rx -  4    DE AD BE EF
/// ```
///
/// Buses are numbered from 1 in the order of their first frames. Times in milliseconds from 0 to the microsecond, rounded down. The
/// start is the epoch: a simulation has no date. Errors are left out.
public final class TrcExport extends FrameExport {
    private final LineOutput out;
    private final StringBuilder line = new StringBuilder();
    private long count;

    public TrcExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    public void begin() {
        // Days since 30 December 1899, as the format counts.
        out.write("""
                ;$FILEVERSION=2.1
                ;$STARTTIME=25569.0
                ;$COLUMNS=N,O,T,B,I,d,R,L,D
                ;
                ;   Start time: 01/01/1970 00:00:00.000.0
                ;---+-- ----+---- --+-- +- ----+--- +- -+ --+- +- -- -- -- -- -- -- --
                """);
    }

    @Override
    public void frame(BusFrame frame) {
        line.setLength(0);
        padded(Long.toString(++count), 7);
        var ms = new StringBuilder().append(frame.timeNs() / 1_000_000).append('.');
        line.append(' ');
        padded(LineOutput.digits(ms, frame.timeNs() % 1_000_000 / 1_000, 3), 13);
        line.append(' ').append(type(frame)).append(' ').append(frame.channel() + 1).append(' ');
        if (!frame.extended()) line.append("    ");
        BusFrame.hex(line, frame.id(), frame.extended() ? 8 : 4);
        line.append(" Rx -  ").append(frame.lengthCode()).append("   ");
        frame.appendData(line, " ");
        out.write(line.append('\n'));
    }

    @Override
    void check() throws IOException { out.check(); }

    private void padded(CharSequence text, int width) {
        line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    private static String type(BusFrame frame) {
        if (frame.remote()) return "RR";
        if (!frame.fd()) return "DT";
        if (frame.brs()) return frame.esi() ? "BI" : "FB";
        return frame.esi() ? "FE" : "FD";
    }
}
