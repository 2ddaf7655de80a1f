/// What the code of all modules has to look like, checked: who may know whom, and how long a file may be.
///
/// | type | role |
/// |---|---|
/// | [ModulesTest] | modules and the floors of core, cycles |
/// | [BoundariesTest] | what only some packages may touch: vectors, foreign functions, streams, random numbers |
/// | [SourcesTest] | sizes of files, a package-info for each package, nothing put off |
/// | [Code] | the classes under test |
///
/// These tests live in the module that sees all others. Start reading at [ModulesTest].
package io.blip2j.architecture;
