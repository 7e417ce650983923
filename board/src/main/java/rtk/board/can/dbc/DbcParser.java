package rtk.board.can.dbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rtk.board.can.CanFrame;
import rtk.board.can.dbc.DbcLexer.Kind;

/// Reads one DBC text, statement by statement. Notes on a message or signal may come before it or after it, so they are kept
/// and applied at the end.
final class DbcParser {
    /// CAN FD's longest frame; longer ones are transport-protocol messages, which some files describe.
    private static final int MESSAGE_BYTES_MAX = 1785;
    private static final int J1939_FRAME_FORMAT = 3;
    /// Identifier of the message whose signals belong to none.
    private static final long UNASSIGNED = 0xc000_0000L;
    /// Digits before or behind the decimal point; as many as a double can need.
    private static final int DECIMALS_MAX = 400;
    /// Statements that are skipped up to their semicolon.
    private static final Set<String> SKIPPED = Set.of("BA_DEF_", "BA_DEF_REL_", "BA_DEF_DEF_REL_", "BA_REL_", "BA_DEF_SGTYPE_",
            "BA_SGTYPE_", "BO_TX_BU_", "BU_SG_REL_", "BU_EV_REL_", "BU_BO_REL_", "CAT_DEF_", "CAT_", "ENVVAR_DATA_", "EV_",
            "EV_DATA_", "FILTER", "NS_DESC_", "SGTYPE_", "SGTYPE_VAL_", "SIGTYPE_VALTYPE_", "SIG_GROUP_", "SIG_TYPE_REF_",
            "VAL_TABLE_");
    private static final Set<String> READ = Set.of("VERSION", "NS_", "BS_", "BU_", "BO_", "SG_", "CM_", "VAL_", "BA_",
            "BA_DEF_DEF_", "SIG_VALTYPE_", "SG_MUL_VAL_");

    private final String file;
    private final DbcLexer lexer;
    private String version = "";
    private final List<String> nodes = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<Integer, Message> byId = new LinkedHashMap<>();
    private final List<Runnable> notes = new ArrayList<>();
    /// Given at the very end: until then the notes speak of the short names.
    private final List<Runnable> longNames = new ArrayList<>();
    private final Map<String, String> attributeDefaults = new LinkedHashMap<>();

    DbcParser(String file, String text) throws DbcException {
        this.file = file;
        lexer = new DbcLexer(file, text);
    }

    Dbc parse() throws DbcException {
        Message current = null;
        while (lexer.kind() != Kind.END) {
            // Stray semicolons are found behind complete statements.
            if (lexer.isSign(';')) {
                lexer.next();
                continue;
            }
            String keyword = lexer.value();
            if (lexer.kind() != Kind.WORD || !isKeyword(keyword)) throw notAStatement();
            if (keyword.equals("SG_")) {
                if (current == null) throw lexer.errorHere("found a signal (SG_) before any message, expected BO_ first");
                current.add(signal());
            } else {
                current = keyword.equals("BO_") ? message() : null;
                if (current == null) statement(keyword);
            }
        }
        messages.forEach(this::giveMultiplexors);
        messages.forEach(this::applyDefaults);
        notes.forEach(Runnable::run);
        longNames.forEach(Runnable::run);
        return new Dbc(file, version, nodes, messages, false);
    }

    private void statement(String keyword) throws DbcException {
        lexer.next();
        switch (keyword) {
            case "VERSION" -> version = string();
            case "NS_" -> newSymbols();
            case "BS_" -> bitTiming();
            case "BU_" -> nodes();
            case "CM_" -> comment();
            case "VAL_" -> labels();
            case "BA_" -> attribute();
            case "BA_DEF_DEF_" -> attributeDefault();
            case "SIG_VALTYPE_" -> valueType();
            case "SG_MUL_VAL_" -> multiplexing();
            default -> skipStatement();
        }
    }

