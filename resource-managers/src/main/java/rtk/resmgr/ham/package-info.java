/// High availability: the program `ham` ([rtk.resmgr.ham.HamManager]) watches processes and does what it was told for when one dies or falls
/// silent; [rtk.resmgr.ham.Ham] is how programs tell it.
///
/// ```
///  entity dev-can ─┬─ condition death ───┬─ action restart [pri=21] dev-can can0
///                  │                     ├─ action waitfor /dev/can0/rx0 1s ── fail: log "no CAN"
///                  │                     └─ action notify-pulse gateway 1
///                  └─ condition heartbeat-low ── action log "dev-can is slow"
///  entity gateway ─── …
/// ```
///
/// An **entity** is a process: it attaches itself, others attach it, or it has a name that is watched. A **condition**
/// ([rtk.resmgr.ham.When]) says what may happen to it; when it does, the **actions** ([rtk.resmgr.ham.Action]) of all its conditions of
/// that kind are done in their order, each followed by its fail actions if it fails. An entity that dies and is not restarted is forgotten, unless
/// somebody made a place for it.
///
/// What happens at a restart: the condition `restart` is true, and conditions and actions that belong to a death are gone unless
/// they are to be rearmed; those of other conditions stay.
///
/// Choices of ours, where the documents are silent: after an action that failed the list goes on; an entity that was restarted ten
/// times within a second is not restarted again (the restart fails); `waitfor` asks the path manager only.
///
/// ## The requests
/// Texts, sent by devctl to `/proc/ham/.control`; also the initial ones of the program, and what a scenario's `ha` becomes. Names have no `/`.
///
/// | request | |
/// |---|---|
/// | `entity NAME` | a place for an entity |
/// | `watch PROCESS` | each process of this name is this entity |
/// | `attach NAME PID` | |
/// | `attach-self NAME INTERVAL LOW HIGH` | status: where its heartbeats are counted |
/// | `detach NAME` | |
/// | `condition ENTITY NAME [rearm\|once] WHEN` | WHEN: `death`, `abnormal-death`, `detach`, `attach`, `heartbeat-low`, `heartbeat-high`, `restart`, `raise TYPE CLASS SEVERITY`, `state FROM TO`, `any`; `*` for any number |
/// | `action ENTITY/CONDITION NAME [rearm\|once] ACTION` | |
/// | `fail ENTITY/CONDITION/ACTION NAME ACTION` | |
/// | `remove PATH` | |
/// | `state ENTITY N`, `raise ENTITY TYPE CLASS SEVERITY` | it happens |
///
/// Source: High Availability Framework Developer's Guide, 6.5 to 8.0.
package rtk.resmgr.ham;
