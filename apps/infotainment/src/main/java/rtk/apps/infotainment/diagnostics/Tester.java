package rtk.apps.infotainment.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import rtk.apps.infotainment.Options;
import rtk.apps.infotainment.isotp.IsoTpLink;
import rtk.apps.infotainment.isotp.IsoTpResult;
import rtk.apps.infotainment.isotp.IsoTpSettings;
import rtk.apps.infotainment.isotp.IsoTpSocket;
import rtk.apps.infotainment.update.UpdateImage;
import rtk.board.sim.Ns;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Program;

/// A workshop's tester at the OBD socket, on a board of its own: asks what it is told to ask, over and over, and can bring new software.
///
/// It stands for a scan tool or a flash tool. Left out: whatever its user would see.
///
/// It traces `reading-asked` and `reading-answered` (first byte) around what it was told to ask; of all requests `tester-asked` and `tester-answered` (first byte of each; the latter of the final answer only), `tester-refused` with the negative
/// response code, `tester-unanswered` with the number of requests without an answer so far, and `flash-begun` (bytes) and `flashed` when new software
/// begins to come and when it is in place and has been started.
///
/// | argument | meaning |
/// |---|---|
/// | `--ask HEX` | a request, such as `"01 0C"`; may be repeated |
/// | `--rate 5Hz` | requests a second |
/// | `--flash N`, `--flash-at 2s` | brings software of so many bytes, at the start or at that time |
/// | `--can PATH` | `/dev/can2` unless given |
/// | `--bits 11` or `29` | identifiers; 11 unless given |
public final class Tester implements Program {
    private static final long ANSWER_NS = Ns.ms(250);
    private static final int NEGATIVE = 0x7f;
    private static final int PENDING = 0x78;
    private static final int REFUSALS_MAX = 100;

    private KernelCalls k;
    private IsoTpSocket socket;
    private long unansweredCount;

    @Override
    public int main(KernelCalls kernel, List<String> args) {
        k = kernel;
        var options = new Options(k.processName(), args, List.of("--ask", "--rate", "--flash", "--flash-at", "--can", "--bits"));
        long periodNs = options.periodNs("--rate", "5Hz");
        var requests = requests(options.values("--ask"));
        int length = length(options.value("--flash", "0"));
        socket = new IsoTpSocket(k, options.value("--can", "/dev/can2"),
                new IsoTpLink(Addresses.tester(k.processName(), options.value("--bits", "11")), IsoTpSettings.DEFAULT));
        long flashNs = options.durationNs("--flash-at", null);
        long nextNs = k.nowNs();
        for (int n = 0; length > 0 || !requests.isEmpty(); n++) {
            if (length > 0 && (requests.isEmpty() || k.nowNs() >= flashNs)) {
                k.sleepUntil(flashNs);
                flash(length);
                length = 0;
            } else {
                nextNs = Math.max(nextNs + periodNs, k.nowNs());
                k.sleepUntil(nextNs);
                byte[] request = requests.get(n % requests.size());
                k.trace("reading-asked", request[0] & 0xff);
                if (ask(request) != null) k.trace("reading-answered", request[0] & 0xff);
            }
        }
        return 0;
    }

    private List<byte[]> requests(List<String> texts) {
        var requests = new ArrayList<byte[]>();
        for (String text : texts) {
            String digits = text.replace(" ", "");
            if (!digits.matches("([0-9A-Fa-f]{2})+"))
                throw new IllegalArgumentException(
                        k.processName() + ": --ask: found " + text + ", expected bytes such as \"01 0C\"");
            requests.add(HexFormat.of().parseHex(digits));
        }
        return requests;
    }

    private int length(String text) {
        if (text.matches("[0-9]{1,6}")) return Integer.parseInt(text);
        throw new IllegalArgumentException(k.processName() + ": --flash: found " + text + ", expected a number of bytes");
    }

    /// @return the final answer, or null
    private byte[] ask(byte[] request) {
        k.trace("tester-asked", request[0] & 0xff);
        long untilNs = k.nowNs() + ANSWER_NS;
        if (socket.send(request) == IsoTpResult.OK) {
            for (var answer = socket.await(untilNs); answer != null; answer = socket.await(untilNs)) {
                byte[] bytes = answer.bytes();
                boolean refused = (bytes[0] & 0xff) == NEGATIVE && bytes.length == 3;
                if (refused && bytes[2] == PENDING) {
                    untilNs = k.nowNs() + UdsServer.P2_STAR_NS;
                    continue;
                }
                k.trace("tester-answered", bytes[0] & 0xff);
                if (refused) k.trace("tester-refused", bytes[2] & 0xff);
                return bytes;
            }
        }
        k.trace("tester-unanswered", ++unansweredCount);
        return null;
    }

    private byte[] ask(int... octets) { return ask(Bytes.of(octets)); }

    private boolean asked(byte[] request) { return isYes(request[0], ask(request)); }

    private static boolean isYes(int service, byte[] answer) {
        return answer != null && (answer[0] & 0xff) == (service & 0xff) + ObdServer.POSITIVE;
    }

    /// The order of a flash tool: session, lock, erase, download, check, activate, reset, confirm.
    private void flash(int length) {
        byte[] image = UpdateImage.sample(length);
        for (int refusals = 0; !unlock(Session.PROGRAMMING); refusals++) {
            if (refusals == REFUSALS_MAX) return; // it never stands still
            k.sleep(Ns.ms(500));
        }
        k.trace("flash-begun", length);
        var erase = routine(Programming.ERASE).put(2, 4).put(length, 4).put(UpdateImage.sha256(image)).all();
        var download = new Bytes().put(0x34).put(0).put(0x44).put(0, 4).put(length, 4).all();
        boolean done = asked(erase) && asked(download) && transfer(image) && asked(Bytes.of(0x37))
                && asked(routine(Programming.CHECK).all()) && asked(routine(Programming.ACTIVATE).all());
        if (!done || !asked(Bytes.of(0x11, 1))) return;
        k.sleep(Ns.s(1));
        if (unlock(Session.EXTENDED) && asked(routine(Programming.CONFIRM).all())) k.trace("flashed", length);
    }

    private static Bytes routine(int routine) { return new Bytes().put(0x31).put(1).put(routine, 2); }

    private boolean unlock(int session) {
        ask(0x10, Session.EXTENDED);
        if (session != Session.EXTENDED && !asked(Bytes.of(0x10, session))) return false;
        byte[] seed = ask(0x27, 1);
        if (!isYes(0x27, seed)) return false;
        int key = Session.key((int) Bytes.number(seed, 2, 4));
        return asked(new Bytes().put(0x27).put(2).put(key, 4).all());
    }

    private boolean transfer(byte[] image) {
        int block = Programming.BLOCK_LENGTH - 2;
        int number = 1;
        for (int at = 0; at < image.length; at += block) {
            var request = new Bytes().put(0x36).put(number++ & 0xff)
                    .put(Arrays.copyOfRange(image, at, Math.min(image.length, at + block)));
            if (!asked(request.all())) return false;
        }
        return true;
    }
}
