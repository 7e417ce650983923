package rtk.resmgr.dev;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import rtk.board.gpio.GpioPort;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.Attr;
import rtk.resmgr.ConnectFunctions;
import rtk.resmgr.HeldRequests;
import rtk.resmgr.IoFunctions;
import rtk.resmgr.Ocb;
import rtk.resmgr.Reply;
import rtk.resmgr.Request;
import rtk.resmgr.ResourceManager;

/// The program `dev-gpio`, driver of a [GpioPort]. Argument: the port's name, such as `gpio0`, whose pins it serves as
/// `/dev/gpio0/0` to `/dev/gpio0/7`. All are inputs at first.
///
/// A read gives `0` or `1`, the level now. On a descriptor that has asked for edges it waits for one that came since that
/// descriptor's last read, and gives the level after it; several edges are told as one. A write of `0` or `1` sets an
/// output; EPERM for an input.
///
/// | devctl | data | answer |
/// |---|---|---|
/// | [#DCMD_DIRECTION] | u32: 0 input, 1 output | – |
/// | [#DCMD_EDGES] | u32: [#RISING], [#FALLING], both, or 0 for reads that do not wait | – |
/// | [#DCMD_STATUS] | 16 bytes | u32 each: 1 if output; level; interrupts of this pin so far; 0 |
///
/// The interrupt comes as a pulse, for the reasons told at [CanManager]. A pin that has its old level when the interrupt is
/// served has had both edges; one that changes in just that moment may be told once more. Not modelled: interrupts by level,
/// debouncing, alternate functions.
public final class GpioManager implements Program {
    public static final int DCMD_DIRECTION = 1;
    public static final int DCMD_EDGES = 2;
    public static final int DCMD_STATUS = 3;
    public static final int RISING = 1;
    public static final int FALLING = 2;
    private static final int STATUS_BYTES = 16;
    private static final int ALL = (1 << GpioPort.PINS) - 1;

    /// What one open of a pin waits for.
    private static final class Watch {
        private final HeldRequests requests = new HeldRequests();
        private int edges;
        private boolean seen;
    }

    private KernelCalls k;
    private ResourceManager manager;
    private DeviceMemory registers;
    private int irq;
    /// As last seen by the interrupt.
    private int levels;

    private final List<Pin> pins = new ArrayList<>();

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var device = SystemPage.find(k, "gpio", args);
        registers = k.mapDevice(device.address());
        irq = device.irq();
        registers.write(GpioPort.IE, 0);
        registers.write(GpioPort.DIR, 0);
        registers.write(GpioPort.IS, 0);
        registers.write(GpioPort.IBE, ALL);
        registers.write(GpioPort.IC, ALL);

