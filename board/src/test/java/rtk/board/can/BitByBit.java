package rtk.board.can;

import java.util.ArrayList;
import java.util.List;

/// A frame's bits the slow way, from lists, written apart from the product: the other opinion in tests.
final class BitByBit {
    final String wave;
    final long crc;
    final int stuffBits;

    BitByBit(CanFrame frame) {
        var raw = new StringBuilder("0");
        String id = binary(frame.identifier(), frame.isExtended() ? 29 : 11);
        raw.append(id, 0, 11);
        String remote = frame.isRemote() ? "1" : "0";
        if (frame.isExtended()) raw.append("11").append(id.substring(11)).append(remote);
        else raw.append(remote).append('0');
        if (frame.isFd()) raw.append("10").append(frame.isBrs() ? '1' : '0').append(frame.isEsi() ? '1' : '0');
        else raw.append(frame.isExtended() ? "00" : "0");
        raw.append(binary(frame.dlc(), 4));
        for (int i = 0; i < frame.dataLength(); i++) raw.append(binary(frame.dataByte(i), 8));

        if (!frame.isFd()) {
            crc = remainder(raw.toString(), 15, 0x4599, 0);
            raw.append(binary(crc, 15));
            String stuffed = stuff(raw.toString(), true);
            stuffBits = stuffed.length() - raw.length();
            wave = stuffed + "1" + "0" + "1" + "1111111";
            return;
        }
        String stuffed = stuff(raw.toString(), false);
        stuffBits = stuffed.length() - raw.length();
        String[] gray = {"000", "001", "011", "010", "110", "111", "101", "100"};
        String count = gray[stuffBits % 8];
        count += count.chars().filter(c -> c == '1').count() % 2;
        int width = frame.length() > 16 ? 21 : 17;
        crc = remainder(stuffed + count, width, width == 21 ? 0x102899 : 0x1685b, 1L << (width - 1));
        String field = count + binary(crc, width);
        var wire = new StringBuilder(stuffed);
        for (int i = 0; i < field.length(); i++) {
            if (i % 4 == 0) wire.append(wire.charAt(wire.length() - 1) == '0' ? '1' : '0');
            wire.append(field.charAt(i));
        }
        wave = wire + "1" + "0" + "1" + "1111111";
    }

    private static String stuff(String bits, boolean afterTheLast) {
        List<Character> wire = new ArrayList<>();
        int same = 0;
        for (int i = 0; i < bits.length(); i++) {
            char bit = bits.charAt(i);
            same = !wire.isEmpty() && wire.getLast() == bit ? same + 1 : 1;
            wire.add(bit);
            if (same == 5 && (afterTheLast || i < bits.length() - 1)) {
                wire.add(bit == '0' ? '1' : '0');
                same = 1;
            }
        }
        var text = new StringBuilder();
        wire.forEach(text::append);
        return text.toString();
    }

    /// Long division, bit after bit.
    private static long remainder(String bits, int width, long polynomial, long initial) {
        long register = initial;
        for (int i = 0; i < bits.length(); i++) {
            boolean subtract = (register >> (width - 1) & 1) != bits.charAt(i) - '0';
            register = (register << 1) % (1L << width);
            if (subtract) register ^= polynomial;
        }
        return register;
    }

    private static String binary(long value, int width) {
        var text = new StringBuilder();
        for (int bit = width - 1; bit >= 0; bit--) text.append(value >> bit & 1);
        return text.toString();
    }
}
