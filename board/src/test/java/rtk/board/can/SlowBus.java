package rtk.board.can;

import java.util.ArrayList;
import java.util.List;

/// A bus simulated bit by bit from what the specification says of a wire, written apart from the product: each node has strings of bits, the wire
/// is dominant if one drives dominant, who reads dominant for its recessive bit in the identifier falls silent. Errors are put into bits after
/// arbitration; then the sender's flag, and those of the receivers when they have seen six equal bits or a dominant delimiter, fill the wire.
///
/// All nodes are error-active, classic, and have different identifiers.
final class SlowBus {
    /// A frame that was on the wire: SOF, whether it was spoilt, and the bit after its last one or after its error frame.
    record Passed(int startBit, CanFrame frame, boolean spoilt, int endBit) {}

    private record Waiting(int fromBit, CanFrame frame, String wave) {}

    private static final int FLAG = 6;
    private static final int DELIMITER = 8;
    private static final int INTERMISSION = 3;

    private final List<List<Waiting>> nodes = new ArrayList<>();
    private final List<Passed> passed = new ArrayList<>();

    int addNode() {
        nodes.add(new ArrayList<>());
        return nodes.size() - 1;
    }

    void queue(int node, int fromBit, CanFrame frame) {
        nodes.get(node).add(new Waiting(fromBit, frame, new BitByBit(frame).wave));
    }

    /// Runs until all is sent.
    ///
    /// @param spoil for each attempt, from the first: the bit to invert, −1 for none; none for those beyond
    List<Passed> run(int[] spoil) {
        int now = 0;
        for (int attempt = 0;; attempt++) {
            List<List<Waiting>> ready = ready(now);
            if (ready.isEmpty()) {
                int next = nextQueued();
                if (next < 0) return passed;
                now = next;
                ready = ready(now);
            }
            List<Waiting> winner = arbitrate(ready);
            CanFrame frame = winner.getFirst().frame;
            String wave = winner.getFirst().wave;
            int bit = attempt < spoil.length ? spoil[attempt] : -1;
            if (bit < 0 || bit >= wave.length()) {
                winner.removeFirst();
                passed.add(new Passed(now, frame, false, now + wave.length()));
                now += wave.length() + INTERMISSION;
            } else {
                int end = now + errorFrameEnd(frame, wave, bit);
                passed.add(new Passed(now, frame, true, end));
                now = end + INTERMISSION;
            }
        }
    }

    private List<List<Waiting>> ready(int now) {
        return nodes.stream().filter(queue -> !queue.isEmpty() && queue.getFirst().fromBit <= now).toList();
    }

    private int nextQueued() {
        return nodes.stream().filter(queue -> !queue.isEmpty()).mapToInt(queue -> queue.getFirst().fromBit).min().orElse(-1);
    }

    private static List<Waiting> arbitrate(List<List<Waiting>> ready) {
        var sending = new ArrayList<>(ready);
        for (int bit = 0; sending.size() > 1; bit++) {
            int at = bit;
            boolean dominant = sending.stream().anyMatch(queue -> level(queue, at) == '0');
            if (dominant) sending.removeIf(queue -> level(queue, at) == '1');
        }
        return sending.getFirst();
    }

    private static char level(List<Waiting> queue, int bit) { return queue.getFirst().wave.charAt(bit); }

    /// Bits from SOF to the end of the error delimiter, if bit `spoilt` is read inverted by all.
    private static int errorFrameEnd(CanFrame frame, String wave, int spoilt) {
        int delimiterBit = wave.length() - 10;
        if (spoilt >= delimiterBit) return spoilt + 1 + FLAG + DELIMITER; // all find it at once; an overload flag is as long
        var wire = new StringBuilder(wave.substring(0, spoilt)).append(wave.charAt(spoilt) == '0' ? '1' : '0');
        int senderFlagEnd = spoilt + 1 + FLAG;
        int fieldBits = wave.substring(0, delimiterBit).length() - FrameBits.of(frame).stuffBits();
        int receiverError = -1;
        int same = 0;
        int fields = 0; // bits that are no stuff bits
        for (int bit = 0; receiverError < 0; bit++) {
            if (bit >= wire.length()) wire.append('0'); // the sender's flag
            boolean stuffBit = same == 5;
            boolean delimiter = fields == fieldBits && !stuffBit;
            boolean equal = bit > 0 && wire.charAt(bit) == wire.charAt(bit - 1);
            if ((stuffBit && equal) || (delimiter && wire.charAt(bit) == '0')) receiverError = bit;
            same = equal ? same + 1 : 1;
            if (!stuffBit) fields++;
        }
        return Math.max(senderFlagEnd, receiverError + 1 + FLAG) + DELIMITER;
    }
}
