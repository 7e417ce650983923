package rtk.resmgr.dev;

import java.util.List;
import java.util.stream.Collectors;
import rtk.board.hw.DeviceInfo;
import rtk.kernel.api.KernelCalls;

/// How a driver finds its device: by role and name in the system page.
public final class SystemPage {
    private SystemPage() {}

    /// @param args the driver's arguments, the first of which is the device's name
    /// @throws IllegalArgumentException with one sentence that says what there is instead
    public static DeviceInfo find(KernelCalls k, String role, List<String> args) {
        String names = k.systemPage().stream().filter(device -> device.role().equals(role)).map(DeviceInfo::name)
                .collect(Collectors.joining(", "));
        String there = names.isEmpty() ? "this board has none" : "this board has " + names;
        if (args.isEmpty()) {
            throw new IllegalArgumentException(k.processName() + ": the name of a " + role + " is missing; " + there);
        }
        for (var device : k.systemPage()) {
            if (device.role().equals(role) && device.name().equals(args.getFirst())) return device;
        }
        throw new IllegalArgumentException(k.processName() + ": no " + role + " named '" + args.getFirst() + "'; " + there);
    }
}
