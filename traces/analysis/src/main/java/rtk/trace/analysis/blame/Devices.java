package rtk.trace.analysis.blame;

import java.util.ArrayList;
import java.util.List;

/// The parts of the boards as the trace announces them: which device belongs to which board and bus, and its interrupt line.
final class Devices {
    private static final int LINES_MAX = 1 << 12;

    /// @param registered a thread writes to its registers: no node that only the outside moves
    private record Device(String name, int parent, boolean isTimer, boolean registered) {}

    private final History history;
    private final List<String> texts = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<BusTrack> buses = new ArrayList<>();
    private final List<String> boards = new ArrayList<>();
    /// By board, then by interrupt.
    private final List<LineTrack[]> lines = new ArrayList<>();
    private final List<LineTrack> lineOfDevice = new ArrayList<>();

    Devices(History history) { this.history = history; }

    void text(int id, String text) { set(texts, id, text); }

    /// @return its number, from 0
    int board(long nameText) {
        String name = get(texts, nameText);
        int known = boards.indexOf(name);
        if (known >= 0) return known;
        boards.add(name);
        return boards.size() - 1;
    }

    void add(int number, long nameText, long roleText, int parent) {
        String role = get(texts, roleText);
        set(devices, number, new Device(get(texts, nameText), parent, role.equals("timer"),
                role.equals("can-controller") || role.equals("uart")));
        if (role.endsWith("-bus")) set(buses, number, new BusTrack(number, history));
    }

    void note(int device, long whatText, long value) {
        BusTrack bus = bus(device);
        if (bus != null && value > 0 && "bitrate".equals(get(texts, whatText))) bus.bitNs = (1_000_000_000L + value - 1) / value;
    }

    /// @return null if it is none
    BusTrack bus(int device) { return get(buses, device); }

    /// The bus that a device hangs on; null for none.
    BusTrack busOf(int device) {
        Device known = get(devices, device);
        return known == null ? null : bus(known.parent);
    }

    boolean isTimer(int device) {
        Device known = get(devices, device);
        return known != null && known.isTimer;
    }

    boolean isRegistered(int device) {
        Device known = get(devices, device);
        return known != null && known.registered;
    }

    /// The board whose name stands before that of the device, as it does if there are several.
    int boardOf(int device) {
        Device known = get(devices, device);
        if (known == null || boards.size() < 2) return 0;
        for (int board = 0; board < boards.size(); board++) {
            if (known.name.startsWith(boards.get(board) + '.')) return board;
        }
        return 0;
    }

    /// Process that serves the device's interrupt, 0 if none is known.
    int ownerOf(int device) {
        LineTrack line = get(lineOfDevice, device);
        return line == null ? 0 : line.owner;
    }

    void rise(long nowNs, int irq, int device) {
        LineTrack line = line(boardOf(device), irq);
        set(lineOfDevice, device, line);
        line.rise(nowNs, device, busOf(device));
    }

    LineTrack line(int board, int irq) {
        while (lines.size() <= board) lines.add(new LineTrack[LINES_MAX]);
        LineTrack[] ofBoard = lines.get(board);
        int number = irq & (LINES_MAX - 1);
        if (ofBoard[number] == null) ofBoard[number] = new LineTrack(history);
        return ofBoard[number];
    }

    private static <T> T get(List<T> list, long number) {
        return number < 0 || number >= list.size() ? null : list.get((int) number);
    }

    private static <T> void set(List<T> list, int number, T value) {
        while (list.size() <= number) list.add(null);
        list.set(number, value);
    }
}
