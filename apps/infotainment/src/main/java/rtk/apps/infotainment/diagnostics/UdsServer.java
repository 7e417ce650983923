package rtk.apps.infotainment.diagnostics;

import java.util.Arrays;
import rtk.board.sim.Ns;

/// Unified diagnostic services, ISO 14229-1: the server of one control unit, for one tester.
///
/// | service | sessions | unlocked | what |
/// |---|---|---|---|
/// | 10 session control | all | | 01 default, 02 programming, 03 extended |
/// | 11 reset | all | | 01 hard: the boot loader starts; 03 soft |
/// | 14 clear diagnostic information | default, extended | | FFFFFF all, or one code |
/// | 19 read codes | default, extended | | 01 how many, 02 which by status mask, 0A all there can be |
/// | 22 read data | all | | [DataIdentifiers], up to 8 at once |
/// | 27 security access | extended, programming | | 01 seed, 02 key ([Session]) |
/// | 2E write data | extended | yes | |
/// | 31 routine | extended, programming | yes | [Programming] |
/// | 34, 36, 37 download | programming | yes | [Programming] |
/// | 3E tester present | all | | 00 |
///
/// A request is refused for the first of these that applies, in the order of figure 5 and 6 of the standard: service, session,
/// security, length, sub-function, its session, the rest. While a car moves there is neither programming nor a hard reset.
///
/// Left out: 23, 24, 28, 29, 2A, 2C, 2F, 35, 38, 3D, 83 to 87; several testers; sub-functions 04 and 06 of 19.
final class UdsServer {
    /// P2 and P2*: until the answer, and until the next one after "response pending".
    static final long P2_NS = Ns.ms(50);
    static final long P2_STAR_NS = Ns.s(5);
    private static final int POSITIVE = 0x40;
    private static final int SUPPRESS = 0x80;
    private static final int IDENTIFIERS_MAX = 8;
    private static final long STANDING_MILLI_KMH = 3_000;
    private static final int ALL_GROUPS = 0xffffff;
    private static final int HARD_RESET = 1;
    private static final int SOFT_RESET = 3;
    /// Format of trouble codes: ISO 14229-1.
    private static final int FORMAT = 1;

    private enum Service {
        SESSION_CONTROL(0x10, 2, true, "123", false),
        RESET(0x11, 2, true, "123", false),
        CLEAR(0x14, 4, false, "13", false),
        READ_CODES(0x19, 2, true, "13", false),
        READ_DATA(0x22, 3, false, "123", false),
        SECURITY_ACCESS(0x27, 2, true, "23", false),
        WRITE_DATA(0x2e, 4, false, "3", true),
        ROUTINE(0x31, 4, true, "23", true),
        REQUEST_DOWNLOAD(0x34, 4, false, "2", true),
        TRANSFER(0x36, 2, false, "2", true),
        EXIT(0x37, 1, false, "2", true),
        TESTER_PRESENT(0x3e, 2, true, "123", false);

        private final int id;
        private final int least;
        private final boolean hasSubFunction;
        private final String sessions;
        private final boolean locked;

        Service(int id, int least, boolean hasSubFunction, String sessions, boolean locked) {
            this.id = id;
            this.least = least;
            this.hasSubFunction = hasSubFunction;
            this.sessions = sessions;
            this.locked = locked;
        }
    }

    private final Vehicle vehicle;
    private final TroubleCodes codes;
    private final Session session = new Session();
    private final Programmer programmer;
    private final Programming programming;
    private final DataIdentifiers data;
    private Service waiting;
    private boolean suppressed;
    private boolean resetRequested;

    UdsServer(Vehicle vehicle, TroubleCodes codes, Identity identity, Programmer programmer) {
        this.vehicle = vehicle;
        this.codes = codes;
        this.programmer = programmer;
        programming = new Programming(programmer);
        data = new DataIdentifiers(vehicle, identity, session, programmer);
    }

    int session() { return session.current(); }

    /// When [#elapsed] has something to do.
    long dueNs() { return waiting == null ? session.dueNs() : Ns.NEVER; }

