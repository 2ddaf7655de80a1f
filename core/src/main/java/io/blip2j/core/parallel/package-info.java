/// Threads of one machine and ranks of many.
///
/// | type | role |
/// |---|---|
/// | [Workers] | a fixed pool of platform threads; kernels run in its regions |
/// | [Communicator] | ranks that exchange arrays: sum, gather, broadcast, barrier |
/// | [Single] | the one rank of an ordinary run |
/// | [InProcess] | several ranks as threads of one process, for tests of the losses' gathers |
///
/// Results never depend on the number of workers: work is cut by shape, and sums have one order.
/// Start reading at [Workers].
package io.blip2j.core.parallel;
