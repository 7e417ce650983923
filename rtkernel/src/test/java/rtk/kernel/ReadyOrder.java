package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.trace.ThreadState;

/// The ready lists as they must be: woken to the tail, preempted to the head, raised to the tail, lowered to the head.
///
/// Where the trace does not tell which of two places is right, because a slice ended or the program set a priority, a thread is in
/// *doubt* until the next look at the kernel; its place there is then taken for right.
final class ReadyOrder {
    private final TreeMap<Integer, List<Seen.Thread>> lists = new TreeMap<>();
    private final List<Seen.Thread> doubted = new ArrayList<>();

    void enter(Seen.Thread thread, boolean wasRunning) {
        boolean doubtful = wasRunning && (thread.mayGoToTail || thread.roundRobin);
        if (wasRunning) list(thread.priority).addFirst(thread);
        else list(thread.priority).addLast(thread);
        if (doubtful) doubt(thread);
    }

    void doubt(Seen.Thread thread) { doubted.add(thread); }

    void remove(Seen.Thread thread) {
        list(thread.priority).remove(thread);
        doubted.remove(thread);
    }

    void move(Seen.Thread thread, int to) {
        list(thread.priority).remove(thread);
        if (to > thread.priority) list(to).addLast(thread);
        else list(to).addFirst(thread);
    }

    int topPriority() {
        lists.values().removeIf(List::isEmpty);
        return lists.isEmpty() ? -1 : lists.lastKey();
    }

    boolean isFirst(Seen.Thread thread) {
        if (topPriority() != thread.priority) return false;
        List<Seen.Thread> top = list(thread.priority);
        return top.getFirst() == thread || doubted.stream().anyMatch(top::contains);
    }

    List<Seen.Thread> above(int priority) {
        return lists.tailMap(priority + 1).values().stream().flatMap(List::stream).toList();
    }

    /// How the kernel's lists differ from these, or null.
    String difference(Kernel kernel) {
        Map<Integer, List<Seen.Thread>> actual = actual(kernel);
        lists.values().removeIf(List::isEmpty);
        TreeMap<Integer, List<Seen.Thread>> wanted = new TreeMap<>(lists);
        if (doubted.isEmpty()) return wanted.equals(actual) ? null : "must be " + wanted + ", is " + actual;
        if (!without(wanted).equals(without(actual))) return "must be " + wanted + ", is " + actual;
        lists.clear();
        lists.putAll(actual);
        doubted.clear();
        return null;
    }

    private Map<Integer, List<Seen.Thread>> without(Map<Integer, List<Seen.Thread>> all) {
        TreeMap<Integer, List<Seen.Thread>> sure = new TreeMap<>();
        all.forEach((priority, list) -> {
            List<Seen.Thread> rest = list.stream().filter(thread -> !doubted.contains(thread)).toList();
            if (!rest.isEmpty()) sure.put(priority, rest);
        });
        return sure;
    }

    private Map<Integer, List<Seen.Thread>> actual(Kernel kernel) {
        TreeMap<Long, Seen.Thread> known = new TreeMap<>();
        for (List<Seen.Thread> list : lists.values()) {
            for (Seen.Thread thread : list) known.put(thread.number, thread);
        }
        TreeMap<Integer, List<Seen.Thread>> actual = new TreeMap<>();
        for (Tcb head : kernel.threads.all()) {
            if (head.state != ThreadState.READY || head.previous != null) continue;
            List<Seen.Thread> list = actual.computeIfAbsent(head.priority, key -> new ArrayList<>());
            for (Tcb tcb = head; tcb != null; tcb = tcb.next) list.add(known.get((long) tcb.number));
        }
        return actual;
    }

    private List<Seen.Thread> list(int priority) { return lists.computeIfAbsent(priority, key -> new ArrayList<>()); }

    @Override
    public String toString() { return lists.toString(); }
}