    void elapsed(long nowNs) {
        if (nowNs < dueNs()) return;
        session.elapsed(nowNs);
        programming.reset();
    }

    /// Is an answer still to come? Then [#poll] is to be asked, and the tester told to wait.
    boolean isWaiting() { return waiting != null; }

    /// What tells the tester to wait.
    byte[] waitAnswer() {
        suppressed = false;
        return Nrc.RESPONSE_PENDING.answer(waiting.id);
    }

    /// @return the answer that was to come, or null
    byte[] poll(long nowNs) {
        byte[] answer;
        try {
            answer = programming.poll();
        } catch (Refusal refused) {
            answer = refused.nrc().answer(waiting.id);
            suppressed = false;
        }
        if (answer == null) return null;
        waiting = null;
        session.touch(nowNs);
        return suppressed ? null : answer;
    }

    /// Was a reset asked for, since the last time this was?
    boolean takeReset() {
        boolean taken = resetRequested;
        resetRequested = false;
        return taken;
    }

    /// After a reset: everything but the trouble codes is forgotten.
    void reset() {
        session.enter(Session.DEFAULT);
        programming.reset();
        waiting = null;
    }

    /// @param functional asked of all control units at once
    /// @return null for no answer, or none yet ([#isWaiting])
    byte[] answer(byte[] request, boolean functional, long nowNs) {
        elapsed(nowNs);
        int id = request[0] & 0xff;
        try {
            if (waiting != null) {
                if (id == Service.TESTER_PRESENT.id) return null;
                throw new Refusal(Nrc.BUSY_REPEAT_REQUEST);
            }
            session.touch(nowNs);
            Service service = service(request);
            suppressed = service.hasSubFunction && (request[1] & SUPPRESS) != 0;
            byte[] answer = serve(service, request, nowNs);
            if (answer == null) waiting = service;
            return suppressed ? null : answer;
        } catch (Refusal refused) {
            return functional && refused.nrc().isSilentToAll() ? null : refused.nrc().answer(id);
        }
    }

    private Service service(byte[] request) throws Refusal {
        for (Service service : Service.values()) {
            if (service.id != (request[0] & 0xff)) continue;
            if (service.sessions.indexOf('0' + session.current()) < 0) throw new Refusal(Nrc.SERVICE_NOT_IN_SESSION);
            if (service.locked && !session.isUnlocked()) throw new Refusal(Nrc.SECURITY_ACCESS_DENIED);
            if (request.length < service.least) throw new Refusal(Nrc.INCORRECT_LENGTH);
            return service;
        }
        throw new Refusal(Nrc.SERVICE_NOT_SUPPORTED);
    }

    /// @return null if the answer comes later
    private byte[] serve(Service service, byte[] request, long nowNs) throws Refusal {
        return switch (service) {
            case SESSION_CONTROL -> sessionControl(request);
            case RESET -> reset(request);
            case CLEAR -> clear(request);
            case READ_CODES -> readCodes(request);
            case READ_DATA -> readData(request);
            case SECURITY_ACCESS -> securityAccess(request, nowNs);
            case WRITE_DATA -> writeData(request);
            case ROUTINE -> programming.routine(request);
            case REQUEST_DOWNLOAD -> programming.requestDownload(request);
            case TRANSFER -> programming.transfer(request);
            case EXIT -> {
                exactly(1, request);
                yield programming.exit();
            }
            case TESTER_PRESENT -> {
                if (subFunction(request) != 0) throw new Refusal(Nrc.SUB_FUNCTION_NOT_SUPPORTED);
                exactly(2, request);
                yield Bytes.of(0x7e, 0);
            }
        };
    }

    private static int subFunction(byte[] request) { return request[1] & ~SUPPRESS & 0xff; }

    private static void exactly(int length, byte[] request) throws Refusal {
        if (request.length != length) throw new Refusal(Nrc.INCORRECT_LENGTH);
    }

    private void standing() throws Refusal {
        if (vehicle.isKnown(Reading.SPEED) && vehicle.milli(Reading.SPEED) > STANDING_MILLI_KMH)
            throw new Refusal(Nrc.VEHICLE_SPEED_TOO_HIGH);
    }

