/// Where numbers live and for how long.
///
/// | type | role |
/// |---|---|
/// | [Step] | a scope: arrays borrowed inside it go back when it closes |
/// | [Buffer] | one array, with who lent it and whether it is still ours |
/// | [ArrayPool] | arrays by size class, waiting to be lent again |
/// | [MemoryBudget] | counts native memory and refuses what would not fit |
/// | [NativeMemory] | read-only segments for packed constants |
///
/// A warm training step allocates almost nothing: every array of 4 KB or more comes from the pool of the open [Step].
/// Start reading at [Step].
package io.blip2j.core.memory;
