package rtk.apps.infotainment.audio;

import rtk.apps.infotainment.ServiceLink;
import rtk.kernel.api.KernelCalls;

/// Sets volumes at the mixer, as long as there is one. For one thread.
public final class VolumeKnob {
    private final ServiceLink mixer;

    public VolumeKnob(KernelCalls k) { mixer = new ServiceLink(k, AudioMixer.NAME); }

    /// Blocks: SEND, REPLY.
    ///
    /// @param thousandths of the full gain, 0 to 1000
    /// @return false if there is no mixer now
    public boolean set(SoundClass of, int thousandths) {
        mixer.connect();
        return mixer.send(MixerMessages.of(MixerMessages.VOLUME, of.ordinal(), thousandths)) != ServiceLink.GONE;
    }
}
