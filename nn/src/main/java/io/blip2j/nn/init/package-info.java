/// Initial values of parameters.
///
/// | type | role |
/// |---|---|
/// | [Initializer] | one distribution |
/// | [Initialization] | which parameter gets which, by rules on their paths |
///
/// Random numbers are named by the parameter's path, so they do not depend on the order of construction. Start
/// reading at [Initialization].
package io.blip2j.nn.init;
