package rtk.board.can.dbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// All databases of the collection, read as cantools reads them.
class DbcAgreesWithCantoolsTest {
    /// Two files that cantools refuses are good by Vector's description of the format: it has `ENVVAR_DATA_ name: size;` for
    /// environment variables that are bytes, and `BS_: baudrate: BTR1, BTR2`, which cantools knows only when it is empty.
    private static final List<String> READ_BY_US = List.of("can-dbc-sample.dbc", "dbcppp-Test.dbc");

    @Test
    void everyDatabaseOfTheCollectionHasTheVerdictOfCantools() throws Exception {
        @SuppressWarnings("unchecked")
        var summary = (Map<String, Map<String, Object>>) SharedData.json("dbc/expected-cantools/SUMMARY.json");
        List<Path> databases = databases();
        assertEquals(summary.keySet(),
                databases.stream().map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        for (Path path : databases) {
            String file = path.getFileName().toString();
            Map<String, Object> expected = summary.get(file);
            if (!expected.get("lenient").equals("ok") && !READ_BY_US.contains(file)) {
                assertThrows(DbcException.class, () -> Dbc.read(path), file);
                continue;
            }
            Dbc dbc = Dbc.read(path);
            if (READ_BY_US.contains(file)) continue;
            int signals = dbc.messages().stream().mapToInt(message -> message.signals().size()).sum();
            assertEquals(((Double) expected.get("messages")).intValue(), dbc.messages().size(), path::toString);
            assertEquals(((Double) expected.get("signals")).intValue(), signals, path::toString);
        }
    }

    @Test
    void anIdentifierOfMoreThanElevenBitsIsToldWithItsPlace() {
        Path path = SharedData.file("dbc/dbcc-ex1.dbc");

        var e = assertThrows(DbcException.class, () -> Dbc.read(path));

        assertEquals("31:5", e.line() + ":" + e.column());
    }

    @Test
    void layoutScaleAndMultiplexingAreTheSame() throws Exception {
        int compared = 0;
        for (Path path : databases()) {
            String file = path.getFileName().toString();
            String name = file.substring(0, file.length() - 4);
            Path expected = SharedData.file("dbc/expected-cantools").resolve(name + ".json");
            if (!Files.exists(expected)) continue;
            Dbc dbc = Dbc.read(path);
            for (Object message : (List<?>) SharedData.json("dbc/expected-cantools/" + name + ".json")) {
                compared += compare(name, dbc, (Map<?, ?>) message);
            }
        }
        System.out.println("signals compared with cantools: " + compared);
        assertEquals(true, compared > 500, compared + "");
    }

    private static int compare(String file, Dbc dbc, Map<?, ?> expected) {
        int id = ((Double) expected.get("id")).intValue() | (expected.get("ext").equals(true) ? Message.EXTENDED : 0);
        Message message = dbc.message(id);
        assertNotNull(message, file + " " + expected.get("name"));
        assertEquals(expected.get("name"), message.name(), file);
        assertEquals(expected.get("length"), (double) message.length(), file + " " + message);
        assertEquals(expected.get("is_fd"), message.isFd(), file + " " + message);
        double cycleMs = expected.get("cycle_ms") == null ? 0 : (Double) expected.get("cycle_ms");
        assertEquals(cycleMs, (double) message.cycleTimeMs(), file + " " + message);
        assertEquals(((List<?>) expected.get("signals")).size(), message.signals().size(), file + " " + message);
        int signals = 0;
        for (Object object : (List<?>) expected.get("signals")) {
            var signal = (Map<?, ?>) object;
            Signal ours = message.signal((String) signal.get("name"));
            assertNotNull(ours, file + " " + message + " " + signal.get("name"));
            compare(file + " " + message + " " + ours, message, ours, signal);
            signals++;
        }
        return signals;
    }

    private static void compare(String where, Message message, Signal ours, Map<?, ?> theirs) {
        assertEquals(theirs.get("start"), (double) ours.startBit(), where);
        assertEquals(theirs.get("length"), (double) ours.length(), where);
        assertEquals(theirs.get("be"), ours.isMotorola(), where);
        boolean isFloat = ours.type() == Signal.Type.FLOAT || ours.type() == Signal.Type.DOUBLE;
        assertEquals(theirs.get("is_float"), isFloat, where);
        if (!isFloat) assertEquals(theirs.get("signed"), ours.type() == Signal.Type.SIGNED, where);
        assertEquals(theirs.get("scale"), ours.scale().doubleValue(), where);
        assertEquals(theirs.get("offset"), ours.offset().doubleValue(), where);
        if (theirs.get("min") != null) assertEquals(theirs.get("min"), ours.minimum().doubleValue(), where);
        else assertEquals(0, BigDecimal.ZERO.compareTo(ours.minimum()), where);
        if (theirs.get("max") != null) assertEquals(theirs.get("max"), ours.maximum().doubleValue(), where);
        assertEquals(theirs.get("unit"), ours.unit().isEmpty() ? null : ours.unit(), where);
        assertEquals(theirs.get("is_mux"), ours.isMultiplexor(), where);
        assertEquals(theirs.get("mux_signal"), ours.muxSwitch(), where);
        if (theirs.get("mux_ids") != null) {
            for (Object id : (List<?>) theirs.get("mux_ids")) {
                long value = ((Double) id).longValue();
                assertEquals(true, ours.muxRanges().stream().anyMatch(range -> range.contains(value)), where + " " + value);
            }
            long values = ours.muxRanges().stream().mapToLong(range -> range.high() - range.low() + 1).sum();
            assertEquals(((List<?>) theirs.get("mux_ids")).size(), values, where);
        }
        if (theirs.get("choices") != null) {
            ((Map<?, ?>) theirs.get("choices")).forEach(
                    (value, label) -> assertEquals(label, ours.label(Double.valueOf((String) value).longValue()), where));
        }
        assertNotNull(message);
    }

    private static List<Path> databases() throws IOException {
        var result = new ArrayList<Path>();
        try (var files = Files.list(SharedData.file("dbc"))) {
            files.filter(path -> path.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".dbc")).sorted()
                    .forEach(result::add);
        }
        return result;
    }
}
