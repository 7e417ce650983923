package rtk.board.can.dbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rtk.board.can.j1939.J1939Id;

/// A CAN database: messages and signals of a bus, from a text in Vector's DBC format.
///
/// Understood: `VERSION BU_ BO_ SG_ CM_ VAL_ SIG_VALTYPE_ SG_MUL_VAL_` and the attributes `GenMsgCycleTime`, `VFrameFormat`,
/// `ProtocolType`, `SystemMessageLongSymbol` and `SystemSignalLongSymbol` (names of more than 32 characters); all other statements of the format are skipped. Sections may come in any order and more than once. What speaks
/// of an unknown message or signal is ignored, as files in the field need it.
public final class Dbc {
    private final String name;
    private final String version;
    private final List<String> nodes;
    private final List<Message> messages;
    private final Map<Integer, Message> byId = new HashMap<>();
    private final Map<Integer, Message> byParameterGroup = new HashMap<>();

    Dbc(String name, String version, List<String> nodes, List<Message> messages, boolean allJ1939) {
        this.name = name;
        this.version = version;
        this.nodes = List.copyOf(nodes);
        this.messages = List.copyOf(messages);
        for (Message message : messages) {
            byId.putIfAbsent(message.idWithFlags(), message);
            if (message.isJ1939() || (allJ1939 && message.isExtended())) {
                byParameterGroup.putIfAbsent(J1939Id.pgn(message.identifier()), message);
            }
        }
    }

    /// Reads a database.
    ///
    /// @param name of the file, for messages about errors
    public static Dbc parse(String name, String text) throws DbcException { return new DbcParser(name, text).parse(); }

    /// Reads a database from a file in UTF-8 or, where it is not that, Windows-1252.
    public static Dbc read(Path path) throws IOException, DbcException {
        byte[] bytes = Files.readAllBytes(path);
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            text = new String(bytes, Charset.forName("windows-1252"));
        }
        return parse(path.toString(), text);
    }

    public String name() { return name; }

    /// What `VERSION` says; may be empty.
    public String version() { return version; }

    /// The control units on the bus.
    public List<String> nodes() { return nodes; }

    /// In the order of the file.
    public List<Message> messages() { return messages; }

    /// The message of a frame. J1939 messages are found by parameter group if no identifier is the same.
    ///
    /// @param idWithFlags the identifier; bit 31 set if it has 29 bits, as in SocketCAN
    /// @return null if unknown; the first one if the file has several
    public Message message(int idWithFlags) {
        Message message = byId.get(idWithFlags);
        if (message != null || idWithFlags >= 0 || byParameterGroup.isEmpty()) return message;
        return byParameterGroup.get(J1939Id.pgn(idWithFlags));
    }

    /// @return the message called `messageName`, or null
    public Message message(String messageName) {
        for (Message message : messages) {
            if (message.name().equals(messageName)) return message;
        }
        return null;
    }

    /// Has it messages that are found by their parameter group?
    public boolean isJ1939() { return !byParameterGroup.isEmpty(); }

    /// The same database with all messages of 29-bit identifiers taken for messages of J1939 or NMEA 2000, as in files that do not
    /// say so.
    public Dbc allJ1939() { return new Dbc(name, version, nodes, messages, true); }

    @Override
    public String toString() { return name; }
}
