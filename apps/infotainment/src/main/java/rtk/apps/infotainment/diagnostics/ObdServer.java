package rtk.apps.infotainment.diagnostics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import rtk.board.sim.Ns;

/// Services 01, 02, 03, 04, 07 and 09 of SAE J1979 on CAN. Who asks for something that is not supported, or whose value has not come
/// yet, gets no answer, as the standard wants it on CAN.
///
/// | service | what |
/// |---|---|
/// | 01 | current data: 01 monitors, 1C requirements, 1F run time, those of [Pid]; 00, 20, … which there are; up to six in one request |
/// | 02 | the same (02: whose; without 01, 1C and 1F) as they were when the first trouble code was confirmed |
/// | 03, 07 | confirmed and pending trouble codes |
/// | 04 | forget trouble codes and freeze frame; also while the engine runs, which a car may refuse |
/// | 09 | 02 vehicle identification number, 04 calibration, 0A name |
///
/// Left out: 05 (not on CAN), 06, 08, 0A; monitors other than the comprehensive one.
final class ObdServer {
    static final int POSITIVE = 0x40;
    private static final int PIDS_MAX = 6;
    private static final int MONITORS = 0x01;
    private static final int WHOSE = 0x02;
    private static final int REQUIREMENTS = 0x1c;
    private static final int RUN_TIME = 0x1f;
    /// European OBD.
    private static final int EOBD = 0x06;
    /// Second byte of the monitors: the comprehensive component monitor is there and complete.
    private static final int COMPREHENSIVE = 0x04;
    private static final int LAMP_ON = 0x80;
    private static final int VIN = 0x02;
    private static final int CALIBRATION = 0x04;
    private static final int NAME = 0x0a;
    private static final int BLOCK = 0x20;

    private final Vehicle vehicle;
    private final TroubleCodes codes;
    private final Identity identity;
    private final Map<Pid, Long> frame = new LinkedHashMap<>();
    private long engineStartNs = Ns.NEVER;

    ObdServer(Vehicle vehicle, TroubleCodes codes, Identity identity) {
        this.vehicle = vehicle;
        this.codes = codes;
        this.identity = identity;
    }

    static boolean isService(int service) { return service >= 0x01 && service <= 0x0a; }

    /// Looks at the car; to be called ten times a second.
    void monitor(long nowNs) {
        boolean runs = vehicle.isKnown(Reading.ENGINE_SPEED) && vehicle.milli(Reading.ENGINE_SPEED) > 0;
        if (!runs) engineStartNs = Ns.NEVER;
        else if (engineStartNs == Ns.NEVER) engineStartNs = nowNs;
        if (codes.test(vehicle)) freeze();
    }

    private void freeze() {
        frame.clear();
        for (Pid pid : Pid.values()) {
            if (pid.isKnown(vehicle)) frame.put(pid, pid.value(vehicle));
        }
    }

    /// @return null for no answer
    byte[] answer(byte[] request, long nowNs) {
        int service = request[0];
        return switch (service) {
            case 0x01 -> current(request, nowNs);
            case 0x02 -> frozen(request);
            case 0x03 -> request.length == 1 ? codes(service, TroubleCodes.CONFIRMED) : null;
            case 0x04 -> request.length == 1 ? clear() : null;
            case 0x07 -> request.length == 1 ? codes(service, TroubleCodes.PENDING) : null;
            case 0x09 -> request.length == 2 ? information(request[1] & 0xff) : null;
            default -> null;
        };
    }

    private byte[] current(byte[] request, long nowNs) {
        if (request.length > 1 + PIDS_MAX) return null;
        var answer = new Bytes().put(0x01 + POSITIVE);
        for (int n = 1; n < request.length; n++) current(request[n] & 0xff, nowNs, answer);
        return answer.length() > 1 ? answer.all() : null;
    }

