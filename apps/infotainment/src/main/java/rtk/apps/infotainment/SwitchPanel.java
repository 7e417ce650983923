package rtk.apps.infotainment;

import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;
import rtk.resmgr.dev.CanRecord;

/// The switches below the display: each press is a command to the car, sent through the gateway.
///
/// In a car these are seat heating, hazard lights, volume: a controller of their own on LIN or CAN, or touched on glass. Here somebody
/// presses them at a steady rate. Left out: what is pressed, end-to-end protection, lamps that show what the car answered.
///
/// Each command carries its number in the first four bytes, the most significant first, so that the car can tell one that comes twice.
/// It traces `command` with the number when it sends it, and `command-acknowledged` when the gateway says that it was on the wire.
///
/// | argument | meaning |
/// |---|---|
/// | `--rate 50Hz` | presses a second |
/// | `--id 0x5A0` | identifier of the commands, 11 bits |
public final class SwitchPanel implements Program {
    private static final int COMMAND_BYTES = 4;

    @Override
    public int main(KernelCalls k, List<String> args) {
        var options = new Options(k.processName(), args, List.of("--rate", "--id"));
        long periodNs = options.periodNs("--rate", "50Hz");
        int id = identifier(k, options.value("--id", "0x5A0"));
        var vehicle = new VehicleCommands(k);
        long startNs = k.nowNs();
        for (long number = 1;; number++) {
            k.sleepUntil(startNs + number * periodNs);
            k.trace("command", number);
            vehicle.send(new CanRecord(id, COMMAND_BYTES, 0, number << 32));
            k.trace("command-acknowledged", number);
        }
    }

    private static int identifier(KernelCalls k, String text) {
        if (!text.matches("0x[0-7]?[0-9A-Fa-f]{1,2}")) {
            throw new IllegalArgumentException(k.processName() + ": --id: found " + text + ", expected 0x0 to 0x7FF");
        }
        return Integer.parseInt(text.substring(2), 16);
    }
}
