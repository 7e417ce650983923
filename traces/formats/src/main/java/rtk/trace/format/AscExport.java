package rtk.trace.format;

import java.io.IOException;

/// The frames of all CAN buses as Vector's ASC, readable by CANalyzer, can-utils' `asc2log`, python-can, SavvyCAN and by our own replay.
///
/// ```
///    0.001234 1  123             Rx   d 4 DE AD BE EF
///    0.002000 1  ErrorFrame
///    0.003000 CANFD   1 Rx        123                                  1 0 2  2 AA BB …
/// ```
///
/// Buses are channels, numbered from 1 in the order of their first frames; comments at the top of the frames name them. Times from 0, in
/// microseconds, rounded down. One `ErrorFrame` for each attempt that an error ended. The header's date is the epoch: a simulation has none.
public final class AscExport extends FrameExport {
    private static final String DATE = "Thu Jan 1 12:00:00.000 am 1970";
    private static final int NAME_WIDTH = 15;
    private static final int FD_NAME_WIDTH = 33;

    private final LineOutput out;
    private final StringBuilder line = new StringBuilder();
    private int named;

    public AscExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    public void begin() {
        out.write("date " + DATE + "\nbase hex  timestamps absolute\nno internal events logged\n// version 9.0.0\n");
        out.write("Begin TriggerBlock " + DATE + "\n   0.000000 Start of measurement\n");
    }

    @Override
    public void frame(BusFrame frame) {
        stamp(frame.timeNs(), frame.bus(), frame.channel());
        if (frame.fd()) fd(frame);
        else classic(frame);
        out.write(line.append('\n'));
    }

    @Override
    public void error(long timeNs, String bus, int channel) {
        stamp(timeNs, bus, channel);
        out.write(line.append(channel + 1).append("  ErrorFrame\n"));
    }

    @Override
    public void end() { out.write("End TriggerBlock\n"); }

    @Override
    void check() throws IOException { out.check(); }

    private void stamp(long timeNs, String bus, int channel) {
        if (channel >= named) {
            named = channel + 1;
            out.write("// channel " + named + " is " + bus + "\n");
        }
        line.setLength(0);
        LineOutput.seconds(line, timeNs, 1, 6);
        line.insert(0, " ".repeat(Math.max(0, 11 - line.length()))).append(' ');
    }

    private void id(BusFrame frame, int width) {
        int start = line.length();
        line.append(Integer.toHexString(frame.id()).toUpperCase(java.util.Locale.ROOT));
        if (frame.extended()) line.append('x');
        while (line.length() < start + width) line.append(' ');
    }

    private void classic(BusFrame frame) {
        line.append(frame.channel() + 1).append("  ");
        id(frame, NAME_WIDTH);
        line.append(" Rx   ").append(frame.remote() ? "r " : "d ").append(frame.length());
        frame.appendData(line, " ");
    }

    private void fd(BusFrame frame) {
        line.append("CANFD ").append(frame.channel() + 1).append(" Rx ");
        id(frame, FD_NAME_WIDTH);
        line.append(frame.brs() ? " 1 " : " 0 ").append(frame.esi() ? "1 " : "0 ");
        line.append(Integer.toHexString(frame.lengthCode())).append(frame.length() < 10 ? "  " : " ").append(frame.length());
        frame.appendData(line, " ");
        // Duration and bits unknown to readers of logs; flags: EDL, BRS, ESI (bits 12, 13, 14); no CRC, no bit timing.
        int flags = 0x1000 | (frame.brs() ? 0x2000 : 0) | (frame.esi() ? 0x4000 : 0);
        line.append(" 0 0 ").append(Integer.toHexString(flags)).append(" 0 0 0 0 0");
    }
}
