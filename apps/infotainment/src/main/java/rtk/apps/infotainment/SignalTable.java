package rtk.apps.infotainment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.Message;
import rtk.board.can.dbc.Signal;

/// The latest value of each signal of a database, by number. Not for several threads at once: its owner locks.
final class SignalTable {
    static final int UNKNOWN = -1;
    /// Instant of a value that has never come.
    static final long NEVER = -1;

    private final List<String> names = new ArrayList<>();
    private final Map<Signal, Integer> numbers = new HashMap<>();
    private final long[] milli;
    private final long[] timeNs;

    SignalTable(Dbc dbc) {
        for (Message message : dbc.messages()) {
            for (Signal signal : message.signals()) {
                numbers.put(signal, names.size());
                names.add(message.name() + "." + signal.name());
            }
        }
        milli = new long[names.size()];
        timeNs = new long[names.size()];
        Arrays.fill(timeNs, NEVER);
    }

    /// @param name `Message.Signal`, or `Signal` for the first one of that name
    /// @return its number, or [#UNKNOWN]
    int number(String name) {
        String ending = "." + name;
        for (int number = 0; number < names.size(); number++) {
            String known = names.get(number);
            if (known.equals(name) || known.endsWith(ending)) return number;
        }
        return UNKNOWN;
    }

    int number(Signal signal) { return numbers.get(signal); }

    int size() { return names.size(); }

    void put(int number, long valueMilli, long atNs) {
        milli[number] = valueMilli;
        timeNs[number] = atNs;
    }

    long milli(int number) { return milli[number]; }

    /// When the frame with it was received, or [#NEVER].
    long timeNs(int number) { return timeNs[number]; }
}
