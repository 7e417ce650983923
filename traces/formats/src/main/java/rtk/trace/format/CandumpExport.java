package rtk.trace.format;

import java.io.IOException;

/// The frames of all CAN buses as `candump -L` logs them, readable by can-utils, python-can, SavvyCAN and by our own replay:
///
/// ```
/// (0000000000.001234) can0 123#DEADBEEF
/// ```
///
/// One line per frame at the last bit of its EOF. Time is simulated time from 0, in microseconds, rounded down. CAN FD frames as
/// `123##1…`, remote frames as `123#R4`, extended identifiers with eight digits. Errors are left out.
public final class CandumpExport extends FrameExport {
    private final LineOutput out;
    private final StringBuilder line = new StringBuilder();

    public CandumpExport(Appendable out) { this.out = new LineOutput(out); }

    @Override
    public void frame(BusFrame frame) {
        line.setLength(0);
        LineOutput.seconds(line.append('('), frame.timeNs(), 10, 6).append(") ").append(frame.bus()).append(' ');
        BusFrame.hex(line, frame.id(), frame.extended() ? 8 : 3);
        line.append('#');
        if (frame.fd()) BusFrame.hex(line.append('#'), frame.flags(), 1);
        if (frame.remote()) {
            line.append('R');
            if (frame.length() > 0) line.append(frame.length());
        }
        frame.appendData(line, "");
        out.write(line.append('\n'));
    }

    @Override
    void check() throws IOException { out.check(); }
}
