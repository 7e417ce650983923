package rtk.apps.infotainment.audio;

import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.NameService;

/// Sets volumes at the mixer, as long as there is one. For one thread.
public final class VolumeKnob {
    private static final int NOT_CONNECTED = -1;

    private final KernelCalls k;
    private int coid = NOT_CONNECTED;

    public VolumeKnob(KernelCalls k) { this.k = k; }

    /// Blocks: SEND, REPLY.
    ///
    /// @param thousandths of the full gain, 0 to 1000
    /// @return false if there is no mixer now
    public boolean set(SoundClass of, int thousandths) {
        try {
            if (coid == NOT_CONNECTED) coid = NameService.open(k, AudioMixer.NAME);
            k.msgSend(coid, MixerMessages.of(MixerMessages.VOLUME, of.ordinal(), thousandths), null);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH && e.errno() != Errno.EBADF) throw e;
            if (coid != NOT_CONNECTED) NameService.close(k, coid);
            coid = NOT_CONNECTED;
            return false;
        }
    }
}
