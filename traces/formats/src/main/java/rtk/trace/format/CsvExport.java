package rtk.trace.format;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;

/// Every event as a line of comma-separated values (RFC 4180, lines ended by LF):
///
/// ```
/// timeNs,kind,field1,value1,field2,value2,field3,value3,field4,value4,field5,value5
/// 1234567,thread.state,thread,5,state,READY,core,0,on,0,,
/// ```
///
/// Texts, states and calls by name, bits in hexadecimal, all else as numbers. The number of a thing is explained by the line
/// of the event that created it.
public final class CsvExport implements TraceExport {
    private final LineOutput out;
    private final StringBuilder line = new StringBuilder();
    private final TreeMap<Long, String> texts = new TreeMap<>();

    public CsvExport(Appendable out) {
        this.out = new LineOutput(out);
        line.append("timeNs,kind");
        for (int field = 1; field <= EventKind.FIELDS_MAX; field++)
            line.append(",field").append(field).append(",value").append(field);
        this.out.write(line.append('\n'));
    }

    @Override
    public void text(int id, String text) { texts.put((long) id, text); }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        line.setLength(0);
        line.append(timeNs).append(',').append(kind.label());
        List<Field> fields = kind.fields();
        for (int index = 0; index < EventKind.FIELDS_MAX; index++) {
            line.append(',');
            if (index >= fields.size()) {
                line.append(',');
                continue;
            }
            Field field = fields.get(index);
            line.append(field.name()).append(',');
            append(field.type(), switch (index) {
                case 0 -> a;
                case 1 -> b;
                case 2 -> c;
                case 3 -> d;
                default -> e;
            });
        }
        out.write(line.append('\n'));
    }

    @Override
    public void finish() throws IOException { out.check(); }

    private void append(Field.Type type, long value) {
        switch (type) {
            case SIGNED -> line.append(value);
            case ID, COUNT, NS -> line.append(Long.toUnsignedString(value));
            case BITS -> line.append("0x").append(Long.toHexString(value).toLowerCase(Locale.ROOT));
            case TEXT -> quoted(texts.getOrDefault(value, ""));
            case STATE -> line.append(ThreadState.ofNumber(value));
            case CALL -> line.append(KernelCall.ofNumber(value).label());
        }
    }

    private void quoted(String text) {
        if (text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) line.append(text);
        else line.append('"').append(text.replace("\"", "\"\"")).append('"');
    }
}
