/// Updates of the head unit's own software, safe against a power cut at any instant.
///
/// ```
///   diagnostics ── UpdateClient ── messages ──► UpdateService ── worker, low priority ──► ImageStore ──► Flash
///                                                                                           │
///                                                                    two slots, two copies of the boot record
/// ```
///
/// | state of a slot | how it comes to it | what the boot loader does |
/// |---|---|---|
/// | EMPTY | from the factory | nothing |
/// | WRITING | begin: before the first byte changes | nothing |
/// | READY | finish: the SHA-256 of what is in the slot is the one announced | nothing |
/// | TRIAL | activate: 3 starts to prove itself | starts it, one try less; none left: BAD |
/// | GOOD | confirm: the new software says that it works | starts it if no other is on trial |
/// | BAD | a wrong SHA-256, or no confirmation in time | nothing |
///
/// The slot that runs is never written. The boot record has two copies with a sequence number and a CRC; a change goes over the older
/// one, so that a cut leaves the newer one. A slot is started only if its SHA-256 is right.
package rtk.apps.infotainment.update;
