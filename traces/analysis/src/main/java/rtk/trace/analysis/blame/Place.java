package rtk.trace.analysis.blame;

/// Where a walk through the [History] is: at one holder, looking back.
final class Place {
    enum Holder {
        THREAD,
        /// An interrupt being handled on a core.
        INTERRUPT,
        /// An interrupt not taken yet.
        PENDING,
        /// A frame, or the end of one, on a bus.
        BUS,
        /// Something that leads nowhere.
        SOURCE
    }

    /// Why a thread is followed: what its computing is for the sample.
    enum Role {
        STAGE, EARLIER, SERVER, SERVER_BUSY, OWNER, MASKER, CREATOR
    }

    Holder holder = Holder.SOURCE;
    /// Thread, core, or device.
    int number;
    long word;
    long at = History.NONE;
    long coreAt = History.NONE;
    long coreWord;
    Role role = Role.STAGE;
    /// Client, mutex or device of the role.
    int roleThing;
    /// The highest priority of those who wait for this holder; 0 if nobody does.
    int waitedPriority;
    /// Of the interrupt: when its timer was due.
    long dueNs = History.NONE;
    /// Of a pending interrupt: record of its line.
    long line = History.NONE;
    /// The interrupt that is handled.
    int irq;

    void set(Place other) {
        holder = other.holder;
        number = other.number;
        word = other.word;
        at = other.at;
        coreAt = other.coreAt;
        coreWord = other.coreWord;
        role = other.role;
        roleThing = other.roleThing;
        waitedPriority = other.waitedPriority;
        dueNs = other.dueNs;
        line = other.line;
        irq = other.irq;
    }

    void toThread(int thread, long newWord, long newAt, long newCoreAt, long newCoreWord) {
        holder = Holder.THREAD;
        number = thread;
        word = newWord;
        at = newAt;
        coreAt = newCoreAt;
        coreWord = newCoreWord;
    }

    void toInterrupt(int core, long newCoreAt, long newCoreWord, long newDueNs) {
        holder = Holder.INTERRUPT;
        number = core;
        coreAt = newCoreAt;
        coreWord = newCoreWord;
        dueNs = newDueNs;
        irq = CoreWord.item(newCoreWord);
        plays(Role.STAGE, 0, 0);
    }

    void toBus(int bus, long newWord, long newAt) {
        holder = Holder.BUS;
        number = bus;
        word = newWord;
        at = newAt;
    }

    void toSource(int device) {
        holder = Holder.SOURCE;
        number = device;
    }

    void plays(Role newRole, int thing, int priority) {
        role = newRole;
        roleThing = thing;
        waitedPriority = priority;
    }
}
