package rtk.apps.scenario.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Gives a target inputs that are nearly right: examples, mutated. Whatever the target makes of one, it may take no more than
/// [#INPUT_MAX_NS] and [#ALLOCATED_MAX] bytes, and throw only what it says.
///
/// Every day a fixed number of inputs; `-Drtk.fuzz.seconds=N` goes on for N seconds for each target instead, and `-Drtk.fuzz.seed=S`
/// begins elsewhere. A failure names seed, number and input.
final class Fuzzer {
    private static final long INPUT_MAX_NS = 5_000_000_000L;
    private static final long ALLOCATED_MAX = 512L << 20;
    private static final int LENGTH_MAX = 1 << 16;
    private static final long SECONDS = Long.getLong("rtk.fuzz.seconds", 0);
    private static final long SEED = Long.getLong("rtk.fuzz.seed", 1);
    private static final String[] SPLINTERS = {"0", "-1", "1", "2147483647", "2147483648", "4294967295", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999999", "1e999999999", "1e-400", "0.0000000001", "NaN", "0x", "0xffffffff",
        "ns",
        "s", "\"", "'", "\\", "\\x", "{", "}", "[", "]", "(", ")", ",", ";", ":", "|", "@", "*", "#", "$", "&a", "*a", "<<", "- ",
        "\n",
        "\r", "\t", " ", "\0", "\u00ff", "%", "%s", "~", "null", "true", "!!java.lang.String", "..", "/", "_"};

    /// What an input is put to.
    interface Target {
        void take(byte[] input) throws Exception;
    }

    private final String name;
    private final List<byte[]> examples;
    private final SplittableRandom random;

    Fuzzer(String name, List<byte[]> examples) {
        this.name = name;
        this.examples = examples;
        random = new SplittableRandom(SEED * 31 + name.length() * 131L + name.charAt(0));
    }

    static List<byte[]> texts(String... examples) {
        var bytes = new ArrayList<byte[]>();
        for (String example : examples) bytes.add(example.getBytes(StandardCharsets.UTF_8));
        return bytes;
    }

    /// @param daily how many inputs every day
    void run(int daily, Target target) {
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long endNs = System.nanoTime() + SECONDS * 1_000_000_000;
        int count = 0;
        for (; SECONDS > 0 ? System.nanoTime() < endNs : count < daily; count++) {
            byte[] input = count < examples.size() ? examples.get(count) : mutated();
            long startNs = System.nanoTime();
            long allocated = memory.getCurrentThreadAllocatedBytes();
            try {
                target.take(input);
            } catch (Throwable e) {
                throw new AssertionError(where(count, input), e);
            }
            long tookNs = System.nanoTime() - startNs;
            assertTrue(tookNs < INPUT_MAX_NS, () -> "took " + tookNs / 1_000_000 + " ms: " + where(0, input));
            long took = memory.getCurrentThreadAllocatedBytes() - allocated;
            assertTrue(took < ALLOCATED_MAX, () -> "allocated " + took + " bytes: " + where(0, input));
        }
        if (SECONDS > 0) System.out.println("fuzz: " + name + ", seed " + SEED + ", " + count + " inputs");
    }

    private String where(int count, byte[] input) {
        String text = new String(input, 0, Math.min(input.length, 4_000), StandardCharsets.ISO_8859_1);
        return name + ", seed " + SEED + ", input " + count + ", " + input.length + " bytes:\n" + text;
    }

    private byte[] mutated() {
        byte[] input = examples.get(random.nextInt(examples.size()));
        for (int n = 1 + random.nextInt(4); n > 0; n--) input = changed(input);
        return input;
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + random.nextInt(1 + random.nextInt(40)));
        return switch (random.nextInt(8)) {
            case 0 -> with(input, at, Math.min(input.length, at + 1), new byte[]{(byte) random.nextInt(256)});
            case 1 -> with(input, at, to, new byte[0]);
            case 2 -> with(input, at, at, SPLINTERS[random.nextInt(SPLINTERS.length)].getBytes(StandardCharsets.UTF_8));
            case 3 -> number(input, at);
            case 4 -> with(input, at, at, piece(input));
            case 5 -> with(input, at, to, piece(examples.get(random.nextInt(examples.size()))));
            case 6 -> repeated(input, at, to);
            default -> with(input, at, input.length, new byte[0]);
        };
    }

    /// Replaces the digits at or behind `at`.
    private byte[] number(byte[] input, int at) {
        int from = at;
        while (from < input.length && (input[from] < '0' || input[from] > '9')) from++;
        int to = from;
        while (to < input.length && input[to] >= '0' && input[to] <= '9') to++;
        return with(input, from, to, SPLINTERS[random.nextInt(12)].getBytes(StandardCharsets.UTF_8));
    }

    private byte[] piece(byte[] of) {
        int from = random.nextInt(of.length + 1);
        return java.util.Arrays.copyOfRange(of, from, Math.min(of.length, from + random.nextInt(200)));
    }

    private byte[] repeated(byte[] input, int from, int to) {
        var out = new ByteArrayOutputStream();
        for (int n = random.nextInt(300); n > 0 && out.size() < LENGTH_MAX; n--) out.write(input, from, to - from);
        return with(input, to, to, out.toByteArray());
    }

    private static byte[] with(byte[] input, int from, int to, byte[] inserted) {
        if (input.length - (to - from) + inserted.length > LENGTH_MAX) return input;
        var out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(inserted);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
