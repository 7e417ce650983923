package rtk.apps.infotainment.diagnostics;

import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.isotp.IsoTpLink;
import rtk.apps.infotainment.isotp.IsoTpResult;
import rtk.apps.infotainment.isotp.IsoTpSettings;
import rtk.apps.infotainment.isotp.IsoTpSocket;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// Diagnostics: answers the tester at the OBD socket by OBD-II ([ObdServer]) and UDS ([UdsServer]), watches for faults ten times a second, and
/// hands new software to the update service.
///
/// In a car each control unit has such a server, and the head unit's is reached through a gateway that lets only diagnostics in from the socket; here the
/// socket has a CAN bus and a controller of its own. It answers as the one control unit of the car, so also what an engine control unit would say, from
/// the signals on the vehicle's bus. Left out: Ethernet (DoIP), other control units behind this one, authentication by certificates.
///
/// One thread. An answer is due within P2, 50 ms; when the update service needs longer, "response pending" goes out before that.
///
/// It traces `diag-request` and `diag-answer` with the first byte of each, `diag-late` (µs) for an answer that took longer than P2 or P2*,
/// `diag-unsent` with the [IsoTpResult] of an answer that could not be sent, and `trouble-codes` with their number when it changes.
///
/// | argument | meaning |
/// |---|---|
/// | `--can PATH` | the bus of the socket; `/dev/can2` unless given |
/// | `--bits 11` or `29` | identifiers; 11 unless given |
/// | `--vin VIN` | vehicle identification number |
public final class DiagnosticsService implements Program {
    /// Reading a request, building an answer: some table look-ups and scalings.
    private static final long REQUEST_NS = Ns.us(40);
    /// Testing all faults.
    private static final long MONITOR_NS = Ns.us(25);
    private static final long MONITOR_PERIOD_NS = Ns.ms(100);
    /// How often to ask for the end of a job.
    private static final long POLL_NS = Ns.ms(5);
    /// "Response pending" goes out so much before P2 and P2* are over.
    private static final long MARGIN_NS = Ns.ms(15);
    /// How long a control unit is not there after a reset; assumed.
    private static final long RESET_NS = Ns.ms(300);
    private static final int RECEIVE_MAX = 4_095;

    private KernelCalls k;
    private IsoTpSocket socket;
    private GatewayVehicle vehicle;
    private final TroubleCodes codes = new TroubleCodes();
    private ObdServer obd;
    private UdsServer uds;
    // The request whose job is under way: since when, and for how long, its tester waits.
    private long fromNs;
    private long allowedNs;
    private int codeCount;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--can", "--bits", "--vin"));
        var address = Addresses.ecu(k.processName(), options.value("--bits", "11"));
        var identity = Identity.SAMPLE.withVin(options.value("--vin", Identity.SAMPLE.vin()));
        vehicle = new GatewayVehicle(k);
        obd = new ObdServer(vehicle, codes, identity);
        uds = new UdsServer(vehicle, codes, identity, new UpdateProgrammer(k));
        socket = new IsoTpSocket(k, options.value("--can", "/dev/can2"),
                new IsoTpLink(address, IsoTpSettings.LEGISLATED.bytes(RECEIVE_MAX)));
        long monitorNs = k.nowNs();
        for (;;) {
            long jobNs = uds.isWaiting() ? k.nowNs() + POLL_NS : uds.dueNs();
            var request = socket.await(Math.min(monitorNs, jobNs));
            if (request != null) take(request);
            if (uds.isWaiting()) work();
            uds.elapsed(k.nowNs());
            if (k.nowNs() < monitorNs) continue;
            monitor();
            monitorNs = Math.max(monitorNs + MONITOR_PERIOD_NS, k.nowNs());
        }
    }

    private void monitor() {
        vehicle.refresh();
        k.compute(MONITOR_NS);
        obd.monitor(k.nowNs());
        int count = codes.with(TroubleCodes.CONFIRMED).size();
        if (count != codeCount) k.trace("trouble-codes", count);
        codeCount = count;
    }

    private void take(IsoTpLink.Received request) {
        boolean busy = uds.isWaiting();
        long comeNs = k.nowNs();
        int service = request.bytes()[0] & 0xff;
        k.trace("diag-request", service);
        vehicle.refresh();
        k.compute(REQUEST_NS);
        byte[] answer = ObdServer.isService(service)
                ? obd.answer(request.bytes(), comeNs)
                : uds.answer(request.bytes(), request.functional(), comeNs);
        if (answer != null) say(answer, comeNs, UdsServer.P2_NS);
        if (!busy) {
            fromNs = comeNs;
            allowedNs = UdsServer.P2_NS;
        }
        if (uds.takeReset()) {
            uds.reset();
            k.sleep(RESET_NS);
        }
    }

    /// Sends the answer of the job under way if it is done, else has the tester wait when it is time.
    private void work() {
        byte[] answer = uds.poll(k.nowNs());
        if (answer != null) say(answer, fromNs, allowedNs);
        if (!uds.isWaiting() || k.nowNs() < fromNs + allowedNs - MARGIN_NS) return;
        say(uds.waitAnswer(), fromNs, allowedNs);
        fromNs = k.nowNs();
        allowedNs = UdsServer.P2_STAR_NS;
    }

    private void say(byte[] answer, long sinceNs, long allowed) {
        long tookNs = k.nowNs() - sinceNs;
        if (tookNs > allowed) k.trace("diag-late", tookNs / 1_000);
        k.trace("diag-answer", answer[0] & 0xff);
        IsoTpResult result = socket.send(answer);
        if (result != IsoTpResult.OK) k.trace("diag-unsent", result.ordinal());
    }
}
