package rtk.board.hw;

/// What the system page says of a device: where it is and how it interrupts.
///
/// @param role `can-controller`, `uart`, `timer` …
/// @param address first byte
/// @param irq line at the interrupt controller, -1 for none
public record DeviceInfo(String name, String role, long address, int irq) {}
