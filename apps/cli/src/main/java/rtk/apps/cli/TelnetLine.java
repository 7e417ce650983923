package rtk.apps.cli;

import java.io.IOException;
import java.util.ArrayDeque;

/// The console at a TCP port of the loopback interface, for a telnet client: RFC 854, with ECHO (RFC 857) and SUPPRESS-GO-AHEAD (RFC 858)
/// offered, which makes an ordinary client send key by key and leave echo to the other end. All other options are refused.
final class TelnetLine implements HostLine {
    private static final int IAC = 255;
    private static final int DONT = 254;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int WILL = 251;
    private static final int SUBNEGOTIATION = 250;
    private static final int SUBNEGOTIATION_END = 240;
    private static final int BREAK = 243;
    private static final int INTERRUPT_PROCESS = 244;
    private static final int ECHO = 1;
    private static final int SUPPRESS_GO_AHEAD = 3;
    private static final byte CTRL_C = 3;
    private static final int PRESENT_MAX = 1024;
    private static final byte[] GREETING = {(byte) IAC, (byte) WILL, ECHO, (byte) IAC, (byte) WILL, SUPPRESS_GO_AHEAD, (byte) IAC,
        (byte) DO, SUPPRESS_GO_AHEAD};

    private enum State {
        DATA, RETURN, COMMAND, OPTION, SUB, SUB_COMMAND
    }

    private final TcpPort port;
    private State state = State.DATA;
    private int verb;
    private int visits;
    private boolean over;
    /// The line that is being shown, such as a prompt, for whoever comes next.
    private final ArrayDeque<Byte> present = new ArrayDeque<>();

    /// @param port 0 for a free one
    TelnetLine(int port) throws IOException { this.port = new TcpPort(port, GREETING); }

    int port() throws IOException { return port.port(); }

    @Override
    public void send(Byte octet) {
        if (octet == '\n') present.clear();
        else if (present.size() < PRESENT_MAX) present.add(octet);
        sendNow(octet);
    }

    private void sendNow(byte octet) {
        if ((octet & 0xff) == IAC) port.send(octet);
        port.send(octet);
    }

    @Override
    public Byte poll(long nowNs) throws IOException {
        for (Byte octet = port.poll(nowNs); octet != null; octet = port.poll(nowNs)) {
            greet();
            int key = key(octet & 0xff);
            if (key >= 0) return (byte) key;
        }
        greet();
        return null;
    }

    /// Somebody may have come.
    private void greet() {
        if (visits == port.visits()) return;
        visits = port.visits();
        state = State.DATA;
        present.forEach(this::sendNow);
    }

    /// @return the key, -1 for none
    private int key(int octet) {
        switch (state) {
            case COMMAND -> {
                return command(octet);
            }
            case OPTION -> {
                state = State.DATA;
                refuse(octet);
                return -1;
            }
            case SUB, SUB_COMMAND -> {
                state = state == State.SUB_COMMAND && octet == SUBNEGOTIATION_END
                        ? State.DATA
                        : octet == IAC ? State.SUB_COMMAND : State.SUB;
                return -1;
            }
            case DATA, RETURN -> {}
        }
        boolean isSecondOfEnd = state == State.RETURN && (octet == '\n' || octet == 0);
        state = octet == IAC ? State.COMMAND : octet == '\r' ? State.RETURN : State.DATA;
        return octet == IAC || isSecondOfEnd ? -1 : octet;
    }

    private int command(int octet) {
        state = switch (octet) {
            case WILL, WONT, DO, DONT -> State.OPTION;
            case SUBNEGOTIATION -> State.SUB;
            default -> State.DATA;
        };
        verb = octet;
        return switch (octet) {
            case IAC -> IAC;
            case INTERRUPT_PROCESS, BREAK -> CTRL_C;
            default -> -1;
        };
    }

    private void refuse(int option) {
        boolean isOurs = option == SUPPRESS_GO_AHEAD || (option == ECHO && verb == DO);
        if (isOurs || verb == DONT || verb == WONT) return;
        for (int octet : new int[]{IAC, verb == DO ? WONT : DONT, option}) port.send((byte) octet);
    }

    @Override
    public boolean isOver() { return over; }

    @Override
    public void shellEnded() { over = true; }

    @Override
    public long dropped() { return port.dropped(); }

    @Override
    public void close() throws IOException { port.close(); }
}
