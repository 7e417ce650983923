package rtk.apps.infotainment.diagnostics;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Function;

/// Services 0x31, 0x34, 0x36 and 0x37: routines, and a download into the other slot. Each begins a job of the [Programmer] and has its answer when that
/// is done.
///
/// | routine | option record | what |
/// |---|---|---|
/// | 0xFF00 erase memory | version (4), length (4), SHA-256 (32) | prepares the other slot |
/// | 0x0202 check memory | – | is what came what was announced? |
/// | 0xFF01 check programming dependencies | – | the next start is the new software's |
/// | 0x0301 confirm | – | the new software works |
///
/// The routine's status is one byte: 0 right, 1 wrong.
final class Programming {
    static final int ERASE = 0xff00;
    static final int CHECK = 0x0202;
    static final int ACTIVATE = 0xff01;
    static final int CONFIRM = 0x0301;
    /// Of a transfer request: its two own bytes and a quarter of a sector of the flash.
    static final int BLOCK_LENGTH = 2 + 1_024;
    private static final int START = 1;
    private static final int RESULTS = 3;
    private static final int OPTION_BYTES = 40;
    private static final int NONE = -1;

    private final Programmer programmer;
    private final TreeMap<Integer, Integer> results = new TreeMap<>();
    private int announced = NONE;
    // A download: bytes expected and come, number of the next block.
    private int expected = NONE;
    private int come;
    private int number;
    // The last block, for a tester that missed the answer and sends it again.
    private byte[] last = {};
    private Function<Boolean, byte[]> whenDone;

    Programming(Programmer programmer) { this.programmer = programmer; }

    /// Is a job under way?
    boolean isWaiting() { return whenDone != null; }

    /// @return the answer once the job is done, else null
    byte[] poll() throws Refusal {
        var progress = programmer.progress();
        if (progress == Programmer.Progress.BUSY) return null;
        byte[] answer = whenDone.apply(progress == Programmer.Progress.DONE);
        whenDone = null;
        if (answer == null) throw new Refusal(Nrc.PROGRAMMING_FAILURE);
        return answer;
    }

    /// @param then what to answer; null is a failure
    private byte[] begin(boolean begun, Function<Boolean, byte[]> then) throws Refusal {
        if (!begun) throw new Refusal(Nrc.CONDITIONS_NOT_CORRECT);
        whenDone = then;
        return null;
    }

    /// A session ends: so does a download.
    void reset() {
        expected = NONE;
        announced = NONE;
    }

    byte[] routine(byte[] request) throws Refusal {
        int kind = request[1] & 0x7f;
        int routine = (int) Bytes.number(request, 2, 2);
        if (kind != START && kind != RESULTS) throw new Refusal(Nrc.SUB_FUNCTION_NOT_SUPPORTED);
        boolean known = routine == ERASE || routine == CHECK || routine == ACTIVATE || routine == CONFIRM;
        if (!known) throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        if (kind == START) return start(routine, request);
        if (!results.containsKey(routine)) throw new Refusal(Nrc.REQUEST_SEQUENCE_ERROR);
        return status(RESULTS, routine, results.get(routine));
    }

    private byte[] start(int routine, byte[] request) throws Refusal {
        if (request.length != (routine == ERASE ? 4 + OPTION_BYTES : 4)) throw new Refusal(Nrc.INCORRECT_LENGTH);
        boolean begun = switch (routine) {
            case ERASE -> erase(request);
            case CHECK -> programmer.check();
            case ACTIVATE -> programmer.activate();
            default -> programmer.confirm();
        };
        return begin(begun, right -> {
            results.put(routine, right ? 0 : 1);
            return status(START, routine, right ? 0 : 1);
        });
    }

    private boolean erase(byte[] request) {
        expected = NONE;
        announced = (int) Bytes.number(request, 8, 4);
        return programmer.erase((int) Bytes.number(request, 4, 4), announced, Arrays.copyOfRange(request, 12, 4 + OPTION_BYTES));
    }

    private static byte[] status(int kind, int routine, int status) {
        return new Bytes().put(0x71).put(kind).put(routine, 2).put(status).all();
    }

    /// `34 00 44` address (4) size (4): the address is that of the slot, 0.
    byte[] requestDownload(byte[] request) throws Refusal {
        if (request.length != 11) throw new Refusal(Nrc.INCORRECT_LENGTH);
        if (request[1] != 0 || request[2] != 0x44) throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        if (announced == NONE) throw new Refusal(Nrc.UPLOAD_DOWNLOAD_NOT_ACCEPTED);
        if (Bytes.number(request, 3, 4) != 0 || Bytes.number(request, 7, 4) != announced)
            throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        expected = announced;
        announced = NONE;
        come = 0;
        number = 1;
        last = new byte[0];
        return new Bytes().put(0x74).put(0x20).put(BLOCK_LENGTH, 2).all();
    }

    byte[] transfer(byte[] request) throws Refusal {
        if (expected == NONE) throw new Refusal(Nrc.REQUEST_SEQUENCE_ERROR);
        int block = request[1] & 0xff;
        if (block == (number - 1 & 0xff) && Arrays.equals(request, last)) return Bytes.of(0x76, block);
        if (block != number) throw new Refusal(Nrc.WRONG_BLOCK_NUMBER);
        int bytes = request.length - 2;
        if (bytes == 0 || request.length > BLOCK_LENGTH) throw new Refusal(Nrc.INCORRECT_LENGTH);
        if (come + bytes > expected) throw new Refusal(Nrc.TRANSFER_SUSPENDED);
        return begin(programmer.write(come, Arrays.copyOfRange(request, 2, request.length)), right -> {
            if (!right) return null;
            come += bytes;
            number = number + 1 & 0xff;
            last = request;
            return Bytes.of(0x76, block);
        });
    }

    byte[] exit() throws Refusal {
        if (expected == NONE || come != expected) throw new Refusal(Nrc.REQUEST_SEQUENCE_ERROR);
        expected = NONE;
        return Bytes.of(0x77);
    }
}
