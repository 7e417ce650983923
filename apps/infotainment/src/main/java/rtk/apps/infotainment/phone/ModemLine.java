package rtk.apps.infotainment.phone;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that a modem said.
sealed interface ModemLine {
    /// A command is done.
    record Done() implements ModemLine {}

    /// A command has failed.
    record Failed(String how) implements ModemLine {}

    /// Somebody calls.
    record Ring() implements ModemLine {}

    /// A call has ended, or did not come about.
    record Ended(String how) implements ModemLine {}

    /// `+CLIP`: who calls.
    record Caller(String number) implements ModemLine {}

    /// `+CSQ`: signal strength 0 to 31, each 2 dB from −113 dBm on; 99 unknown.
    record Signal(int level) implements ModemLine {}

    /// `+CREG`: 1 registered at home, 5 abroad.
    record Registration(int status) implements ModemLine {}

    /// `+CMTI`: a short message has been stored.
    record Message(int index) implements ModemLine {}

    /// One line of `+CLCC`.
    ///
    /// @param incoming whether the other side called
    /// @param status 0 active, 1 held, 2 dialling, 3 alerting, 4 incoming, 5 waiting
    record Listed(int index, boolean incoming, int status, String number) implements ModemLine {}

    /// Anything else: an echo, an answer that nobody needs.
    record Other(String text) implements ModemLine {}

    Pattern LISTED = Pattern.compile("\\+CLCC: *(\\d{1,2}),(\\d),(\\d),\\d,\\d(?:,\"([^\"]*)\".*)?");
    Pattern CALLER = Pattern.compile("\\+CLIP: *\"([^\"]*)\".*");
    Pattern SIGNAL = Pattern.compile("\\+CSQ: *(\\d{1,2}),\\d+");
    /// Unasked `+CREG: stat…`, in answer to a question `+CREG: n,stat…`; those with a place have it in quotes.
    Pattern REGISTRATION = Pattern.compile("\\+CREG: *(?:\\d,)?(\\d)(?:,\".*)?");
    Pattern MESSAGE = Pattern.compile("\\+CMTI: *\"[^\"]*\",(\\d{1,4})");

    static ModemLine of(String line) {
        return switch (line) {
            case "OK" -> new Done();
            case "RING" -> new Ring();
            case "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE" -> new Ended(line);
            default -> line.equals("ERROR") || line.startsWith("+CME ERROR:") || line.startsWith("+CMS ERROR:")
                    ? new Failed(line)
                    : information(line);
        };
    }

    private static ModemLine information(String line) {
        Matcher m = LISTED.matcher(line);
        if (m.matches()) {
            String number = m.group(4) == null ? "" : m.group(4);
            return new Listed(Integer.parseInt(m.group(1)), m.group(2).equals("1"), Integer.parseInt(m.group(3)), number);
        }
        m = CALLER.matcher(line);
        if (m.matches()) return new Caller(m.group(1));
        m = SIGNAL.matcher(line);
        if (m.matches()) return new Signal(Integer.parseInt(m.group(1)));
        m = REGISTRATION.matcher(line);
        if (m.matches()) return new Registration(Integer.parseInt(m.group(1)));
        m = MESSAGE.matcher(line);
        if (m.matches()) return new Message(Integer.parseInt(m.group(1)));
        return line.startsWith("+CRING:") ? new Ring() : new Other(line);
    }
}
