package rtk.apps.scenario;

import java.util.List;

/// A periodic CAN sender. All times in ns; the deadline counts from the nominal release.
///
/// @param id identifier, 11 bits, or 29 if `extended`
/// @param dlc data length code: 0 to 8, for CAN FD to 15
/// @param data bytes to send, zeros added up to the length; null for random ones
/// @param worstLength every frame takes as long as the worst-case formula allows
public record MessageSpec(String name, String bus, int id, boolean extended, boolean fd, int dlc, long periodNs, long offsetNs,
        long jitterNs, List<Integer> data, long deadlineNs, boolean worstLength) {
    private static final int[] FD_LENGTHS = {12, 16, 20, 24, 32, 48, 64};

    /// Identifier as in traces: bit 31 set if it is extended.
    public long traceId() { return extended ? id | 0x8000_0000L : id; }

    /// Bytes of data in a frame.
    public int length() { return dlc <= 8 ? dlc : FD_LENGTHS[dlc - 9]; }
}
