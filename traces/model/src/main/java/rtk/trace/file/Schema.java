package rtk.trace.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// The vocabulary that a file was written with, as text in the file, and its translation to ours. Kinds, fields, thread
/// states and kernel calls are matched by name: what we no longer know is skipped, what the file does not have is 0.
///
/// One line each, in order of their numbers:
///
/// ```
/// kind thread.state thread:ID state:STATE core:ID on:ID
/// state DEAD
/// call MsgSend
/// ```
final class Schema {
    /// A kind of the file.
    static final class Kind {
        final String label;
        /// Ours, or null: skip.
        final EventKind kind;
        final Field.Type[] types;
        /// For each field of the file the field of ours, or -1.
        final int[] target;

        Kind(String label, EventKind kind, int fields) {
            this.label = label;
            this.kind = kind;
            types = new Field.Type[fields];
            target = new int[fields];
        }
    }

    private final List<Kind> kinds = new ArrayList<>();
    private final List<Integer> states = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();

    private Schema() {}

    /// The vocabulary of this program.
    static String ours() {
        var out = new StringBuilder();
        for (EventKind kind : EventKind.values()) {
            out.append("kind ").append(kind.label());
            for (Field field : kind.fields()) out.append(' ').append(field.name()).append(':').append(field.type());
            out.append('\n');
        }
        for (ThreadState state : ThreadState.values()) out.append("state ").append(state).append('\n');
        for (KernelCall call : KernelCall.values()) out.append("call ").append(call.label()).append('\n');
        return out.toString();
    }

    /// @throws IllegalArgumentException says which line is wrong
    static Schema parse(String text) {
        var kindsOfOurs = new TreeMap<String, EventKind>();
        for (EventKind kind : EventKind.values()) kindsOfOurs.put(kind.label(), kind);
        var statesOfOurs = new TreeMap<String, Integer>();
        for (ThreadState state : ThreadState.values()) statesOfOurs.put(state.name(), state.ordinal());
        var callsOfOurs = new TreeMap<String, Integer>();
        for (KernelCall call : KernelCall.values()) callsOfOurs.put(call.label(), call.ordinal());

        var schema = new Schema();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ");
            if (words.length < 2) throw new IllegalArgumentException("schema line '" + line + "'");
            switch (words[0]) {
                case "kind" -> schema.kinds.add(kind(kindsOfOurs.get(words[1]), words, line));
                case "state" -> schema.states.add(statesOfOurs.getOrDefault(words[1], -1));
                case "call" -> schema.calls.add(callsOfOurs.getOrDefault(words[1], -1));
                default -> throw new IllegalArgumentException("schema line '" + line + "'");
            }
        }
        if (schema.kinds.size() >= Layout.TEXT_RECORD) throw new IllegalArgumentException(schema.kinds.size() + " kinds");
        return schema;
    }

    private static Kind kind(EventKind ours, String[] words, String line) {
        var kind = new Kind(words[1], ours, words.length - 2);
        for (int index = 0; index < kind.types.length; index++) {
            String[] field = words[index + 2].split(":");
            if (field.length != 2) throw new IllegalArgumentException("schema line '" + line + "'");
            kind.types[index] = type(field[1]);
            kind.target[index] = ours == null ? -1 : indexOf(ours, field[0]);
        }
        return kind;
    }

    /// A type that we do not know is packed like any unsigned number.
    private static Field.Type type(String name) {
        return Arrays.stream(Field.Type.values()).filter(type -> type.name().equals(name)).findFirst().orElse(Field.Type.BITS);
    }

    private static int indexOf(EventKind kind, String field) {
        List<Field> fields = kind.fields();
        for (int index = 0; index < fields.size(); index++) {
            if (fields.get(index).name().equals(field)) return index;
        }
        return -1;
    }

    /// @return null if the file has no such kind
    Kind kind(int number) { return number < kinds.size() ? kinds.get(number) : null; }

    int stateCount() { return states.size(); }

    int callCount() { return calls.size(); }

    /// Our number of the file's thread state, -1 if we have none of that name.
    int state(int number) { return states.get(number); }

    /// Our number of the file's kernel call, -1 if we have none of that name.
    int call(int number) { return calls.get(number); }

    /// The labels of kinds that are skipped.
    List<String> unknownKinds() {
        return kinds.stream().filter(kind -> kind.kind == null).map(kind -> kind.label).toList();
    }
}
