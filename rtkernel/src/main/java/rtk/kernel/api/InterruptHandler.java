package rtk.kernel.api;

/// An interrupt service routine: runs on the core that took the interrupt, above every thread.
@FunctionalInterface
public interface InterruptHandler {
    /// @param isr what a handler may do
    /// @return the event to deliver, or null for none
    SigEvent handle(Isr isr);

    /// The little that an interrupt handler may do.
    interface Isr {
        int irq();

        long nowNs();

        /// Spends processor time in the handler; more urgent interrupts may nest.
        void compute(long ns);

        void mask(int irq);

        void unmask(int irq);
    }
}
