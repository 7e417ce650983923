package rtk.apps.infotainment.isotp;

/// How a transfer ended: N_Result of ISO 15765-2, 8.3.8.
public enum IsoTpResult {
    OK,
    /// No flow control came in time.
    TIMEOUT_BS,
    /// No consecutive frame came in time.
    TIMEOUT_CR,
    /// A consecutive frame out of turn.
    WRONG_SN,
    /// A flow control with an unknown status.
    INVALID_FS,
    /// Another message began before this one was whole.
    UNEXP_PDU,
    /// The receiver was not ready for too long.
    WFT_OVRN,
    /// The message is longer than the receiver has room for.
    BUFFER_OVFLW
}
