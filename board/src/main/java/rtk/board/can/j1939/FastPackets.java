package rtk.board.can.j1939;

import java.util.Arrays;

/// Which parameter groups NMEA 2000 sends as fast packets. No frame says so; the standard lists them one by one.
///
/// The ranges of proprietary groups are certain (126720, and 130816 to 131071). Between 126976 and 130815 single frames and fast
/// packets are mixed; there the list has what public descriptions of the standard (canboat's above all) agree on. A group that is
/// missing there is taken for a single frame.
public final class FastPackets {
    private static final int[] STANDARD = {126208, 126464, 126983, 126984, 126985, 126986, 126987, 126988, 126996, 126998, 127233,
        127237, 127489, 127490, 127491, 127494, 127495, 127496, 127497, 127498, 127503, 127504, 127506, 127507, 127509, 127510,
        127511, 127512, 127513, 127514, 128275, 128520, 128538, 129029, 129038, 129039, 129040, 129041, 129044, 129045, 129284,
        129285, 129301, 129302, 129538, 129540, 129541, 129542, 129545, 129547, 129549, 129551, 129556, 129792, 129793, 129794,
        129795, 129796, 129797, 129798, 129799, 129800, 129801, 129802, 129803, 129804, 129805, 129806, 129807, 129808, 129809,
        129810, 130052, 130053, 130054, 130060, 130061, 130064, 130065, 130066, 130067, 130068, 130069, 130070, 130071, 130072,
        130073, 130074, 130320, 130321, 130322, 130323, 130324, 130567, 130577, 130578};

    private FastPackets() {}

    /// Does the group come as fast packets on an NMEA 2000 bus?
    public static boolean contains(int pgn) {
        return pgn == 126720 || (pgn >= 130816 && pgn <= 131071) || Arrays.binarySearch(STANDARD, pgn) >= 0;
    }
}