    private byte[] sessionControl(byte[] request) throws Refusal {
        int wanted = subFunction(request);
        if (wanted < Session.DEFAULT || wanted > Session.EXTENDED) throw new Refusal(Nrc.SUB_FUNCTION_NOT_SUPPORTED);
        exactly(2, request);
        if (wanted == Session.PROGRAMMING) {
            if (session.current() == Session.DEFAULT) throw new Refusal(Nrc.SUB_FUNCTION_NOT_IN_SESSION);
            standing();
        }
        session.enter(wanted);
        programming.reset();
        return new Bytes().put(0x10 + POSITIVE).put(wanted).put(P2_NS / Ns.ms(1), 2).put(P2_STAR_NS / Ns.ms(10), 2).all();
    }

    private byte[] reset(byte[] request) throws Refusal {
        int kind = subFunction(request);
        if (kind != HARD_RESET && kind != SOFT_RESET) throw new Refusal(Nrc.SUB_FUNCTION_NOT_SUPPORTED);
        exactly(2, request);
        if (kind == HARD_RESET) {
            standing();
            if (!programmer.restart() && programmer.progress() == Programmer.Progress.BUSY)
                throw new Refusal(Nrc.CONDITIONS_NOT_CORRECT);
        }
        resetRequested = true;
        return Bytes.of(0x11 + POSITIVE, kind);
    }

    private byte[] clear(byte[] request) throws Refusal {
        exactly(4, request);
        int group = (int) Bytes.number(request, 1, 3);
        boolean found = group == ALL_GROUPS;
        if (found) codes.clear();
        for (TroubleCode code : TroubleCode.values()) {
            if (code.number() << 8 != group) continue;
            codes.clear(code);
            found = true;
        }
        if (!found) throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        return Bytes.of(0x14 + POSITIVE);
    }

    private byte[] readCodes(byte[] request) throws Refusal {
        int kind = subFunction(request);
        if (kind != 0x01 && kind != 0x02 && kind != 0x0a) throw new Refusal(Nrc.SUB_FUNCTION_NOT_SUPPORTED);
        exactly(kind == 0x0a ? 2 : 3, request);
        var some = kind == 0x0a ? Arrays.asList(TroubleCode.values()) : codes.with(request[2] & 0xff);
        var answer = new Bytes().put(0x19 + POSITIVE).put(kind).put(TroubleCodes.AVAILABLE);
        if (kind == 0x01) return answer.put(FORMAT).put(some.size(), 2).all();
        for (TroubleCode code : some) answer.put(code.number(), 2).put(0).put(codes.status(code));
        return answer.all();
    }

    private byte[] readData(byte[] request) throws Refusal {
        if (request.length % 2 == 0 || request.length > 1 + 2 * IDENTIFIERS_MAX) throw new Refusal(Nrc.INCORRECT_LENGTH);
        var answer = new Bytes().put(0x22 + POSITIVE);
        for (int at = 1; at < request.length; at += 2) data.read((int) Bytes.number(request, at, 2), answer);
        if (answer.length() == 1) throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        return answer.all();
    }

    private byte[] writeData(byte[] request) throws Refusal {
        data.write((int) Bytes.number(request, 1, 2), Arrays.copyOfRange(request, 3, request.length));
        return new Bytes().put(0x2e + POSITIVE).put(Bytes.number(request, 1, 2), 2).all();
    }

    private byte[] securityAccess(byte[] request, long nowNs) throws Refusal {
        int kind = subFunction(request);
        return switch (kind) {
            case 1 -> {
                exactly(2, request);
                yield new Bytes().put(0x27 + POSITIVE).put(kind).put(session.seed(nowNs), 4).all();
            }
            case 2 -> {
                exactly(6, request);
                session.unlock((int) Bytes.number(request, 2, 4), nowNs);
                yield Bytes.of(0x27 + POSITIVE, kind);
            }
            default -> throw new Refusal(Nrc.SUB_FUNCTION_NOT_SUPPORTED);
        };
    }
}
