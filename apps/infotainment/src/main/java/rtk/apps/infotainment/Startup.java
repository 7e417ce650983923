package rtk.apps.infotainment;

import rtk.kernel.api.KernelCalls;

/// What passes before the first statement of a program: its image comes from flash memory, and its libraries are linked.
///
/// Assumed: 80 MB/s from the flash, while the processor is free; 2 µs of processor time for each KiB after that. Not modelled: others that
/// read at the same time, pages that are loaded when first used.
public final class Startup {
    private static final long KIB_FROM_FLASH_NS = 12_800;
    private static final long KIB_LINKED_NS = 2_000;

    private Startup() {}

    /// Blocks: NANOSLEEP.
    ///
    /// @param kib program and libraries that nobody has loaded before
    public static void load(KernelCalls k, int kib) {
        k.sleep(kib * KIB_FROM_FLASH_NS);
        k.compute(kib * KIB_LINKED_NS);
    }
}
