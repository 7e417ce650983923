package rtk.apps.infotainment.diagnostics;

import rtk.apps.infotainment.GatewayClient;
import rtk.kernel.api.KernelCalls;

/// The vehicle as the gateway knows it.
final class GatewayVehicle implements Vehicle {
    private final GatewayClient gateway;

    GatewayVehicle(KernelCalls k) { gateway = new GatewayClient(k, Reading.signals()); }

    /// Asks for all values. Blocks: SEND, REPLY. Without a gateway they stay, and grow old.
    void refresh() { gateway.refresh(); }

    @Override
    public boolean isKnown(Reading reading) { return gateway.isKnown(reading.ordinal()); }

    @Override
    public long milli(Reading reading) { return gateway.milli(reading.ordinal()); }

    @Override
    public long ageNs(Reading reading) { return gateway.ageNs(reading.ordinal()); }
}
