package rtk.apps.scenario.fuzz;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.board.Board;
import rtk.board.can.CanBus;
import rtk.board.can.CanController;
import rtk.board.can.CanFrame;
import rtk.board.can.PeriodicMessage;
import rtk.board.can.PeriodicSender;
import rtk.board.gpio.GpioPort;
import rtk.board.hw.BusFault;
import rtk.board.hw.Device;
import rtk.board.hw.Oscillator;
import rtk.board.media.Camera;
import rtk.board.media.Display;
import rtk.board.media.SoundOutput;
import rtk.board.serial.SerialFeed;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.board.timer.IntervalTimer;
import rtk.board.timer.RealTimeClock;
import rtk.board.timer.Watchdog;
import rtk.trace.TraceSink;

/// Any values in any registers in any order, while time passes and others talk: a value or a bus fault, never anything else, and
/// never events without end.
@Timeout(value = 15, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DevicesSurviveTest {
    /// Bytes of an input for one step: what, offset, two of value, how long.
    private static final int STEP = 8;

    @ParameterizedTest
    @ValueSource(strings = {"uart", "can", "interval timer", "watchdog", "rtc", "gpio", "sound", "display", "camera"})
    void registers(String kind) {
        var random = new java.util.SplittableRandom(kind.length());
        var examples = new java.util.ArrayList<byte[]>();
        for (int n = 0; n < 50; n++) {
            byte[] example = new byte[STEP * 100];
            random.nextBytes(example);
            examples.add(example);
        }
        examples.addAll(List.of(new byte[STEP * 4], "sensible".repeat(20).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        new Fuzzer(kind, examples).run(60, input -> {
            var world = new World(1, TraceSink.NONE);
            Device device = device(kind, world);
            var steps = ByteBuffer.wrap(input);
            while (steps.remaining() >= STEP) step(world, device, steps);
            world.engine().runUntil(world.nowNs() + Ns.ms(1));
        });
    }

    private static void step(World world, Device device, ByteBuffer steps) {
        int what = steps.get();
        int place = steps.get() & 0xff;
        short high = steps.getShort();
        // Registers are near the beginning, their values small or with few bits set; but not always.
        int offset = (what & 0x60) == 0 ? steps.getShort(steps.position()) : place % Math.max(4, device.size() / 4) * 4;
        int value = switch (what & 0x18) {
            case 0 -> high & 0xff;
            case 8 -> 1 << (high & 31);
            case 16 -> (high & 3) - 2;
            default -> (high << 16) | (steps.getShort(steps.position()) & 0xffff);
        };
        long forNs = steps.getInt() & ((what & 4) == 0 ? 0xfff : 0x3ffff);
        try {
            if ((what & 3) == 0) device.read(offset);
            else device.write(offset, value);
        } catch (BusFault fault) {
            // As on a real bus.
        }
        world.engine().runUntil(world.nowNs() + forNs);
    }

    private static Device device(String kind, World world) {
        var board = new Board(world, "b", 1);
        return switch (kind) {
            case "uart" -> {
                var uart = new Uart(board, "ser1", 115_200, 16);
                uart.setNoise(7);
                new SerialFeed(world, uart,
                        "The quick brown fox".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .start();
                yield uart;
            }
            case "can" -> {
                var bus = new CanBus(world, "can0", 500_000, 2_000_000);
                var controller = new CanController(board, "can0", bus);
                var other = new CanController(board, "other", bus);
                other.write(CanController.CTRL, CanController.ENABLE | CanController.FD);
                new PeriodicSender(bus, new PeriodicMessage("m", CanFrame.classic(0x123, false, new byte[8]), true, false,
                        new PeriodicMessage.Timing(Ns.us(700), 0, 0))).start();
                yield controller;
            }
            case "interval timer" -> new IntervalTimer(board, "timer", new Oscillator(1_000_000, 0));
            case "watchdog" -> new Watchdog(board, "watchdog", new Oscillator(1_000_000, 0));
            case "rtc" -> new RealTimeClock(board, "rtc", 0, 0);
            case "sound" -> new SoundOutput(board, "sound", new Oscillator(SoundOutput.MASTER_CLOCK_HZ, 0));
            case "display" -> new Display(board, "display", new Oscillator(Display.PIXEL_CLOCK_HZ, 0));
            case "camera" -> new Camera(board, "camera", new Oscillator(Camera.PIXEL_CLOCK_HZ, 0));
            default -> new GpioPort(board, "gpio");
        };
    }
}
