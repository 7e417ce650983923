package rtk.apps.infotainment.media;

/// One frame of MPEG audio, layer III ("MP3"), by its header of 32 bits.
///
/// | bits | field |
/// |---|---|
/// | 31:21 | all 1 |
/// | 20:19 | 3 MPEG-1, 2 MPEG-2, 0 MPEG-2.5 |
/// | 18:17 | 1 layer III |
/// | 15:12 | bit rate, by table; 0 "free" and 15 are refused |
/// | 11:10 | sampling rate, by table; 3 is refused |
/// | 9 | 1 one byte more |
///
/// Source: ISO/IEC 11172-3, 2.4.2.3, and 13818-3; MPEG-2.5 is not of ISO, but common.
///
/// @param bytes header included
/// @param rateHz sampling rate
/// @param samples of each channel
record MpegFrame(int bytes, int rateHz, int samples) {
    static final int HEADER_BYTES = 4;

    private static final int[] KBIT_MPEG1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] KBIT_MPEG2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] HZ_MPEG1 = {44_100, 48_000, 32_000, 0};
    private static final int MPEG1 = 3;
    private static final int MPEG2 = 2;
    private static final int MPEG25 = 0;
    private static final int LAYER_III = 1;

    /// @param header four bytes, the first one highest
    /// @return null if this is no header
    static MpegFrame of(int header) {
        int version = header >> 19 & 3;
        boolean isLayer3 = header >>> 21 == 0x7ff && (header >> 17 & 3) == LAYER_III;
        boolean isMpeg1 = version == MPEG1;
        if (!isLayer3 || (!isMpeg1 && version != MPEG2 && version != MPEG25)) return null;
        int kbit = (isMpeg1 ? KBIT_MPEG1 : KBIT_MPEG2)[header >> 12 & 15];
        int rateHz = HZ_MPEG1[header >> 10 & 3] >> (isMpeg1 ? 0 : version == MPEG2 ? 1 : 2);
        if (kbit == 0 || rateHz == 0) return null;
        int samples = isMpeg1 ? 1_152 : 576;
        return new MpegFrame(samples / 8 * kbit * 1_000 / rateHz + (header >> 9 & 1), rateHz, samples);
    }
}
