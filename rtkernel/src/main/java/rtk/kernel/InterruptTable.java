package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.board.hw.InterruptController;
import rtk.board.sim.World;
import rtk.kernel.api.InterruptInfo;
import rtk.trace.EventKind;

/// Who is attached to which interrupt line, and how often each line is masked. A line is enabled at the controller while
/// somebody is attached and its mask count is 0.
final class InterruptTable {
    private final World world;
    private final InterruptController controller;
    /// By line, in the order in which they are served; the lists are replaced, never changed.
    private final List<List<Attachment>> attached = new ArrayList<>();
    private final int[] maskCount = new int[InterruptController.LINES_MAX];
    /// By id - 1; null once detached.
    private final List<Attachment> all = new ArrayList<>();

    InterruptTable(World world, InterruptController controller) {
        this.world = world;
        this.controller = controller;
        for (int irq = 0; irq < InterruptController.LINES_MAX; irq++) attached.add(List.of());
    }

    /// In the order in which they are served, as it is when asked.
    List<Attachment> of(int irq) { return attached.get(irq); }

    /// Everybody, by line.
    List<InterruptInfo> infos() {
        var infos = new ArrayList<InterruptInfo>();
        for (List<Attachment> line : attached) {
            for (Attachment one : line) {
                infos.add(new InterruptInfo(one.id, one.irq, one.process().pid, one.thread.tid, one.handler != null,
                        maskCount[one.irq]));
            }
        }
        return infos;
    }

    /// @return null if nobody has this id now
    Attachment find(int id) { return id >= 1 && id <= all.size() ? all.get(id - 1) : null; }

    /// Does somebody who is attached, or `wanted`, not bear the other?
    boolean isTaken(Attachment wanted) {
        List<Attachment> present = of(wanted.irq);
        return !present.isEmpty() && (wanted.isExclusive() || present.getFirst().isExclusive());
    }

    /// The newest first, save one that wants to be last. The first of all unmasks the line.
    void attach(Attachment wanted) {
        int irq = wanted.irq;
        all.add(wanted);
        wanted.id = all.size();
        wanted.process().attachments.add(wanted);
        var list = new ArrayList<>(of(irq));
        if (list.isEmpty()) maskCount[irq] = wanted.leavesMasked() ? 1 : 0;
        list.add(wanted.isLast() ? list.size() : 0, wanted);
        attached.set(irq, List.copyOf(list));
        update(irq);
    }

    /// The last of all masks the line.
    void detach(Attachment attachment) {
        int irq = attachment.irq;
        if (find(attachment.id) != attachment) return;
        all.set(attachment.id - 1, null);
        attachment.process().attachments.remove(attachment);
        var list = new ArrayList<>(of(irq));
        list.remove(attachment);
        attached.set(irq, List.copyOf(list));
        int masked = maskCount[irq];
        maskCount[irq] = list.isEmpty() ? 0 : Math.max(0, masked - attachment.maskCount);
        if (maskCount[irq] != masked) world.emit(EventKind.IRQ_UNMASKED, irq, 0, maskCount[irq]);
        update(irq);
    }

    /// @param by in whose name, null for nobody's
    /// @return the count after masking
    int mask(int irq, Attachment by, int thread) {
        maskCount[irq]++;
        if (by != null && by.tracksMasks()) by.maskCount++;
        world.emit(EventKind.IRQ_MASKED, irq, thread, maskCount[irq]);
        update(irq);
        return maskCount[irq];
    }

    /// @return the count after unmasking; 0 if it was not masked
    int unmask(int irq, Attachment by, int thread) {
        if (maskCount[irq] > 0) maskCount[irq]--;
        if (by != null && by.maskCount > 0) by.maskCount--;
        world.emit(EventKind.IRQ_UNMASKED, irq, thread, maskCount[irq]);
        update(irq);
        return maskCount[irq];
    }

    private void update(int irq) { controller.setEnabled(irq, !of(irq).isEmpty() && maskCount[irq] == 0); }
}