    private void current(int number, long nowNs, Bytes answer) {
        if (number % BLOCK == 0) {
            mask(number, MONITORS, answer, currentNumbers());
            return;
        }
        switch (number) {
            case MONITORS -> answer.put(number).put(codes.with(TroubleCodes.WARNING).isEmpty() ? count() : count() | LAMP_ON)
                    .put(COMPREHENSIVE).put(0).put(0);
            case REQUIREMENTS -> answer.put(number).put(EOBD);
            case RUN_TIME ->
                answer.put(number).put(engineStartNs == Ns.NEVER ? 0 : Math.min(0xffff, (nowNs - engineStartNs) / Ns.s(1)), 2);
            default -> {
                Pid pid = Pid.of(number);
                if (pid != null && pid.isKnown(vehicle)) answer.put(number).put(pid.value(vehicle), pid.bytes());
            }
        }
    }

    private int count() { return codes.with(TroubleCodes.CONFIRMED).size(); }

    private static TreeSet<Integer> currentNumbers() {
        var numbers = new TreeSet<Integer>();
        for (int number : new int[]{MONITORS, REQUIREMENTS, RUN_TIME}) numbers.add(number);
        for (Pid pid : Pid.values()) numbers.add(pid.number());
        return numbers;
    }

    /// Which of the 32 numbers after `base` there are, the first in the highest bit; the last bit says whether there is more after them. Nothing
    /// if there is none at all.
    private static void mask(int base, int least, Bytes answer, TreeSet<Integer> numbers) {
        long mask = 0;
        for (int number : numbers.tailSet(Math.max(least, base + 1)))
            mask |= number < base + BLOCK ? 1L << (base + BLOCK - number) : 1;
        if (mask != 0) answer.put(base).put(mask, 4);
    }

    private byte[] frozen(byte[] request) {
        // Pairs of number and frame; there is frame 0 only.
        var answer = new Bytes().put(0x02 + POSITIVE);
        for (int n = 1; n + 1 < request.length && n < 2 * PIDS_MAX; n += 2) {
            if (request[n + 1] != 0) continue;
            frozen(request[n] & 0xff, answer);
        }
        return answer.length() > 1 ? answer.all() : null;
    }

    private void frozen(int number, Bytes answer) {
        Pid pid = Pid.of(number);
        if (number % BLOCK == 0) {
            var numbers = new TreeSet<Integer>();
            numbers.add(WHOSE);
            for (Pid each : Pid.values()) numbers.add(each.number());
            var mask = new Bytes();
            mask(number, WHOSE, mask, numbers);
            if (mask.length() > 0) answer.put(number).put(0).put(Bytes.number(mask.all(), 1, 4), 4);
        } else if (number == WHOSE) {
            answer.put(number).put(0).put(codes.frozen() == null ? 0 : codes.frozen().number(), 2);
        } else if (pid != null && codes.frozen() != null && frame.containsKey(pid)) {
            answer.put(number).put(0).put(frame.get(pid), pid.bytes());
        }
    }

    private byte[] codes(int service, int mask) {
        var some = codes.with(mask);
        var answer = new Bytes().put(service + POSITIVE).put(some.size());
        for (TroubleCode code : some) answer.put(code.number(), 2);
        return answer.all();
    }

    private byte[] clear() {
        codes.clear();
        return Bytes.of(0x04 + POSITIVE);
    }

    private byte[] information(int type) {
        var answer = new Bytes().put(0x09 + POSITIVE).put(type);
        return switch (type) {
            case 0 -> {
                long mask = 1L << (BLOCK - VIN) | 1L << (BLOCK - CALIBRATION) | 1L << (BLOCK - NAME);
                yield answer.put(mask, 4).all();
            }
            case VIN -> answer.put(1).put(identity.vin(), 17, 0).all();
            case CALIBRATION -> answer.put(1).put(identity.calibration(), 16, 0).all();
            case NAME -> answer.put(1).put(identity.name(), 20, 0).all();
            default -> null;
        };
    }
}
