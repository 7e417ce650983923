package rtk.trace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;

class TraceFileTest {
    private static final String MANIFEST = "{\"scenario\":\"Prüfung\",\"seed\":42}";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}, {1} events")
    @ValueSource(longs = {1, 2, 3, 0x5EED})
    void whatWasWrittenIsReadBack(long seed) throws IOException {
        int count = seed == 1 ? 100_000 : 3_000;
        var expected = new SeededEvents();
        SeededEvents.tell(seed, count, expected);

        var bytes = new ByteArrayOutputStream();
        var writer = writer(bytes);
        SeededEvents.tell(seed, count, writer);
        writer.close();
        try (TraceFile file = open(bytes.toByteArray())) {
            var read = new SeededEvents();
            file.replay(read);

            assertEquals(expected.told, read.told);
            assertEquals(MANIFEST, file.manifest());
            assertTrue(file.isComplete());
            assertEquals(count, file.eventCount());
            assertEquals(writer.digest(), file.digest());
            assertEquals(writer.digest(), file.computeDigest());
            assertEquals(0, file.skippedCount());
            assertNull(writer.failure());
        }
    }

    @Test
    void aWindowHasItsEventsAndTheDefinitionsBeforeThem() throws IOException {
        byte[] whole = mostlyTimers();
        for (byte[] file : List.of(whole, Arrays.copyOf(whole, whole.length - 20))) { // the second has no index
            try (TraceFile trace = open(file)) {
                assertTrue(trace.blockCount() > 10);
                for (long[] window : new long[][]{{0, 0}, {1, 40}, {20_000, 20_010}, {35_000, Long.MAX_VALUE}, {10, 9}}) {
                    var expected = new SeededEvents();
                    trace.replay(inWindow(expected, window[0], window[1]));
                    var told = new SeededEvents();
                    trace.replay(told, window[0], window[1]);
                    told.told.removeIf(line -> line.matches("\\d+=.*"));
                    assertEquals(expected.told, told.told, Arrays.toString(window));
                }
            }
        }
    }

    @Test
    void blocksBeforeAWindowThatDefineNothingAreNotRead() throws IOException {
        byte[] file = mostlyTimers();
        int damaged = file.length / 4;
        file[damaged] ^= 1;
        try (TraceFile trace = open(file)) {
            var told = new SeededEvents();
            trace.replay(told, 39_000, 39_010);

            assertEquals(11, told.told.stream().filter(line -> line.contains("TIMER_FIRED")).count());
            assertTrue(told.told.stream().anyMatch(line -> line.startsWith("25000 PROCESS_CREATED")), told.told.toString());
            assertThrows(CorruptTraceException.class, () -> trace.replay(new SeededEvents()));
        }
    }

    /// An event each nanosecond for 40 µs, bulky enough for a dozen blocks; a process at 0 and one at 25 µs.
    private static byte[] mostlyTimers() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var writer = writer(bytes)) {
            writer.text(1, "first");
            writer.event(0, EventKind.PROCESS_CREATED, 1, 1, 0, 1, 0);
            for (long ns = 0; ns < 40_000; ns++) {
                if (ns == 25_000) {
                    writer.text(2, "second");
                    writer.event(ns, EventKind.PROCESS_CREATED, 2, 2, 0, 2, 0);
                }
                writer.event(ns, EventKind.TIMER_FIRED, 1L << 62, 1L << 62, 0, 0, 0);
            }
        }
        return bytes.toByteArray();
    }

    /// What a window is, said plainly. Texts come with the blocks that are read, so they are left out here.
    private static TraceSink inWindow(TraceSink sink, long fromNs, long toNs) {
        return new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (timeNs <= toNs && (timeNs >= fromNs || kind.isDefinition())) sink.event(timeNs, kind, a, b, c, d, e);
            }

            @Override
            public void text(int id, String text) {}
        };
    }

    @Test
    void emptyTraceIsATrace() throws IOException {
        var bytes = new ByteArrayOutputStream();
        writer(bytes).close();
        try (TraceFile file = open(bytes.toByteArray())) {
            file.replay(TraceSink.NONE);

            assertEquals(0, file.eventCount());
            // SHA-256 of nothing, as published.
            assertEquals("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", file.digest());
        }
    }

    @Test
    void digestDoesNotDependOnFlushesFileOrManifest() {
        var none = new TraceFileWriter(null, "{}");
        SeededEvents.tell(7, 20_000, none);
        for (int every : new int[]{1, 7, 1_000, 19_999}) {
            var writer = writer(new ByteArrayOutputStream());
            SeededEvents.tell(7, 20_000, new TraceSink() {
                int events;

                @Override
                public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                    writer.event(timeNs, kind, a, b, c, d, e);
                    if (++events % every == 0) writer.flush();
                    if (events % 5_000 == 0) assertNotNull(writer.digest());
                }

                @Override
                public void text(int id, String text) { writer.text(id, text); }
            });
            assertEquals(none.digest(), writer.digest(), "flushed every " + every);
        }
    }

    /// The bytes of an event are part of the format: kind, time since the event before, fields.
    @Test
    void payloadIsPackedAsDocumented() {
        byte user = (byte) EventKind.USER.ordinal();
        assertDigestOf(new byte[]{(byte) 255, 1, 2, 'o', 'k', user, (byte) 0xE8, 7, 3, 1, 1, user, 0, 3, 1, 4}, sink -> {
            sink.text(1, "ok");
            sink.event(1_000, EventKind.USER, 3, 1, -1);
            sink.event(1_000, EventKind.USER, 3, 1, 2);
        });
    }

    @Test
    void fileCutAnywhereOpensUpToTheLastFlushAndSaysSo() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = writer(bytes);
        int header = bytes.size();
        var expected = new SeededEvents();
        var ends = new java.util.TreeMap<Integer, Integer>();
        ends.put(header, 0);
        SeededEvents.tell(3, 60, expected.and(writer).and(new TraceSink() {
            @Override
            public void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
                if (expected.told.size() % 10 != 0) return;
                writer.flush();
                ends.put(bytes.size(), expected.told.size());
            }

            @Override
            public void text(int id, String text) {}
        }));
        writer.flush();
        ends.put(bytes.size(), expected.told.size());
        writer.close();
        byte[] whole = bytes.toByteArray();

        Path path = folder.resolve("cut.rtk");
        for (int length = 0; length < whole.length; length += length > 30 && length < header - 30 ? 13 : 1) {
            Files.write(path, java.util.Arrays.copyOf(whole, length));
            if (length < header) {
                var error = assertThrows(CorruptTraceException.class, () -> TraceFile.open(path));
                assertEquals("trace file is damaged at offset " + length + ": the file ends within its header",
                        error.getMessage());
                continue;
            }
            try (TraceFile file = TraceFile.open(path)) {
                var read = new SeededEvents();
                file.replay(read);
                assertFalse(file.isComplete());
                assertNull(file.digest());
                assertEquals(expected.told.subList(0, ends.floorEntry(length).getValue()), read.told, "cut at " + length);
            }
        }
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = writer(bytes);
        int schema = bytes.size();
        SeededEvents.tell(4, 40, writer);
        writer.flush();
        SeededEvents.tell(4, 0, writer);
        writer.close();
        byte[] whole = bytes.toByteArray();

        var random = new Random(1);
        for (int at = 0; at < whole.length; at += at > 30 && at < schema - 30 ? 13 : 1) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            var error = assertThrows(CorruptTraceException.class, () -> replay(flipped), "flipped at " + at);
            assertTrue(error.getMessage().startsWith("trace file is damaged at offset " + error.offset() + ": "),
                    error.getMessage());
            assertTrue(error.offset() >= 0 && error.offset() <= whole.length, error.getMessage());
        }
    }

    @Test
    void garbageIsRefusedInOneSentence() {
        var random = new Random(2);
        for (int run = 0; run < 500; run++) {
            byte[] garbage = new byte[random.nextInt(4_000)];
            random.nextBytes(garbage);
            if (run % 2 == 0) System.arraycopy(Layout.MAGIC, 0, garbage, 0, Math.min(8, garbage.length));
            assertThrows(CorruptTraceException.class, () -> replay(garbage));
        }
    }

    /// As if someone had repaired the checksums of garbage.
    @Test
    void garbageInABlockEndsInEventsOrOneError() {
        Schema schema = Schema.parse(Schema.ours());
        var random = new Random(3);
        int sound = 0;
        for (int run = 0; run < 50_000; run++) {
            int length = random.nextInt(40);
            byte[] bytes = new byte[length + Varint.SLACK];
            random.nextBytes(bytes);
            if (run % 2 == 0) for (int at = 0; at < length; at++) bytes[at] &= 0x3f;
            try {
                new BlockDecoder(schema, new rtk.trace.TraceText(new StringBuilder())).decode(bytes, length, 0);
                sound++;
            } catch (CorruptTraceException e) {
                assertTrue(e.offset() < Math.max(1, length), e.getMessage());
            }
        }
        assertTrue(sound > 500, "only " + sound);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 20_000, 100_000, 150_000})
    void fullDiskIsKeptAsFailureAndTheRunGoesOn(int room) throws IOException {
        var reference = new TraceFileWriter(null, MANIFEST);
        SeededEvents.tell(5, 30_000, reference);

        var bytes = new ByteArrayOutputStream();
        var writer = new TraceFileWriter(new FullDisk(bytes, room), MANIFEST);
        SeededEvents.tell(5, 30_000, writer);
        writer.close();

        assertEquals("No space left on device", writer.failure().getMessage());
        assertEquals(reference.digest(), writer.digest());
        assertEquals(30_000, writer.eventCount());
        assertEquals(room, bytes.size());
        if (room >= 20_000) {
            try (TraceFile file = open(bytes.toByteArray())) {
                file.replay(TraceSink.NONE);
                assertFalse(file.isComplete());
            }
        }
    }

    @Test
    void closedChannelIsKeptAsFailure() throws IOException {
        WritableByteChannel channel = Channels.newChannel(new ByteArrayOutputStream());
        var writer = new TraceFileWriter(channel, MANIFEST);
        channel.close();
        SeededEvents.tell(5, 100, writer);
        writer.flush();
        writer.close();
        writer.close();

        assertTrue(writer.failure() instanceof java.nio.channels.ClosedChannelException, String.valueOf(writer.failure()));
    }

    @Test
    void longTextIsShortenedAndReadable() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = writer(bytes);
        writer.text(1, "\u20ac".repeat(100_000));
        writer.event(1, EventKind.USER, 1, 1, 1);
        writer.close();

        var read = new SeededEvents();
        try (TraceFile file = open(bytes.toByteArray())) {
            file.replay(read);
        }
        assertEquals(List.of("1=" + "\u20ac".repeat(65_536), "1 USER 1 1 1 0 0"), read.told);
    }

    /// A file of another version of the program: kinds and states in another order, one unknown, a field more, one less.
    @Test
    void kindsFieldsAndStatesAreMatchedByName() throws IOException {
        Schema schema = Schema.parse("""
                kind warp speed:SIGNED on:WEIRD
                kind user value:SIGNED mood:COUNT thread:ID
                kind thread.state state:STATE thread:ID
                state LIMBO
                state READY
                call MsgSend
                """);
        var read = new SeededEvents();
        var decoder = new BlockDecoder(schema, read);
        byte[] payload = {0, 5, 1, 1, 1, 5, 3, 9, 7, 2, 0, 1, 7, 2, 0, 0, 7};
        int events = decoder.decode(java.util.Arrays.copyOf(payload, payload.length + Varint.SLACK), payload.length, 0);

        assertEquals(4, events);
        assertEquals(List.of("10 USER 7 0 -2 0 0", "10 THREAD_STATE 7 2 0 0 0"), read.told);
        assertEquals(2, decoder.skipped());
        assertEquals(List.of("warp"), schema.unknownKinds());
    }

    private static void assertDigestOf(byte[] payload, java.util.function.Consumer<TraceSink> run) {
        var writer = new TraceFileWriter(null, "");
        run.accept(writer);
        try {
            byte[] sha256 = java.security.MessageDigest.getInstance("SHA-256").digest(payload);
            assertEquals(Layout.digestText(sha256), writer.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static TraceFileWriter writer(ByteArrayOutputStream bytes) {
        return new TraceFileWriter(Channels.newChannel(bytes), MANIFEST);
    }

    private TraceFile open(byte[] bytes) throws IOException {
        Path path = folder.resolve("trace.rtk");
        Files.write(path, bytes);
        return TraceFile.open(path);
    }

    private void replay(byte[] bytes) throws IOException {
        try (TraceFile file = open(bytes)) {
            file.replay(TraceSink.NONE);
            if (!file.isComplete())
                throw new AssertionError("taken for a cut file: " + new String(bytes, 0, 8, StandardCharsets.US_ASCII));
        }
    }

    /// Takes `room` bytes, then no more.
    private static final class FullDisk implements WritableByteChannel {
        private final ByteArrayOutputStream out;
        private int room;

        FullDisk(ByteArrayOutputStream out, int room) {
            this.out = out;
            this.room = room;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room == 0) throw new IOException("No space left on device");
            int taken = Math.min(room, bytes.remaining());
            for (int index = 0; index < taken; index++) out.write(bytes.get());
            room -= taken;
            return taken;
        }

        @Override
        public boolean isOpen() { return true; }

        @Override
        public void close() {}
    }
}
