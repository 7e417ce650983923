package rtk.apps.infotainment.isotp;

import rtk.resmgr.dev.CanRecord;

/// Who speaks with whom: the identifiers of both directions, and the address byte that some formats put first into each frame.
///
/// | format | identifiers | address byte |
/// |---|---|---|
/// | [#normal] | any two | – |
/// | [#normalFixed] | 0x18DA, target, source; to all 0x18DB | – |
/// | [#extended] | any two | target |
/// | [#mixed] | any two of 11 bits | address extension |
/// | [#mixedFixed] | 0x18CE, target, source; to all 0x18CD | address extension |
///
/// Source: ISO 15765-2, 10.3; identifiers of legislated diagnostics: ISO 15765-4.
///
/// @param txId of the frames sent; bit 31 extended, as in [CanRecord]
/// @param rxId of the frames received
/// @param functionalId of frames to all that are listened to besides, or [#NONE]
/// @param txByte first byte of the frames sent, or [#NONE]
/// @param rxByte first byte of the frames received, or [#NONE]
public record IsoTpAddress(int txId, int rxId, int functionalId, int txByte, int rxByte) {
    public static final int NONE = -1;
    private static final int PHYSICAL_FIXED = CanRecord.EXTENDED_FLAG | 0x18da_0000;
    private static final int FUNCTIONAL_FIXED = CanRecord.EXTENDED_FLAG | 0x18db_0000;
    private static final int PHYSICAL_MIXED = CanRecord.EXTENDED_FLAG | 0x18ce_0000;
    private static final int FUNCTIONAL_MIXED = CanRecord.EXTENDED_FLAG | 0x18cd_0000;

    public IsoTpAddress {
        if (txId == rxId) throw new IllegalArgumentException("both directions have the identifier " + Integer.toHexString(txId));
    }

    /// The rest of the frame says it all.
    public static IsoTpAddress normal(int txId, int rxId) { return new IsoTpAddress(txId, rxId, NONE, NONE, NONE); }

    /// Addresses in a 29-bit identifier, as in ISO 15765-4 and SAE J1939.
    ///
    /// @param other 0 to 255
    /// @param self 0 to 255
    public static IsoTpAddress normalFixed(int other, int self) {
        return new IsoTpAddress(fixed(PHYSICAL_FIXED, other, self), fixed(PHYSICAL_FIXED, self, other),
                fixed(FUNCTIONAL_FIXED, self, other), NONE, NONE);
    }

    /// @param other address byte of the frames sent
    /// @param self address byte of the frames received
    public static IsoTpAddress extended(int txId, int rxId, int other, int self) {
        return new IsoTpAddress(txId, rxId, NONE, other, self);
    }

    /// @param extension address byte of both directions
    public static IsoTpAddress mixed(int txId, int rxId, int extension) {
        return new IsoTpAddress(txId, rxId, NONE, extension, extension);
    }

    public static IsoTpAddress mixedFixed(int other, int self, int extension) {
        return new IsoTpAddress(fixed(PHYSICAL_MIXED, other, self), fixed(PHYSICAL_MIXED, self, other),
                fixed(FUNCTIONAL_MIXED, self, other), extension, extension);
    }

    /// The same, listening to `id` too; 0x7DF is that of legislated diagnostics.
    public IsoTpAddress withFunctional(int id) { return new IsoTpAddress(txId, rxId, id, txByte, rxByte); }

    private static int fixed(int base, int target, int source) { return base | target << 8 | source; }

    /// What is before the protocol's own bytes in each frame: 0 or 1 bytes.
    int prefix() { return txByte == NONE ? 0 : 1; }

    /// Is `frame` meant for this end?
    boolean accepts(CanRecord frame) {
        boolean addressed = frame.idWithFlags() == rxId || isFunctional(frame);
        return addressed && (rxByte == NONE || (frame.length() > 0 && frame.dataByte(0) == rxByte));
    }

    boolean isFunctional(CanRecord frame) { return functionalId != NONE && frame.idWithFlags() == functionalId; }
}
