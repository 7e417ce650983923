package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.board.hw.InterruptController;
import rtk.board.sim.World;
import rtk.trace.EventKind;

/// Who is attached to which interrupt line, and how often each line is masked. A line is enabled at the controller while
/// somebody is attached and its mask count is 0.
final class InterruptTable {
    private final World world;
    private final InterruptController controller;
    private final List<List<Attachment>> attached = new ArrayList<>();
    private final int[] maskCount = new int[InterruptController.LINES_MAX];
    private int lastId;

    InterruptTable(World world, InterruptController controller) {
        this.world = world;
        this.controller = controller;
        for (int irq = 0; irq < InterruptController.LINES_MAX; irq++) attached.add(List.of());
    }

    /// Newest first, as it is when asked.
    List<Attachment> of(int irq) { return attached.get(irq); }

    Attachment attach(Attachment wanted) {
        var attachment = new Attachment(++lastId, wanted.irq(), wanted.thread(), wanted.handler(), wanted.event());
        var list = new ArrayList<Attachment>();
        list.add(attachment);
        list.addAll(of(wanted.irq()));
        attached.set(wanted.irq(), List.copyOf(list));
        update(wanted.irq());
        return attachment;
    }

    void detach(Attachment attachment) {
        int irq = attachment.irq();
        var list = new ArrayList<>(of(irq));
        list.remove(attachment);
        attached.set(irq, List.copyOf(list));
        if (list.isEmpty()) maskCount[irq] = 0;
        update(irq);
    }

    /// @return the count after masking
    int mask(int irq, int thread) {
        maskCount[irq]++;
        world.emit(EventKind.IRQ_MASKED, irq, thread, maskCount[irq]);
        update(irq);
        return maskCount[irq];
    }

    /// @return the count after unmasking; 0 if it was not masked
    int unmask(int irq, int thread) {
        if (maskCount[irq] > 0) maskCount[irq]--;
        world.emit(EventKind.IRQ_UNMASKED, irq, thread, maskCount[irq]);
        update(irq);
        return maskCount[irq];
    }

    private void update(int irq) { controller.setEnabled(irq, !of(irq).isEmpty() && maskCount[irq] == 0); }
}
