package rtk.apps.infotainment.diagnostics;

/// Why a request is refused: negative response codes of ISO 14229-1, annex A.1.
enum Nrc {
    SERVICE_NOT_SUPPORTED(0x11),
    SUB_FUNCTION_NOT_SUPPORTED(0x12),
    INCORRECT_LENGTH(0x13),
    BUSY_REPEAT_REQUEST(0x21),
    CONDITIONS_NOT_CORRECT(0x22),
    REQUEST_SEQUENCE_ERROR(0x24),
    REQUEST_OUT_OF_RANGE(0x31),
    SECURITY_ACCESS_DENIED(0x33),
    INVALID_KEY(0x35),
    EXCEEDED_ATTEMPTS(0x36),
    TIME_DELAY_NOT_EXPIRED(0x37),
    UPLOAD_DOWNLOAD_NOT_ACCEPTED(0x70),
    TRANSFER_SUSPENDED(0x71),
    PROGRAMMING_FAILURE(0x72),
    WRONG_BLOCK_NUMBER(0x73),
    RESPONSE_PENDING(0x78),
    SUB_FUNCTION_NOT_IN_SESSION(0x7e),
    SERVICE_NOT_IN_SESSION(0x7f),
    VEHICLE_SPEED_TOO_HIGH(0x88);

    private static final int NEGATIVE = 0x7f;

    private final int code;

    Nrc(int code) { this.code = code; }

    byte[] answer(int service) { return Bytes.of(NEGATIVE, service, code); }

    /// Is it not said to who asked all control units at once?
    boolean isSilentToAll() {
        return switch (this) {
            case SERVICE_NOT_SUPPORTED, SUB_FUNCTION_NOT_SUPPORTED, REQUEST_OUT_OF_RANGE, SUB_FUNCTION_NOT_IN_SESSION,
                    SERVICE_NOT_IN_SESSION ->
                true;
            default -> false;
        };
    }
}
