package rtk.board.can.dbc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A message of a database: an identifier and the signals in its frames.
public final class Message {
    /// Told of each signal that is in a frame.
    @FunctionalInterface
    public interface SignalSink {
        void signal(Signal signal, long raw);
    }

    /// Set in [#idWithFlags] of a message with a 29-bit identifier, as in SocketCAN.
    public static final int EXTENDED = 0x8000_0000;

    private final int idWithFlags;
    private final int length;
    private final String sender;
    private final Map<String, Signal> signals = new LinkedHashMap<>();
    // From later lines of the file; written only by DbcParser.
    private String name;
    String comment = "";
    long cycleTimeMs;
    boolean j1939;
    boolean fd;

    Message(int idWithFlags, String name, int length, String sender) {
        this.idWithFlags = idWithFlags;
        this.name = name;
        this.length = length;
        this.sender = sender;
    }

    void add(Signal signal) { signals.put(signal.name(), signal); }

    void rename(String longName) { name = longName; }

    /// Gives a signal its long name, in its place and where others name it as their multiplexor.
    void rename(String shortName, String longName) {
        List<Signal> all = signals();
        signals.clear();
        for (Signal signal : all) {
            if (signal.name().equals(shortName)) signal.name = longName;
            if (shortName.equals(signal.muxSwitch)) signal.muxSwitch = longName;
            add(signal);
        }
    }

    /// The identifier; with [#EXTENDED] if it has 29 bits.
    public int idWithFlags() { return idWithFlags; }

    /// Without the flag.
    public int identifier() { return idWithFlags & ~EXTENDED; }

    public boolean isExtended() { return (idWithFlags & EXTENDED) != 0; }

    public String name() { return name; }

    /// In bytes.
    public int length() { return length; }

    /// Node that sends it, or `Vector__XXX` for nobody in particular.
    public String sender() { return sender; }

    /// In the order of the file.
    public List<Signal> signals() { return List.copyOf(signals.values()); }

    /// @return the signal called `signalName`, or null
    public Signal signal(String signalName) { return signals.get(signalName); }

    public String comment() { return comment; }

    /// Period from the attribute `GenMsgCycleTime`, 0 if there is none.
    public long cycleTimeMs() { return cycleTimeMs; }

    /// Is it identified by its parameter group number, whatever its priority and source address (SAE J1939)?
    public boolean isJ1939() { return j1939; }

    /// Is it sent in CAN FD frames?
    public boolean isFd() { return fd; }

    /// Tells `sink` of the numeric signals in a frame of up to eight bytes, in the order of the file: those that the frame is
    /// long enough for and that the multiplexors select.
    ///
    /// @param data first byte most significant
    /// @param nbytes length of the frame
    public void decode(long data, int nbytes, SignalSink sink) {
        for (Signal signal : signals.values()) {
            if (signal.isActive(this, data, nbytes)) sink.signal(signal, signal.raw(data));
        }
    }

    /// The same for a frame of any length.
    public void decode(byte[] data, SignalSink sink) {
        for (Signal signal : signals.values()) {
            if (signal.isActive(this, data)) sink.signal(signal, signal.raw(data));
        }
    }

    @Override
    public String toString() { return name; }
}
