package rtk.apps.infotainment.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MixTest {
    private static byte[] constant(int left, int right) {
        var bytes = new byte[SoundFormat.PERIOD_BYTES];
        for (int frame = 0; frame < SoundFormat.PERIOD_FRAMES; frame++) {
            SoundFormat.putSample(bytes, 4 * frame, left);
            SoundFormat.putSample(bytes, 4 * frame + 2, right);
        }
        return bytes;
    }

    private static int left(byte[] bytes, int frame) { return SoundFormat.sample(bytes, 4 * frame); }

    private static int right(byte[] bytes, int frame) { return SoundFormat.sample(bytes, 4 * frame + 2); }

    @Test
    void soundsAddUpChannelByChannel() {
        var mix = new Mix();
        var out = new byte[SoundFormat.PERIOD_BYTES];
        mix.add(constant(1_000, -2_000), 256, Ducking.UNITY, Ducking.UNITY);
        mix.add(constant(-300, -5), 100, Ducking.UNITY, Ducking.UNITY);
        mix.into(out);

        assertEquals(700, left(out, 99));
        assertEquals(-2_005, right(out, 99));
        assertEquals(1_000, left(out, 100));
        assertEquals(2_005, mix.peak());
    }

    @Test
    void whatIsTooLoudIsCutOffAndDoesNotWrapAround() {
        var mix = new Mix();
        var out = new byte[SoundFormat.PERIOD_BYTES];
        for (int n = 0; n < AudioMixer.VOICES_MAX; n++) mix.add(constant(32_767, -32_768), 256, Ducking.UNITY, Ducking.UNITY);
        mix.into(out);

        assertEquals(32_767, left(out, 0));
        assertEquals(-32_768, right(out, 255));
        assertEquals(32_768, mix.peak());
    }

    /// From full to silent within a period: 1/256 of the gain a frame.
    @Test
    void aChangeOfGainIsAStraightLineThatTheNextPeriodGoesOnFrom() {
        var mix = new Mix();
        var out = new byte[SoundFormat.PERIOD_BYTES];
        mix.add(constant(25_600, 0), 256, Ducking.UNITY, 0);
        mix.into(out);

        for (int frame = 0; frame < 256; frame++) assertEquals(25_600 - 100 * frame, left(out, frame));
    }

    @Test
    void aPhoneCallSilencesMusicAndAWarningIsNeverLowered() {
        int all = (1 << SoundClass.values().length) - 1;
        int phone = 1 << SoundClass.PHONE.ordinal();
        int announcement = 1 << SoundClass.ANNOUNCEMENT.ordinal();

        assertEquals(Ducking.UNITY, Ducking.gain(SoundClass.MEDIA, 1 << SoundClass.MEDIA.ordinal()));
        assertEquals(Ducking.SILENT, Ducking.gain(SoundClass.MEDIA, phone));
        assertEquals(Ducking.MINUS_20_DB, Ducking.gain(SoundClass.MEDIA, announcement));
        assertEquals(Ducking.MINUS_12_DB, Ducking.gain(SoundClass.ANNOUNCEMENT, phone | announcement));
        assertEquals(Ducking.UNITY, Ducking.gain(SoundClass.WARNING, all));
        // 20 log10 of the gains.
        assertEquals(-12.0, 20 * Math.log10(Ducking.MINUS_12_DB / 65_536.0), 0.001);
        assertEquals(-20.0, 20 * Math.log10(Ducking.MINUS_20_DB / 65_536.0), 0.001);
    }
}
