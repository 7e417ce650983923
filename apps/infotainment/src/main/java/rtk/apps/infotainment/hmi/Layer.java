package rtk.apps.infotainment.hmi;

import rtk.apps.infotainment.ServiceLink;
import rtk.kernel.api.ChannelFlag;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Pulse;
import rtk.kernel.api.SigEvent;
import rtk.resmgr.EventBytes;

/// A layer of the screen, as the service sees it that fills it. For one thread.
///
/// Lives through a screen that is not there yet, dies, or is started again: [#post] then says no and tries to find one.
public final class Layer {
    /// In place of the number of a vertical sync: there is no screen.
    public static final int NO_SCREEN = ServiceLink.GONE;

    private final KernelCalls k;
    private final ServiceLink screen;
    private final String name;
    private final int number;
    private final int chid;
    private final SigEvent seen;

    /// @param name of 1 to 16 characters, for the trace
    /// @param number 0 to 3, the higher in front
    public Layer(KernelCalls k, String name, int number) {
        this.k = k;
        screen = new ServiceLink(k, Screen.NAME);
        this.name = name;
        this.number = number;
        chid = k.channelCreate(ChannelFlag.PRIVATE);
        seen = new SigEvent.Pulse(k.connectAttach(0, chid, KernelCalls.SIDE_CHANNEL), SigEvent.CALLER, 1, 0);
    }

    /// Hands over a picture, to be seen from the next vertical sync on. Blocks: SEND, REPLY.
    ///
    /// @param picture 0 for none
    /// @return the number of that vertical sync, or [#NO_SCREEN]
    /// @throws ErrnoException EBUSY another process has the layer
    public int post(int picture) {
        if (screen.connect()) open();
        return screen.send(ScreenMessages.post(number, picture));
    }

    private void open() {
        try {
            screen.send(ScreenMessages.open(number, EventBytes.of(seen), name));
        } catch (ErrnoException e) {
            screen.disconnect();
            throw e;
        }
    }

    /// Waits until what was posted is seen. Blocks: RECEIVE.
    ///
    /// @param timeoutNs at most
    /// @return false if it took longer
    public boolean awaitSeen(long timeoutNs) {
        k.timerTimeout(timeoutNs);
        try {
            k.msgReceive(chid, new byte[Pulse.BYTES], null);
            return true;
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ETIMEDOUT) throw e;
            return false;
        }
    }
}