        manager = new ResourceManager(k);
        for (int number = 0; number < GpioPort.PINS; number++) {
            var pin = new Pin(number);
            pins.add(pin);
            manager.attach(new Attr("/dev/" + device.name() + "/" + number, true, true), pin, pin);
        }
        k.interruptAttachEvent(irq, manager.onPulse(k.priority(), value -> interrupt()));
        levels = registers.read(address(ALL));
        manager.run();
        return 0;
    }

    /// Of the data register, for the pins of `mask` only.
    private static int address(int mask) { return GpioPort.DATA + (mask << 2); }

    private void interrupt() {
        int came = registers.read(GpioPort.MIS);
        registers.write(GpioPort.IC, came);
        int before = levels;
        levels = registers.read(address(ALL));
        k.interruptUnmask(irq);
        for (var pin : pins) {
            if ((came & pin.bit) == 0) continue;
            boolean same = ((before ^ levels) & pin.bit) == 0;
            pin.edge(same ? RISING | FALLING : (levels & pin.bit) != 0 ? RISING : FALLING);
        }
    }

    private final class Pin implements ConnectFunctions, IoFunctions {
        private final int bit;
        private final List<Watch> watches = new ArrayList<>();
        private int interrupts;

        Pin(int number) { bit = 1 << number; }

        @Override
        public Reply open(Request request, Ocb ocb) {
            if (!ocb.rest().isEmpty()) return new Reply.Fail(Errno.ENOTDIR);
            var watch = new Watch();
            watches.add(watch);
            ocb.setState(watch);
            return Reply.DONE;
        }

        void edge(int edges) {
            interrupts++;
            for (var watch : watches) {
                if ((watch.edges & edges) == 0) continue;
                watch.seen = true;
                watch.requests.serve(manager);
            }
        }

        private boolean level() { return registers.read(address(bit)) != 0; }

        private boolean isOutput() { return (registers.read(GpioPort.DIR) & bit) != 0; }

        @Override
        public Reply read(Request request, Ocb ocb, int nbytes) {
            var watch = (Watch) ocb.state();
            return watch.requests.answerOrHold(request, ocb, () -> {
                if (watch.edges != 0 && !watch.seen) return null;
                watch.seen = false;
                return new Reply.Data((level() ? "1" : "0").getBytes(US_ASCII));
            });
        }

        @Override
        public Reply write(Request request, Ocb ocb, byte[] bytes) {
            if (bytes[0] != '0' && bytes[0] != '1') return new Reply.Fail(Errno.EINVAL);
            if (!isOutput()) return new Reply.Fail(Errno.EPERM);
            registers.write(address(bit), bytes[0] == '1' ? bit : 0);
            return new Reply.Count(bytes.length);
        }

        @Override
        public Reply devctl(Request request, Ocb ocb, int dcmd, byte[] data) {
            return switch (dcmd) {
                case DCMD_DIRECTION, DCMD_EDGES -> {
                    if (data.length < Integer.BYTES) yield new Reply.Fail(Errno.EINVAL);
                    int value = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt();
                    yield dcmd == DCMD_DIRECTION ? direction(ocb, value) : edges((Watch) ocb.state(), value);
                }
                case DCMD_STATUS -> data.length < STATUS_BYTES
                        ? new Reply.Fail(Errno.EINVAL)
                        : new Reply.Data(ByteBuffer.allocate(STATUS_BYTES).order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(isOutput() ? 1 : 0).putInt(level() ? 1 : 0).putInt(interrupts).putInt(0).array());
                default -> new Reply.Fail(Errno.ENOTTY);
            };
        }

        private Reply direction(Ocb ocb, int value) {
            if (value != 0 && value != 1) return new Reply.Fail(Errno.EINVAL);
            if (!ocb.mayWrite()) return new Reply.Fail(Errno.EBADF);
            int directions = registers.read(GpioPort.DIR);
            registers.write(GpioPort.DIR, value == 1 ? directions | bit : directions & ~bit);
            return Reply.DONE;
        }

        private Reply edges(Watch watch, int value) {
            if ((value & ~(RISING | FALLING)) != 0) return new Reply.Fail(Errno.EINVAL);
            watch.edges = value;
            watch.seen = false;
            enable();
            return Reply.DONE;
        }

        /// The pin interrupts while anybody waits for its edges; what came before that does not count.
        private void enable() {
            boolean wanted = watches.stream().anyMatch(watch -> watch.edges != 0);
            int enabled = registers.read(GpioPort.IE);
            if (wanted == ((enabled & bit) != 0)) return;
            if (wanted) {
                registers.write(GpioPort.IC, bit);
                levels = (levels & ~bit) | registers.read(address(bit));
            }
            registers.write(GpioPort.IE, wanted ? enabled | bit : enabled & ~bit);
        }

        @Override
        public long available(Ocb ocb) {
            var watch = (Watch) ocb.state();
            return watch.edges == 0 || watch.seen ? 1 : 0;
        }

        @Override
        public void unblock(Request request, Ocb ocb) { ((Watch) ocb.state()).requests.forget(request); }

        @Override
        public void closeOcb(Ocb ocb) {
            watches.remove((Watch) ocb.state());
            enable();
        }
    }
}
