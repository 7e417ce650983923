package rtk.board.hw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.Board;
import rtk.board.gpio.GpioPort;
import rtk.board.sim.SimRandom;
import rtk.board.sim.World;
import rtk.board.timer.IntervalTimer;
import rtk.board.timer.RealTimeClock;
import rtk.board.timer.Watchdog;
import rtk.trace.TraceSink;

/// The register table in the comment of each device's class is the truth that the device is held against.
class RegisterTablesTest {
    private static final Pattern ROW = Pattern
            .compile("^/// \\| 0x([0-9a-f]+) \\| (\\w+) \\| (read|both|write) \\| (0x[0-9a-f]+|–) \\|");
    private static final Pattern SIZE = Pattern.compile("up to 0x([0-9a-f]+)");

    private record Row(int offset, String register, String access, String reset) {}

    private final World world = new World(1, TraceSink.NONE);
    private final Board board = new Board(world, "b", 1);

    private Device device(String type) {
        return switch (type) {
            case "timer/IntervalTimer" -> new IntervalTimer(board, "timer", new Oscillator(1_000_000, 0));
            case "timer/Watchdog" -> new Watchdog(board, "watchdog", new Oscillator(1_000_000, 0));
            case "timer/RealTimeClock" -> new RealTimeClock(board, "rtc", 0, 0);
            case "gpio/GpioPort" -> new GpioPort(board, "gpio");
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static List<Row> table(String type) throws IOException {
        Path file = Path.of(System.getProperty("rtk.root"), "board/src/main/java/rtk/board", type + ".java");
        var rows = new ArrayList<Row>();
        for (String text : Files.readAllLines(file)) {
            Matcher matcher = ROW.matcher(text);
            if (matcher.find()) {
                rows.add(new Row(Integer.parseInt(matcher.group(1), 16), matcher.group(2), matcher.group(3), matcher.group(4)));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"timer/IntervalTimer", "timer/Watchdog", "timer/RealTimeClock", "gpio/GpioPort"})
    void registersHaveTheResetValuesOfTheirTable(String type) throws IOException {
        Device device = device(type);
        List<Row> rows = table(type);
        assertEquals(rows.size(), rows.stream().map(Row::offset).distinct().count());
        for (Row row : rows) {
            if (row.reset().equals("–")) continue;
            assertEquals(Long.decode(row.reset()), Integer.toUnsignedLong(device.read(row.offset())), row.register());
        }
        assertEquals(true, rows.size() >= 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timer/IntervalTimer", "timer/Watchdog", "timer/RealTimeClock", "gpio/GpioPort"})
    void whatIsNotInTheTableIsABusFault(String type) throws IOException {
        Device device = device(type);
        var offsets = new ArrayList<Integer>();
        String source = Files
                .readString(Path.of(System.getProperty("rtk.root"), "board/src/main/java/rtk/board", type + ".java"));
        Matcher range = SIZE.matcher(source);
        int rangeEnd = range.find() ? Integer.parseInt(range.group(1), 16) : -1;
        for (Row row : table(type)) offsets.add(row.offset());
        for (int offset = 0; offset < device.size(); offset += 4) {
            if (offsets.contains(offset) || offset <= rangeEnd) continue;
            int missing = offset;
            assertThrows(BusFault.class, () -> device.read(missing), () -> "0x" + Integer.toHexString(missing));
            assertThrows(BusFault.class, () -> device.write(missing, 1));
        }
    }

    /// Any values in any order, time passing: a value or a bus fault, never anything else.
    @ParameterizedTest
    @ValueSource(strings = {"timer/IntervalTimer", "timer/Watchdog", "timer/RealTimeClock", "gpio/GpioPort"})
    void registersSurviveWhateverIsWritten(String type) {
        Device device = device(type);
        var random = new SimRandom(7, type);
        for (int step = 0; step < 20_000; step++) {
            int offset = (int) random.between(0, 0x120) * 4;
            int value = (int) random.nextLong() >>> (int) random.between(0, 31);
            try {
                if (random.between(0, 1) == 0) device.read(offset);
                else device.write(offset, value);
            } catch (BusFault fault) {
                continue;
            }
            world.engine().runUntil(world.nowNs() + random.between(0, 20_000));
        }
    }
}
