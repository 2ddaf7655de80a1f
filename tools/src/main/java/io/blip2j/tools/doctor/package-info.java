/// `blip2 doctor`: what this machine offers, and what is missing with the command that mends it.
///
/// | type | role |
/// |---|---|
/// | [DoctorCommand] | the subcommand: a table, or one JSON object |
/// | [Machine] | JDK, vector width, cores and memory, as records |
/// | [CudaLibraries] | where the CUDA libraries are; looks at files, loads nothing |
///
/// Start reading at [DoctorCommand].
package io.blip2j.tools.doctor;