    private DbcException notAStatement() {
        String expected = "a statement such as BO_, SG_ or CM_";
        if (lexer.kind() != Kind.WORD) return lexer.error(expected);
        String word = lexer.value();
        for (String keyword : new String[]{"VERSION", "NS_", "BS_", "BU_", "BO_", "SG_", "CM_", "VAL_", "BA_", "EV_"}) {
            if (keyword.equalsIgnoreCase(word) || keyword.equalsIgnoreCase(word + "_")) {
                return lexer.error(expected + "; did you mean " + keyword + "?");
            }
        }
        return lexer.error(expected);
    }

    private static boolean isKeyword(String word) { return READ.contains(word) || SKIPPED.contains(word); }

    private void newSymbols() throws DbcException {
        skipSign(':');
        // A keyword that is only listed has another word behind it; one that begins a statement mostly has not.
        while (lexer.kind() == Kind.WORD && !lexer.isWord("BS_") && lexer.wordOrEndFollows()) lexer.next();
    }

    private void bitTiming() throws DbcException {
        skipSign(':');
        while (lexer.kind() != Kind.WORD && lexer.kind() != Kind.END) lexer.next();
    }

    private void nodes() throws DbcException {
        skipSign(':');
        while (lexer.kind() == Kind.WORD && !isKeyword(lexer.value())) nodes.add(word("a node"));
    }

