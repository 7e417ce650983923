package rtk.apps.infotainment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import rtk.kernel.api.Errno;
import rtk.kernel.api.ErrnoException;
import rtk.kernel.api.KernelCalls;
import rtk.resmgr.NameService;

/// Some signals of the vehicle, as a service sees them: asked of the gateway by one message, all at once.
///
/// Lives through a gateway that is not there yet, dies, or is started again: [#refresh] then says no and tries to find one. An outage is
/// traced: `PROCESS-gateway-lost` with the number of outages, and `PROCESS-gateway-back` with the ns since.
public final class GatewayClient {
    private static final int NOT_CONNECTED = -1;
    private static final long WELL = -1;

    private final KernelCalls k;
    private final List<String> names;
    private final int[] numbers;
    private final long[] milli;
    private final long[] timeNs;
    private byte[] request;
    private byte[] reply;
    private int coid = NOT_CONNECTED;
    private boolean wasConnected;
    private long lostNs = WELL;
    private long outages;

    /// @param names of signals, at most [GatewayMessages#SIGNALS_MAX]
    public GatewayClient(KernelCalls k, List<String> names) {
        if (names.size() > GatewayMessages.SIGNALS_MAX) throw new IllegalArgumentException(names.size() + " signals");
        this.k = k;
        this.names = List.copyOf(names);
        numbers = new int[names.size()];
        milli = new long[names.size()];
        timeNs = new long[names.size()];
        Arrays.fill(timeNs, SignalTable.NEVER);
    }

    /// Asks for the latest values. Blocks: SEND, REPLY.
    ///
    /// @return false if there is no gateway now; the values are then as they were
    public boolean refresh() {
        try {
            if (coid == NOT_CONNECTED) connect();
            k.msgSend(coid, request, reply);
        } catch (ErrnoException e) {
            if (!isGone(e.errno())) throw e;
            disconnect();
            lost();
            return false;
        }
        back();
        var values = GatewayMessages.view(reply);
        int at = 0;
        for (int n = 0; n < numbers.length; n++) {
            if (numbers[n] == SignalTable.UNKNOWN) continue;
            milli[n] = values.getLong(at);
            timeNs[n] = values.getLong(at + 8);
            at += GatewayMessages.VALUE_BYTES;
        }
        return true;
    }

    /// Value of the `index`-th signal in thousandths of its unit.
    public long milli(int index) { return milli[index]; }

    /// Has the `index`-th signal come at all?
    public boolean isKnown(int index) { return timeNs[index] != SignalTable.NEVER; }

    /// How old the `index`-th value is.
    public long ageNs(int index) { return k.nowNs() - timeNs[index]; }

    private void connect() {
        coid = NameService.open(k, VehicleGateway.NAME);
        int known = 0;
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = lookUp(names.get(n));
            if (numbers[n] != SignalTable.UNKNOWN) known++;
        }
        request = new byte[GatewayMessages.HEADER + known * GatewayMessages.NUMBER_BYTES];
        reply = new byte[known * GatewayMessages.VALUE_BYTES];
        var fields = GatewayMessages.view(request);
        fields.putShort((short) GatewayMessages.READ).putShort((short) known);
        for (int number : numbers) {
            if (number != SignalTable.UNKNOWN) fields.putInt(number);
        }
    }

    private int lookUp(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        var question = new byte[GatewayMessages.HEADER + text.length];
        GatewayMessages.view(question).putShort((short) GatewayMessages.LOOKUP).putShort((short) text.length).put(text);
        try {
            return k.msgSend(coid, question, new byte[0]);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) throw e;
            return SignalTable.UNKNOWN;
        }
    }

    private void lost() {
        if (!wasConnected || lostNs != WELL) return;
        lostNs = k.nowNs();
        k.trace(k.processName() + "-gateway-lost", ++outages);
    }

    private void back() {
        wasConnected = true;
        if (lostNs == WELL) return;
        k.trace(k.processName() + "-gateway-back", k.nowNs() - lostNs);
        lostNs = WELL;
    }

    private void disconnect() {
        if (coid != NOT_CONNECTED) NameService.close(k, coid);
        coid = NOT_CONNECTED;
    }

    private static boolean isGone(Errno errno) { return errno == Errno.ENOENT || errno == Errno.ESRCH || errno == Errno.EBADF; }
}
