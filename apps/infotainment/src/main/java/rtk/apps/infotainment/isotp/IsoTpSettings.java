package rtk.apps.infotainment.isotp;

import rtk.board.sim.Ns;

/// What an end of a link is set to.
///
/// @param blockSize consecutive frames that it takes before it sends the next flow control, 0 for all
/// @param separation STmin as in the flow control frame ([SeparationTime]): how far apart it wants the frames it receives
/// @param waitsMax flow control frames "wait" that it sends in a row at most
/// @param bytesMax longest message that it has room for
/// @param padding byte that fills frames up to 8 bytes, or [#NO_PADDING]
/// @param flowControlNs N_Bs: how long it waits for a flow control
/// @param consecutiveNs N_Cr: how long it waits for a consecutive frame
/// @param frameNs what one frame takes on the bus: separation counts from its end, which the driver does not tell
public record IsoTpSettings(int blockSize, int separation, int waitsMax, int bytesMax, int padding, long flowControlNs,
        long consecutiveNs, long frameNs) {
    public static final int NO_PADDING = -1;
    /// Longest message at all. The standard allows 4 GiB; nothing here is larger than a block of an update.
    public static final int BYTES_LIMIT = 1 << 16;

    /// The longest 29-bit frame of 8 bytes, all stuff bits included, has 157 bits; at 500 kbit/s.
    private static final long FRAME_NS = Ns.us(314);
    /// Times of ISO 15765-2, table 21.
    public static final IsoTpSettings DEFAULT = new IsoTpSettings(0, 0, 10, 4_095, 0xcc, Ns.s(1), Ns.s(1), FRAME_NS);
    /// Times of legislated diagnostics, ISO 15765-4, table 5.
    public static final IsoTpSettings LEGISLATED = new IsoTpSettings(0, 0, 0, 4_095, 0xcc, Ns.ms(75), Ns.ms(150), FRAME_NS);

    public IsoTpSettings {
        if (blockSize < 0 || blockSize > 255) throw new IllegalArgumentException("a block has 0 to 255 frames, not " + blockSize);
        if (separation < 0 || separation > 255) throw new IllegalArgumentException("STmin is a byte, not " + separation);
        if (bytesMax < 1 || bytesMax > BYTES_LIMIT)
            throw new IllegalArgumentException("a message has 1 to " + BYTES_LIMIT + " bytes, not " + bytesMax);
    }

    public IsoTpSettings blocks(int frames, int newSeparation) {
        return new IsoTpSettings(frames, newSeparation, waitsMax, bytesMax, padding, flowControlNs, consecutiveNs, frameNs);
    }

    public IsoTpSettings bytes(int most) {
        return new IsoTpSettings(blockSize, separation, waitsMax, most, padding, flowControlNs, consecutiveNs, frameNs);
    }

    public IsoTpSettings padding(int octet) {
        return new IsoTpSettings(blockSize, separation, waitsMax, bytesMax, octet, flowControlNs, consecutiveNs, frameNs);
    }

    public IsoTpSettings frame(long ns) {
        return new IsoTpSettings(blockSize, separation, waitsMax, bytesMax, padding, flowControlNs, consecutiveNs, ns);
    }
}