    private Message message() throws DbcException {
        lexer.next();
        int id = messageIdentifier();
        String name = word("the name of the message");
        skipSign(':');
        long length = integer("the length of the message in bytes");
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw lexer.errorHere("message " + name + " has " + length + " bytes, expected at most " + MESSAGE_BYTES_MAX);
        }
        String sender = lexer.kind() == Kind.WORD && !isKeyword(lexer.value()) ? word("the sender") : "Vector__XXX";
        var message = new Message(id, name, (int) length, sender);
        messages.add(message);
        byId.putIfAbsent(id, message);
        return message;
    }

    private Signal signal() throws DbcException {
        lexer.next();
        String name = word("the name of the signal");
        boolean multiplexor = false;
        List<MuxRange> ranges = List.of();
        if (lexer.kind() == Kind.WORD) {
            String mark = lexer.value();
            if (!mark.matches("M|m[0-9]{1,9}M?")) throw lexer.error("':' or a multiplexing mark such as M or m3");
            multiplexor = mark.endsWith("M");
            if (mark.startsWith("m")) {
                long value = Long.parseLong(mark.replaceAll("[mM]", ""));
                ranges = List.of(new MuxRange(value, value));
            }
            lexer.next();
        }
        sign(':');
        Signal.Layout layout = layout(name);
        Signal.Scaling scaling = scaling(name);
        return new Signal(layout, scaling, multiplexor, ranges, receivers());
    }

    private Signal.Layout layout(String name) throws DbcException {
        long start = integer("the start bit");
        if (start < 0 || start >= MESSAGE_BYTES_MAX * 8) throw lexer.errorHere("signal " + name + " starts at bit " + start);
        sign('|');
        long length = integer("the length in bits");
        if (length < 1 || length > MESSAGE_BYTES_MAX * 8) {
            throw lexer.errorHere("signal " + name + " has " + length + " bits, expected 1 or more");
        }
        sign('@');
        long order = integer("the byte order, 0 (Motorola) or 1 (Intel)");
        if (order != 0 && order != 1) {
            throw lexer.errorHere("signal " + name + " has byte order " + order + ", expected 0 (Motorola) or 1 (Intel)");
        }
        boolean signed = lexer.isSign('-');
        if (!signed && !lexer.isSign('+')) throw lexer.error("+ (unsigned) or - (signed)");
        lexer.next();
        return new Signal.Layout(name, (int) start, (int) length, order == 0, signed);
    }

    private Signal.Scaling scaling(String name) throws DbcException {
        sign('(');
        BigDecimal scale = number("the scale");
        if (scale.signum() == 0) throw lexer.errorHere("signal " + name + " has the scale 0, expected another number");
        sign(',');
        BigDecimal offset = number("the offset");
        sign(')');
        sign('[');
        BigDecimal minimum = number("the minimum");
        sign('|');
        BigDecimal maximum = number("the maximum");
        sign(']');
        return new Signal.Scaling(scale, offset, minimum, maximum, string());
    }

    private List<String> receivers() throws DbcException {
        var receivers = new ArrayList<String>();
        while (lexer.isSign(',') || (lexer.kind() == Kind.WORD && !isKeyword(lexer.value()))) {
            if (lexer.kind() == Kind.WORD) receivers.add(lexer.value());
            lexer.next();
        }
        return receivers;
    }

    private void comment() throws DbcException {
        if (lexer.isWord("BO_")) {
            lexer.next();
            int id = identifier();
            String text = string();
            notes.add(() -> {
                if (byId.get(id) != null) byId.get(id).comment = text;
            });
        } else if (lexer.isWord("SG_")) {
            lexer.next();
            int id = identifier();
            String name = word("the name of a signal");
            String text = string();
            note(id, name, signal -> signal.comment = text);
        }
        skipStatement();
    }

    private void labels() throws DbcException {
        // Without an identifier it is about an environment variable.
        if (lexer.kind() == Kind.WORD) {
            skipStatement();
            return;
        }
        int id = identifier();
        String name = word("the name of a signal");
        var labels = new LinkedHashMap<Long, String>();
        while (lexer.kind() == Kind.NUMBER) labels.putIfAbsent(number("a value").toBigInteger().longValue(), string());
        sign(';');
        note(id, name, signal -> signal.labels = java.util.Collections.unmodifiableMap(labels));
    }

    private void attributeDefault() throws DbcException {
        String name = string();
        attributeDefaults.put(name, lexer.value());
        skipStatement();
    }

    private void attribute() throws DbcException {
        String name = string();
        if (lexer.isWord("BO_")) {
            lexer.next();
            int id = identifier();
            String value = lexer.value();
            Message message = byId.get(id);
            if (name.equals("SystemMessageLongSymbol") && message != null) longNames.add(() -> message.rename(value));
            notes.add(() -> {
                if (byId.get(id) != null) applyAttribute(byId.get(id), name, value);
            });
        } else if (name.equals("SystemSignalLongSymbol") && lexer.isWord("SG_")) {
            lexer.next();
            Message message = byId.get(identifier());
            String shortName = word("the name of a signal");
            String longName = string();
            if (message != null) longNames.add(() -> message.rename(shortName, longName));
        } else if (name.equals("ProtocolType")) attributeDefaults.put(name, lexer.value());
        skipStatement();
    }

    private void applyDefaults(Message message) {
        attributeDefaults.forEach((name, value) -> applyAttribute(message, name, value));
    }

    private static void applyAttribute(Message message, String name, String value) {
        switch (name) {
            case "GenMsgCycleTime" -> message.cycleTimeMs = value.matches("[0-9]{1,9}") ? Long.parseLong(value) : 0;
            case "VFrameFormat" -> {
                message.fd = value.equals("14") || value.equals("15") || value.endsWith("CAN_FD");
                message.j1939 = message.isExtended()
                        && (value.equals("J1939PG") || value.equals(Integer.toString(J1939_FRAME_FORMAT)));
            }
            default -> {
                // Of no meaning here.
            }
        }
    }

    private void valueType() throws DbcException {
        int id = identifier();
        String name = word("the name of a signal");
        skipSign(':');
        long type = integer("0 (integer), 1 (float) or 2 (double)");
        if (type == 1 || type == 2) {
            Signal signal = byId.get(id) == null ? null : byId.get(id).signal(name);
            int bits = type == 1 ? 32 : 64;
            if (signal != null && signal.length() != bits) {
                throw lexer.errorHere(
                        "signal " + name + " has " + signal.length() + " bits, a floating-point number of this kind " + bits);
            }
            note(id, name, known -> known.type = type == 1 ? Signal.Type.FLOAT : Signal.Type.DOUBLE);
        }
        skipStatement();
    }

    private void multiplexing() throws DbcException {
        int id = identifier();
        String name = word("the name of a signal");
        String multiplexor = word("the name of its multiplexor");
        var ranges = new ArrayList<MuxRange>();
        while (lexer.kind() == Kind.NUMBER || lexer.isSign(',')) {
            if (lexer.isSign(',')) lexer.next();
            long low = integer("the first value of a range");
            // The minus of a range is taken for the sign of its end.
            if (lexer.isSign('-')) lexer.next();
            ranges.add(new MuxRange(low, Math.abs(integer("the last value of the range"))));
        }
        sign(';');
        note(id, name, signal -> {
            signal.muxSwitch = multiplexor;
            signal.muxRanges = List.copyOf(ranges);
        });
    }

    /// Without `SG_MUL_VAL_`, a message has one multiplexor: the one that is not multiplexed itself.
    private void giveMultiplexors(Message message) {
        Signal root = null;
        for (Signal signal : message.signals()) {
            if (signal.isMultiplexor() && signal.muxRanges.isEmpty()) root = signal;
        }
        for (Signal signal : message.signals()) {
            if (!signal.muxRanges.isEmpty()) signal.muxSwitch = root == null ? "" : root.name();
        }
    }

    private void note(int id, String signalName, java.util.function.Consumer<Signal> change) {
        notes.add(() -> {
            Message message = byId.get(id);
            Signal signal = message == null ? null : message.signal(signalName);
            if (signal != null) change.accept(signal);
        });
    }

    private void skipStatement() throws DbcException {
        while (!lexer.isSign(';')) {
            if (lexer.kind() == Kind.END) throw lexer.error("';'");
            lexer.next();
        }
        lexer.next();
    }

    /// An identifier of 11 bits, or of 29 with bit 31 set. What belongs to no message has both upper bits set.
    private int messageIdentifier() throws DbcException {
        if (lexer.kind() == Kind.NUMBER && lexer.value().matches("[0-9]{1,18}")) {
            long id = Long.parseLong(lexer.value());
            boolean possible = id <= CanFrame.STANDARD_ID_MAX || (id & ~(long) CanFrame.EXTENDED_ID_MAX) == 0x8000_0000L
                    || id == UNASSIGNED;
            if (!possible)
                throw lexer.error("an identifier of 11 bits (up to 2047), or of 29 bits with bit 31 (2147483648) added");
        }
        return identifier();
    }

    private int identifier() throws DbcException {
        long id = integer("the identifier of a message");
        if (id < 0 || id > 0xffff_ffffL) throw lexer.errorHere("found the identifier " + id + ", expected at most 4294967295");
        return (int) id;
    }

    private long integer(String expected) throws DbcException {
        if (lexer.kind() != Kind.NUMBER || !lexer.value().matches("[+-]?[0-9]{1,18}")) throw lexer.error(expected);
        long value = Long.parseLong(lexer.value());
        lexer.next();
        return value;
    }

    private BigDecimal number(String expected) throws DbcException {
        if (lexer.kind() != Kind.NUMBER) throw lexer.error(expected);
        try {
            var value = new BigDecimal(lexer.value());
            // Written 1E+006 it has a negative scale, which only complicates sums.
            if (Math.abs((long) value.scale()) > DECIMALS_MAX) throw lexer.error(expected + " of a double's range");
            if (value.scale() < 0) value = value.setScale(0);
            lexer.next();
            return value;
        } catch (NumberFormatException e) {
            throw lexer.error(expected);
        }
    }

    private String word(String expected) throws DbcException {
        if (lexer.kind() != Kind.WORD) throw lexer.error(expected);
        String value = lexer.value();
        lexer.next();
        return value;
    }

    private String string() throws DbcException {
        if (lexer.kind() != Kind.STRING) throw lexer.error("a string in quotes");
        String value = lexer.value();
        lexer.next();
        return value;
    }

    private void sign(char sign) throws DbcException {
        if (!lexer.isSign(sign)) throw lexer.error("'" + sign + "'");
        lexer.next();
    }

    private void skipSign(char sign) throws DbcException {
        if (lexer.isSign(sign)) lexer.next();
    }
}
