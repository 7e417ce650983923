package rtk.trace.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import rtk.trace.EventKind;
import rtk.trace.Field;
import rtk.trace.KernelCall;
import rtk.trace.ThreadState;
import rtk.trace.TraceSink;

/// A trace in memory: recorded, or made up from a seed with every kind, every size of number, and texts between.
final class SeededEvents implements TraceSink {
    final List<String> told = new ArrayList<>();

    static void tell(long seed, int count, TraceSink sink) {
        var random = new Random(seed);
        EventKind[] kinds = EventKind.values();
        int texts = 0;
        long timeNs = 0;
        var values = new long[5];
        for (int event = 0; event < count; event++) {
            if (random.nextInt(20) == 0) sink.text(++texts, text(random));
            EventKind kind = kinds[random.nextInt(kinds.length)];
            timeNs += random.nextLong() >>> (30 + random.nextInt(34));
            for (int index = 0; index < 5; index++)
                values[index] = index < kind.fields().size() ? value(random, kind.fields().get(index).type(), texts) : 0;
            sink.event(timeNs, kind, values[0], values[1], values[2], values[3], values[4]);
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--)
            text.appendCodePoint(random.nextInt(10) == 0 ? 0x1F600 : 'a' + random.nextInt(26));
        return text.toString();
    }

    private static long value(Random random, Field.Type type, int texts) {
        return switch (type) {
            case TEXT -> random.nextInt(texts + 1);
            case STATE -> random.nextInt(ThreadState.count());
            case CALL -> random.nextInt(KernelCall.values().length);
            case NS -> random.nextLong() >>> (1 + random.nextInt(63));
            case SIGNED -> random.nextLong() >> random.nextInt(64);
            case ID, COUNT, BITS -> random.nextLong() >>> random.nextInt(64);
        };
    }

    @Override
    public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        told.add(timeNs + " " + kind + " " + a + " " + b + " " + c + " " + d + " " + e);
    }

    @Override
    public void text(int id, String text) { told.add(id + "=" + text); }
}
